"""When the holder of a clock is reminded that it runs out (domain: Clocks)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from kilicare.kernel.calendar import Hours
from returns.enums import FETCHED, NoticeKind, Party, Step
from returns.policy.notices import CHANNELS
from returns.policy.terms import Terms

MORNING = timedelta(hours=9)
"""When a day's notice of a waiting parcel is written, after the local midnight."""


def reminder_hours(
    holder: str, started_at: datetime, due_at: datetime | None, terms: Terms, due_step: str = ""
) -> list[tuple[datetime, NoticeKind]]:
    """The hours at which this clock's holder is reminded, the first one first.

    Nobody writes to Kilimall's own people; while goods wait at a counter, their customer is told on the
    days of the terms (domain 3). A clock that was no longer than a reminder's lead when it was wound has
    none: the step's own notice says it all.
    """
    if due_at is None:
        return []
    if due_step in FETCHED:
        hours = list(_waiting(due_at, due_step, terms))
    elif holder in CHANNELS:
        hours = [(due_at - _length(lead), NoticeKind(f"reminder_{lead.number}")) for lead in terms.reminders]
    else:
        hours = []
    return sorted(hour for hour in hours if hour[0] > started_at)


def reminded(holder: str, kind: NoticeKind) -> Party:
    """Whom a reminder goes to: the holder; of a parcel that waits, the customer."""
    return Party.CUSTOMER if kind.waits else Party(holder)


def _waiting(due_at: datetime, due_step: str, terms: Terms) -> Iterator[tuple[datetime, NoticeKind]]:
    """Mornings of days after the arrival; the clock's end is 00:00 after its own last day."""
    first_week = due_step == Step.SHELVE
    length = (terms.shelf_notice if first_week else terms.disposal).number
    for day in terms.shelf_reminders if first_week else terms.disposal_reminders:
        yield due_at - timedelta(days=length + 1 - day) + MORNING, NoticeKind(f"waits_{day}")


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
