"""The payout's own one way in: lock the row, take the step, write the event, commit."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import connection

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from returns.actions.ledger import account, transfer
from returns.enums import AccountKind, PayoutState, PayoutStep, RefundRoute
from returns.models import Payout, PayoutAttempt, PayoutEvent, PayoutPause, Refund, Ticket, Withdrawal
from returns.policy.payouts import (
    MOST_ATTEMPTS,
    ResultClass,
    mpesa_part,
    result_class,
    wait_after,
)
from returns.policy.terms import terms_at, terms_of
from returns.queries.payouts import is_paused

logger = logging.getLogger(__name__)


def queue_payout(refund: Refund, ticket: Ticket, now: datetime) -> None:
    """Queue what of a refund leaves by M-Pesa, if any does; the caller is in the refund's transaction."""
    part = mpesa_part(Money(refund.amount, refund.currency))
    if refund.route != RefundRoute.MPESA or not part:
        return
    Payout.objects.create(
        refund=refund,
        phone=ticket.refund_phone,
        currency=part.currency,
        amount=part.amount,
        entered_at=now,
        look_at=now,
        needs_release=part > terms_of(ticket.terms).one_person_payout[part.currency],
    )


def queue_withdrawal(withdrawal: Withdrawal, phone: str, now: datetime) -> None:
    """Queue what was taken out of a wallet; the caller is in the withdrawal's transaction."""
    limit = terms_at(now).one_person_payout[withdrawal.currency]
    Payout.objects.create(
        withdrawal=withdrawal,
        phone=phone,
        currency=withdrawal.currency,
        amount=withdrawal.amount,
        entered_at=now,
        look_at=now,
        needs_release=Money(withdrawal.amount, withdrawal.currency) > limit,
    )


def _end_withdrawal(withdrawal: Withdrawal, *, is_sent: bool, now: datetime) -> None:
    """What was on its way has left for good, with its fee; or all of it is in the wallet again."""
    currency = withdrawal.currency
    out = account(AccountKind.OUTGOING, currency)
    if not is_sent:
        wallet = account(AccountKind.WALLET, currency, customer_id=withdrawal.customer_id)
        transfer(withdrawal, "back", out, wallet, withdrawal.amount + withdrawal.fee, now)
        return
    transfer(withdrawal, "mpesa", out, account(AccountKind.MPESA, currency), withdrawal.amount, now)
    if withdrawal.fee:
        transfer(withdrawal, "fee", out, account(AccountKind.FEES, currency), withdrawal.fee, now)


def locked(payout_id: int, *, patient: bool = True) -> Payout | None:
    """The payout, locked; None where it is gone, or busy and we are not patient."""
    skip = not patient and connection.features.has_select_for_update_skip_locked
    rows = Payout.objects.select_for_update(of=("self",), skip_locked=skip)
    found: Payout | None = (
        rows.select_related("refund__ticket__customer", "withdrawal__customer").filter(pk=payout_id).first()
    )
    return found


def take(
    payout: Payout,
    step: PayoutStep,
    now: datetime,
    *,
    by: User | None = None,
    reason: str = "",
    **values: Any,
) -> None:
    """Take a step on a locked payout and write it down. Raises TransitionNotAllowed.

    The end of a withdrawal is written into the ledger with it; a refund's is its ticket's step.
    """
    before = payout.state
    if step is not PayoutStep.RELEASE:
        getattr(payout, step)(now, **values)
    payout.last_event += 1
    PayoutEvent.objects.create(
        payout=payout,
        number=payout.last_event,
        step=step,
        from_state=before,
        to_state=payout.state,
        by=by,
        at=now,
        reason=reason[:200],
    )
    payout.save()
    if payout.withdrawal and is_ended(payout):
        _end_withdrawal(payout.withdrawal, is_sent=payout.state == PayoutState.PAID, now=now)


def each(rows: Iterable[int], work: Callable[[int], bool], end: float) -> int:
    """Work on one row after another until a moment of the process's own clock; how many were done.

    A row whose work fails is told of in the log, and holds up no other.
    """
    done = 0
    for row in rows:
        if monotonic() > end:
            break
        try:
            done += work(row)
        except Exception:
            logger.exception("Work on payouts failed at row %s", row)
    return done


def close_attempt(attempt: PayoutAttempt, now: datetime) -> None:
    """Its end is known."""
    attempt.ended_at = now
    attempt.save(update_fields=["ended_at"])


def fail(
    payout: Payout,
    attempt: PayoutAttempt,
    code: str,
    now: datetime,
    *,
    by: User | None = None,
    reason: str = "",
) -> None:
    """A confirmed failure, and what its code asks for: a later try, the wallet, a stop, or a person."""
    close_attempt(attempt, now)
    take(payout, PayoutStep.FAIL, now, by=by, reason=reason or code, code=code[:24])
    kind, wait = result_class(code), wait_after(code)
    if kind is ResultClass.NEVER:
        take(payout, PayoutStep.DIVERT, now, reason=code)
    elif wait is not None and payout.attempts_made < MOST_ATTEMPTS:
        take(payout, PayoutStep.RETRY, now, reason=code, look_at=now + wait)
    elif kind is ResultClass.OURS:
        pause_payouts(f"The provider refuses our access: {code}", now)


def pause_payouts(reason: str, now: datetime, *, by: User | None = None) -> bool:
    """Stop sending; whether it was not stopped already."""
    if is_paused():
        return False
    made = PayoutPause.objects.bulk_create(
        [PayoutPause(reason=reason[:200], since=now, by=by)], ignore_conflicts=True
    )
    return bool(made)


def is_ended(payout: Payout) -> bool:
    """Whether its money has arrived somewhere."""
    return payout.state in {PayoutState.PAID, PayoutState.TO_WALLET}
