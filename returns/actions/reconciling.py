"""What became of payouts: callbacks are stored first and read afterwards; who gives no answer is asked."""

import hashlib
import logging
import secrets
from datetime import datetime
from time import monotonic

from django.db import transaction

from kilicare.kernel.failpoints import reach
from returns.actions.paying import BUDGET, MOST, hashed
from returns.actions.payouts import close_attempt, each, fail, locked, pause_payouts, take
from returns.enums import Finding, PayoutState, PayoutStep
from returns.flows.payout import SENT
from returns.gateways.mpesa import (
    AccessError,
    NotTakenError,
    PayoutGateway,
    UnknownOutcomeError,
    gateway,
)
from returns.gateways.results import Said, UnreadableError, read
from returns.models import Payout, PayoutAttempt, ProviderMessage, StatusQuery
from returns.policy.payouts import NEVER_ARRIVED, NOT_KNOWN, SETTLED_BY, next_look
from returns.queries.payouts import unanswered, unread_messages

logger = logging.getLogger(__name__)

LONGEST_RECEIPT = 32
COMPLETED = "Completed"
LOUD = frozenset({Finding.MISFIT, Finding.UNREADABLE, Finding.CONTRADICTS})
"""What somebody has to look at."""
OVER = frozenset({"Declined", "Cancelled", "Expired"})


def store_message(
    token: str, body: bytes, *, is_timeout: bool, source: str, is_listed: bool, now: datetime
) -> bool:
    """Keep a callback as it came, once; False for an address that nobody was given."""
    attempt = PayoutAttempt.objects.filter(token_hash=hashed(token)).first()
    query = None if attempt else StatusQuery.objects.filter(token_hash=hashed(token)).first()
    if attempt is None and query is None:
        return False
    message = ProviderMessage(
        attempt_id=attempt.pk if attempt else query.attempt_id,  # type: ignore[union-attr]
        query=query,
        is_timeout=is_timeout,
        is_listed=is_listed,
        source=source,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        received_at=now,
    )
    ProviderMessage.objects.bulk_create([message], ignore_conflicts=True)
    return True


def reconcile(now: datetime) -> int:
    """Read what came, then ask about what did not; how many payouts or messages were looked at."""
    end, provider = monotonic() + BUDGET, gateway()
    messages = unread_messages().values_list("pk", flat=True)[:MOST]
    done = each(messages, lambda message_id: read_message(message_id, now), end)
    if provider is None:
        return done
    payouts = unanswered(now).values_list("pk", flat=True)[:MOST]
    return done + each(payouts, lambda payout_id: ask(payout_id, provider, now), end)


def read_message(message_id: int, now: datetime) -> bool:
    """Read one callback, once: the payout is locked before the message."""
    with transaction.atomic():
        found = ProviderMessage.objects.select_related("attempt").get(pk=message_id)
        payout = locked(found.attempt.payout_id)
        rows = ProviderMessage.objects.select_for_update(of=("self",))
        message = rows.select_related("attempt", "query").get(pk=message_id)
        if payout is None or message.read_at is not None:
            return False
        message.finding, message.read_at = _find(message, payout, now), now
        reach("before-reading")
        message.save(update_fields=["finding", "read_at"])
    reach("after-reading")
    if message.finding in LOUD:
        logger.error("Payout %s: a callback is not what it should be (%s)", payout.pk, message.finding)
    return True


def _find(message: ProviderMessage, payout: Payout, now: datetime) -> Finding:
    """What a callback means for its payout; it is done."""
    attempt = message.attempt
    try:
        said = read(bytes(message.body))
    except UnreadableError:
        return Finding.UNREADABLE
    if attempt.ended_at is not None or payout.state not in SENT:
        return _too_late(said, message, payout)
    if message.query is None:
        is_sure = message.is_listed and not message.is_timeout
        return _weigh_result(said, attempt, payout, now, is_sure=is_sure)
    if not message.is_listed:
        return Finding.NOT_SURE
    return _weigh_status(said, attempt, payout, now)


