"""Whether the engine keeps up: how late the oldest clock is, how long the oldest message waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from returns.models import Notice, Ticket
from returns.queries.deadlines import time_left

LATE, OLD = timedelta(minutes=5), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pulse:
    """In words; "" for nothing late, or nothing that waits."""

    lag: str
    outbox: str
    is_well: bool


def pulse(now: datetime) -> Pulse:
    """How the engine keeps up. Two statements, each the first row of an index."""
    due = Ticket.objects.filter(due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    waiting = Notice.objects.filter(told_at=None, dropped_at=None, parked_at=None, not_before__lte=now)
    written = waiting.aggregate(oldest=Min("not_before"))["oldest"]
    lag, age = (now - due if due else timedelta(0)), (now - written if written else timedelta(0))
    return Pulse(time_left(lag) if due else "", time_left(age) if written else "", lag < LATE and age < OLD)
