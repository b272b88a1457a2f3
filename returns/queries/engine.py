"""What the engine finds to do, and what it leaves alone for now."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from returns.enums import EnginePart
from returns.models import ClockSegment, Notice, Setback, Ticket

Found = tuple[int, int]
"""A ticket that has something to do, and its last event's number as it was found."""


def set_aside(part: EnginePart, now: datetime, *, by: str = "") -> Exists:
    """Whether a part waits before it tries a row's ticket again, or has given up on it.

    `by` is the way from the row to its ticket: `ticket__`, or nothing. A ticket that has moved on
    since is not left alone any more.
    """
    rests = Q(not_before__gt=now) | Q(parked_at__isnull=False)
    own = Setback.objects.filter(
        rests, part=part, ticket=OuterRef(f"{by}pk"), number=OuterRef(f"{by}last_event")
    )
    return Exists(own)


def void_setbacks() -> QuerySet[Setback]:
    """Those whose ticket has moved on since."""
    return Setback.objects.exclude(number=F("ticket__last_event"))


def overdue(now: datetime) -> QuerySet[Ticket]:
    """The tickets whose clocks have run out, the oldest first."""
    due = Ticket.objects.filter(~set_aside(EnginePart.LAPSE, now), due_at__lte=now)
    return due.order_by("due_at", "id")


def due_for_reminder(now: datetime) -> QuerySet[ClockSegment]:
    """The running clocks whose reminder's hour has come, the oldest first; none that has run out."""
    running = ClockSegment.objects.filter(ended_at=None, remind_at__lte=now, due_at__gt=now)
    left = running.exclude(set_aside(EnginePart.REMIND, now, by="ticket__"))
    return left.order_by("remind_at", "id")


def waiting_notices(channel: str, now: datetime) -> QuerySet[Notice]:
    """The outbox of one channel: what may be sent now, the one that waits longest first."""
    waiting = Notice.objects.filter(told_at=None, dropped_at=None, parked_at=None)
    return waiting.filter(channel=channel, not_before__lte=now).order_by("not_before", "id")
