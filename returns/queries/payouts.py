"""What is to be done about payouts, whether any may be sent, and the list of a day."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from kilicare.accounts.phones import masked_phone
from kilicare.kernel.calendar import Calendar
from returns.enums import PayoutState
from returns.flows.payout import SENT
from returns.models import Payout, PayoutAttempt, PayoutPause, ProviderMessage
from returns.policy.payouts import COUNTRY

KENYA = Calendar(COUNTRY)
STOPPED = frozenset({PayoutState.PAID, PayoutState.FAILED, PayoutState.TO_WALLET})
"""Where nothing of a payout is on its way."""
COLUMNS = (
    *("ended", "sent", "state", "receipt", "amount", "currency", "number"),
    *("keys", "conversations", "for"),
)


def is_paused() -> bool:
    """Whether somebody, or the engine, has stopped all payouts."""
    return PayoutPause.objects.filter(is_on=True).exists()


def due_payouts(now: datetime) -> QuerySet[Payout]:
    """Those that may be sent, the one that waits longest first; none that still needs a second person."""
    released = Q(needs_release=False) | Q(second_by__isnull=False)
    waiting: QuerySet[Payout] = Payout.objects.filter(released, state=PayoutState.QUEUED, look_at__lte=now)
    return waiting.order_by("look_at", "id")


def unanswered(now: datetime) -> QuerySet[Payout]:
    """Those about which the provider is to be asked now."""
    silent: QuerySet[Payout] = Payout.objects.filter(state__in=SENT, look_at__lte=now)
    return silent.order_by("look_at", "id")


def unread_messages() -> QuerySet[ProviderMessage]:
    """What came and was not read yet, in the order in which it came."""
    return ProviderMessage.objects.filter(read_at=None).order_by("received_at", "id")


def with_attempts(payouts: QuerySet[Payout]) -> QuerySet[Payout]:
    """The same ones, with all that a statement is held against: what they pay, their attempts in order."""
    attempts = Prefetch("attempts", PayoutAttempt.objects.order_by("number"))
    return payouts.select_related("refund__ticket", "withdrawal").prefetch_related(attempts)


def name_of(payout: Payout) -> str:
    """What it pays: the ticket whose refund it is, or the number of a withdrawal."""
    return payout.refund.ticket.reference if payout.refund else payout.remark


def attempted(start: datetime, end: datetime) -> Exists:
    """That a payout was sent from one moment until before another."""
    sent = PayoutAttempt.objects.filter(payout=OuterRef("pk"), sent_at__gte=start, sent_at__lt=end)
    return Exists(sent)


def table_of_day(payouts: QuerySet[Payout], day: date) -> Iterator[tuple[str, ...]]:
    """A day's payouts as rows of text, COLUMNS first: those that were sent on it, or ended on it.

    The day and its moments (ISO 8601) are Kenya's; the amount is bare, the number is masked.
    """
    start = KENYA.midnight(day)
    end = KENYA.day_end(start)
    ended = Q(state__in=STOPPED, entered_at__gte=start, entered_at__lt=end)
    yield COLUMNS
    for payout in with_attempts(payouts.filter(ended | attempted(start, end)).order_by("entered_at", "pk")):
        yield _cells(payout)


def _cells(payout: Payout) -> tuple[str, ...]:
    attempts = list(payout.attempts.all())
    return (
        _local(payout.entered_at) if payout.state in STOPPED else "",
        " ".join(_local(attempt.sent_at) for attempt in attempts),
        payout.state,
        payout.receipt or "",
        f"{payout.amount:.2f}",
        payout.currency,
        masked_phone(payout.phone),
        " ".join(attempt.key for attempt in attempts),
        " ".join(attempt.conversation for attempt in attempts),
        name_of(payout),
    )


def _local(moment: datetime) -> str:
    return KENYA.local(moment).isoformat(timespec="seconds")
