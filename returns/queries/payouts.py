"""What is to be done about payouts, and whether any may be sent."""

from datetime import datetime

from django.db.models import Q, QuerySet

from returns.enums import PayoutState
from returns.flows.payout import SENT
from returns.models import Payout, PayoutPause, ProviderMessage


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
