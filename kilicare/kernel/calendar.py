"""Spans of time as the shop counts them: hours by the clock, days and working days by the calendar.

The day of entry is day 0, and N days end at 00:00 local after day N (policy 2.2). Every end is
exclusive, and every moment is aware: what goes in may be in any zone, what comes out is in UTC.
"""

import calendar as months
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ZONES = {
    "KE": ZoneInfo("Africa/Nairobi"),
    "UG": ZoneInfo("Africa/Kampala"),
    "NG": ZoneInfo("Africa/Lagos"),
}
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """A country's local time and public holidays (local dates). ValueError if it is unknown."""

    country: str
    holidays: Container[date] = field(default=frozenset())

    def __post_init__(self) -> None:
        if self.country not in ZONES:
            raise ValueError(f"no calendar for country {self.country!r}")

    @property
    def zone(self) -> ZoneInfo:
        """The country's time zone."""
        return ZONES[self.country]

    def local(self, moment: datetime) -> datetime:
        """The moment on the country's own clocks. Raises ValueError for one without a zone."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} names no time zone")
        return moment.astimezone(self.zone)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, less the public holidays."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def midnight(self, day: date) -> datetime:
        """00:00 local, at which the day begins."""
        return datetime.combine(day, time.min, self.zone).astimezone(UTC)

    def day_end(self, moment: datetime, days: int = 0) -> datetime:
        """00:00 local after the day that lies so many days after the moment's own."""
        return self.midnight(self.local(moment).date() + timedelta(days=days + 1))


class Span(Protocol):
    """A length of time that knows how it is counted."""

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """The exclusive end of the span that starts then."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours by the clock on the wall: nights, weekends and holidays included."""

    number: int

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """The very moment, so many hours later."""
        return (calendar.local(start) + timedelta(hours=self.number)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days; the day of the start is day 0."""

    number: int

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """00:00 local after the last day."""
        return calendar.day_end(start, self.number)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Days on which people work; the day of the start is day 0, whether or not it is one."""

    number: int

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        """00:00 local after the last working day."""
        day = calendar.local(start).date()
        left = self.number
        while left:
            day += ONE_DAY
            left -= calendar.is_working_day(day)
        return calendar.midnight(day + ONE_DAY)


def months_after(start: datetime, number: int, calendar: Calendar) -> datetime:
    """The end of the day so many calendar months later; in a shorter month, of its last day."""
    day = calendar.local(start).date()
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    last = months.monthrange(year, month + 1)[1]
    return calendar.midnight(date(year, month + 1, min(day.day, last)) + ONE_DAY)


def next_midnight(moment: datetime, calendar: Calendar) -> datetime:
    """The moment, rounded up to 00:00 local; one that lies on it stays (domain: Clocks)."""
    begun = calendar.midnight(calendar.local(moment).date())
    return begun if begun == moment else calendar.day_end(moment)
