"""Payouts are sent: the attempt's row in one transaction, the call outside any, its answer in another."""

import hashlib
import logging
import secrets
from datetime import datetime
from time import monotonic

from django.db import transaction

from kilicare.kernel.failpoints import reach
from returns.actions.payouts import close_attempt, each, fail, locked, pause_payouts, take
from returns.enums import PayoutState, PayoutStep
from returns.gateways.mpesa import (
    AccessError,
    NotTakenError,
    Payment,
    PayoutGateway,
    UnknownOutcomeError,
    gateway,
)
from returns.models import Payout, PayoutAttempt
from returns.policy.payouts import MOST_ATTEMPTS, next_look
from returns.policy.retries import PAYOUTS
from returns.queries.payouts import due_payouts, is_paused

logger = logging.getLogger(__name__)

MOST = 200
BUDGET = 30.0
"""Seconds a run may take before it leaves the rest to the next one."""


def hashed(token: str) -> str:
    """What is kept of a callback's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def send_payouts(now: datetime) -> int:
    """Send what waits, until the run's time is up; how many the provider took."""
    provider = gateway()
    if provider is None:
        return 0
    payouts = due_payouts(now).values_list("pk", flat=True)[:MOST]
    return each(payouts, lambda payout_id: send(payout_id, provider, now), monotonic() + BUDGET)


def send(payout_id: int, provider: PayoutGateway, now: datetime) -> bool:
    """Make one attempt; whether the provider took it. What another has in hand is left to the other."""
    token = secrets.token_urlsafe(24)
    attempt = _begin(payout_id, token, now)
    if attempt is None:
        return False
    reach("after-attempt-row")
    payout = attempt.payout
    payment = Payment(attempt.key, payout.phone, int(payout.amount), payout.remark)
    try:
        conversation = provider.pay(payment, token=token)
    except NotTakenError as no:
        if isinstance(no, AccessError):
            pause_payouts(f"The provider refuses our access: {no}", now)
        _put_off(attempt, str(no), now)
        return False
    except UnknownOutcomeError as silent:
        _lose_sight(attempt, str(silent), now)
        return False
    reach("after-sending")
    _accept(attempt, conversation, now)
    reach("after-commit")
    return True


def _begin(payout_id: int, token: str, now: datetime) -> PayoutAttempt | None:
    """Write down that it is about to be sent, before it is."""
    with transaction.atomic():
        payout = locked(payout_id, patient=False)
        if payout is None or is_paused() or not due_payouts(now).filter(pk=payout_id).exists():
            return None
        reach("after-lock")
        payout.attempts_made += 1
        take(payout, PayoutStep.SUBMIT, now, look_at=next_look(now, now))
        return PayoutAttempt.objects.create(
            payout=payout,
            number=payout.attempts_made,
            key=f"KC{secrets.token_hex(8)}",
            token_hash=hashed(token),
            sent_at=now,
        )


def _still_sending(attempt: PayoutAttempt) -> Payout | None:
    """The payout, locked, unless a callback has overtaken the answer to the call."""
    payout = locked(attempt.payout_id)
    return payout if payout and payout.state == PayoutState.SUBMITTING else None


def _accept(attempt: PayoutAttempt, conversation: str, now: datetime) -> None:
    with transaction.atomic():
        payout = _still_sending(attempt)
        attempt.conversation = conversation[:64]
        attempt.save(update_fields=["conversation"])
        reach("before-marking")
        if payout:
            take(payout, PayoutStep.ACCEPT, now, look_at=payout.look_at)


def _lose_sight(attempt: PayoutAttempt, reason: str, now: datetime) -> None:
    logger.warning("Payout %s: no sure answer (%s)", attempt.payout_id, reason)
    with transaction.atomic():
        if payout := _still_sending(attempt):
            take(payout, PayoutStep.LOSE_SIGHT, now, reason=reason, look_at=payout.look_at)


def _put_off(attempt: PayoutAttempt, reason: str, now: datetime) -> None:
    """It did not leave: the next try comes later, and after some tries a person."""
    logger.warning("Payout %s was not taken: %s", attempt.payout_id, reason)
    with transaction.atomic():
        payout = _still_sending(attempt)
        if payout is None:
            return
        if payout.attempts_made >= MOST_ATTEMPTS:
            fail(payout, attempt, reason, now)
        else:
            close_attempt(attempt, now)
            wait = PAYOUTS.wait(payout.attempts_made)
            take(payout, PayoutStep.PUT_OFF, now, reason=reason, look_at=now + wait)
