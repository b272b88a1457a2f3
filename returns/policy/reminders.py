"""When the holder of a clock is reminded that it runs out (domain: Clocks)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kilicare.kernel.calendar import Hours
from returns.enums import NoticeKind
from returns.policy.notices import CHANNELS
from returns.policy.terms import Terms


def reminder_hours(
    holder: str, started_at: datetime, due_at: datetime | None, terms: Terms
) -> list[tuple[datetime, NoticeKind]]:
    """The hours at which this clock's holder is reminded, the first one first.

    Nobody writes to Kilimall's own people. A clock that was no longer than a reminder's lead when
    it was wound has none: the step's own notice says it all.
    """
    if due_at is None or holder not in CHANNELS:
        return []
    hours = ((due_at - _length(lead), NoticeKind(f"reminder_{lead.number}")) for lead in terms.reminders)
    return sorted(hour for hour in hours if hour[0] > started_at)


def next_reminder(hours: Sequence[tuple[datetime, NoticeKind]], after: datetime) -> datetime | None:
    """The first of a clock's hours that lies after a moment."""
    return next((at for at, _kind in hours if at > after), None)


def current_reminder(hours: Sequence[tuple[datetime, NoticeKind]], now: datetime) -> NoticeKind:
    """The reminder to write now: where several hours have passed, the last one speaks for all.

    Raises IndexError where none has.
    """
    return [kind for at, kind in hours if at <= now][-1]


def _length(lead: Hours) -> timedelta:
    return timedelta(hours=lead.number)