def _too_late(said: Said, message: ProviderMessage, payout: Payout) -> Finding:
    """What comes after the end moves nothing; but money that left after all is for somebody to look at."""
    is_payment = message.query is None and not message.is_timeout and message.is_listed
    says_paid = is_payment and said.is_success and said.key == message.attempt.key
    if says_paid and said.text("TransactionReceipt") != (payout.receipt or ""):
        return Finding.CONTRADICTS
    return Finding.NOTHING_NEW


def _weigh_result(
    said: Said, attempt: PayoutAttempt, payout: Payout, now: datetime, *, is_sure: bool
) -> Finding:
    """The end of a payment. A success that fits is believed; a failure has to be confirmed."""
    if said.key != attempt.key or (attempt.conversation and said.conversation != attempt.conversation):
        return Finding.MISFIT
    if is_sure and said.is_success:
        names = ("TransactionReceipt", "TransactionAmount", "ReceiverPartyPublicName")
        return _confirm(said, names, attempt, payout, now)
    if is_sure:
        attempt.suspected = said.code[:24]
        attempt.save(update_fields=["suspected"])
    return _doubt(payout, now)


def _doubt(payout: Payout, now: datetime) -> Finding:
    """Not sure enough: the provider is asked at once."""
    if payout.state == PayoutState.UNKNOWN:
        payout.look_at = now
        payout.save(update_fields=["look_at"])
    else:
        take(payout, PayoutStep.LOSE_SIGHT, now, reason="a callback", look_at=now)
    return Finding.NOT_SURE


def _weigh_status(said: Said, attempt: PayoutAttempt, payout: Payout, now: datetime) -> Finding:
    """The answer to a question of ours."""
    state = said.text("TransactionStatus")
    if said.is_success and said.text("OriginatorConversationID") != attempt.key:
        return Finding.MISFIT
    if said.is_success and state == COMPLETED:
        return _confirm(said, ("ReceiptNo", "Amount", "CreditPartyName"), attempt, payout, now)
    if said.is_success and state in OVER:
        fail(payout, attempt, attempt.suspected or said.text("ReasonType") or state, now)
        return Finding.APPLIED
    if said.code in NOT_KNOWN and now - attempt.sent_at >= SETTLED_BY:
        fail(payout, attempt, NEVER_ARRIVED, now)
        return Finding.APPLIED
    return Finding.NOTHING_NEW


def _confirm(
    said: Said, names: tuple[str, str, str], attempt: PayoutAttempt, payout: Payout, now: datetime
) -> Finding:
    """It was paid, if receipt, amount and number are those of this payout."""
    receipt, amount, party = said.text(names[0]), said.amount(names[1]), said.text(names[2])
    number = party.partition(" ")[0].removeprefix("+")
    is_new = 0 < len(receipt) <= LONGEST_RECEIPT and not Payout.objects.filter(receipt=receipt).exists()
    if not is_new or amount != payout.amount or number != payout.phone.removeprefix("+"):
        return Finding.MISFIT
    close_attempt(attempt, now)
    take(payout, PayoutStep.CONFIRM, now, receipt=receipt)
    return Finding.APPLIED


def ask(payout_id: int, provider: PayoutGateway, now: datetime) -> bool:
    """Ask the provider about a payout; the next time is set before, whatever comes of it."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        payout = locked(payout_id, patient=False)
        if payout is None or not unanswered(now).filter(pk=payout_id).exists():
            return False
        attempt = PayoutAttempt.objects.get(payout=payout, ended_at=None)
        look_at = next_look(attempt.sent_at, now)
        if payout.state == PayoutState.UNKNOWN:
            payout.look_at = look_at
            payout.save(update_fields=["look_at"])
        else:
            take(payout, PayoutStep.LOSE_SIGHT, now, reason="no answer", look_at=look_at)
        StatusQuery.objects.create(attempt=attempt, token_hash=hashed(token), asked_at=now)
    if look_at is None:
        logger.error("Payout %s: no answer for a day, somebody must look", payout_id)
    try:
        provider.ask(attempt.key, token=token)
    except AccessError as no:
        pause_payouts(f"The provider refuses our access: {no}", now)
    except (NotTakenError, UnknownOutcomeError) as away:
        logger.warning("Payout %s could not be asked about: %s", payout_id, away)
    return True
