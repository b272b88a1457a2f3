"""Whether the engine keeps up: how late the oldest clock is, how long the oldest message waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet, Value

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
    """How the engine keeps up. One statement that reads the first row of two indexes."""
    overdue = Ticket.objects.filter(due_at__lte=now)
    waiting = Notice.objects.filter(told_at=None, dropped_at=None, parked_at=None, not_before__lte=now)
    oldest = dict(_oldest(overdue, "due_at").union(_oldest(waiting, "not_before"), all=True))
    due, written = oldest.get("due_at"), oldest.get("not_before")
    lag, age = (now - due if due else timedelta(0)), (now - written if written else timedelta(0))
    return Pulse(time_left(lag) if due else "", time_left(age) if written else "", lag < LATE and age < OLD)


def _oldest(rows: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    """The column's name and its least value; no row where there is none."""
    found: QuerySet[Any, Any] = rows.order_by().values(what=Value(column)).annotate(at=Min(column))
    return found.values_list("what", "at")
