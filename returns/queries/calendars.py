"""The calendar and the terms by which a ticket's clocks are wound."""

from collections.abc import Container
from datetime import date, datetime
from functools import cached_property

from kilicare.kernel.calendar import Calendar
from returns.models import Holiday, Ticket
from returns.policy.clocks import Moment
from returns.policy.terms import terms_of


class PublicHolidays(Container[date]):
    """A country's public holidays, read when the first working day is counted."""

    def __init__(self, country: str) -> None:
        self.country = country

    @cached_property
    def days(self) -> frozenset[date]:
        """All that are known; a few dozen."""
        rows = Holiday.objects.filter(country=self.country)
        return frozenset(rows.values_list("day", flat=True))

    def __contains__(self, day: object) -> bool:
        return day in self.days


class Calendars:
    """The calendars of one piece of work: each country's holidays are read at most once."""

    def __init__(self) -> None:
        self._of: dict[str, Calendar] = {}

    def of(self, country: str) -> Calendar:
        """The calendar of a country."""
        if country not in self._of:
            self._of[country] = Calendar(country, PublicHolidays(country))
        return self._of[country]

    def moment(self, ticket: Ticket, now: datetime) -> Moment:
        """The ticket's terms and calendar at a time."""
        return Moment(now, terms_of(ticket.terms), self.of(ticket.country))
