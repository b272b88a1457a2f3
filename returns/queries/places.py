"""Kilishops, carriers, riders' visits, and where a customer has things brought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kilicare.accounts.models import User
from returns.enums import Collected, Step
from returns.models import Carrier, Collection, Destination, Point, Scan, Ticket
from returns.policy.methods import Window, windows
from returns.policy.terms import terms_of
from returns.queries.calendars import Calendars
from returns.queries.wording import window_text


@dataclass(frozen=True, slots=True)
class Visit:
    """When a rider comes, and to which door."""

    when: str
    address: str


@dataclass(frozen=True, slots=True)
class Points:
    """The open Kilishops of a town; of the whole country where the town has none."""

    town: str
    points: Sequence[Point]
    is_of_town: bool


def points_of(country: str) -> list[Point]:
    """A country's open Kilishops, by town."""
    return list(Point.objects.filter(country=country, is_open=True))


def points_near(country: str, town: str) -> Points:
    """Those of a town; of the country where it has none."""
    every, town = points_of(country), town.strip()
    near = [point for point in every if point.town.casefold() == town.casefold()]
    return Points(town, near or every, bool(near))


def towns_of(points: Sequence[Point]) -> list[str]:
    """Their towns, each once."""
    return list(dict.fromkeys(point.town for point in points))


def carriers_of(country: str) -> list[str]:
    """The names of the carriers that staff know there."""
    return list(Carrier.objects.filter(country=country).values_list("name", flat=True))


def patterns_of(country: str, carrier: str) -> list[str]:
    """What the waybills of a carrier look like, however its name was typed; none for an unknown one."""
    known = Carrier.objects.filter(country=country, name__iexact=carrier.strip()).first()
    return known.patterns.split() if known else []


def visit_to(ticket: Ticket) -> Visit | None:
    """The visit that is booked, in words."""
    if ticket.due_step != Step.COLLECTION_MISSED:
        return None
    visit = awaited_collection(ticket)
    return (
        None
        if visit is None
        else Visit(window_text(visit.starts_at, visit.ends_at, ticket.country), visit.address)
    )


def awaited_collection(ticket: Ticket) -> Collection | None:
    """The visit that is booked."""
    return Collection.objects.filter(ticket=ticket.pk, outcome="").first()


def visits_of(tickets: Iterable[Ticket]) -> dict[int, str]:
    """When riders are to come, in words, by ticket; with one statement."""
    countries = {ticket.pk: ticket.country for ticket in tickets}
    visits = Collection.objects.filter(ticket__in=countries, outcome="")
    return {
        visit.ticket_id: window_text(visit.starts_at, visit.ends_at, countries[visit.ticket_id])
        for visit in visits
    }


def windows_of(ticket: Ticket, now: datetime) -> list[Window]:
    """The windows that the customer may book now."""
    lost = Collection.objects.filter(ticket=ticket.pk, outcome__in=[Collected.FAILED, Collected.MISSED])
    first = lost.order_by("starts_at").first()
    calendar = Calendars().of(ticket.country)
    return list(windows(now, first.starts_at if first else None, terms_of(ticket.terms), calendar))


def destination_of(ticket: Ticket) -> Destination | None:
    """Where the new item, or goods that fail, shall come to; never shown to a shop."""
    return Destination.objects.filter(ticket=ticket.pk).select_related("point").first()


def door_of(ticket: Ticket) -> str:
    """The door that the customer named last, for a rider who fetches or brings; empty if none was."""
    visit = Collection.objects.filter(ticket=ticket.pk).order_by("-pk").first()
    destination = None if visit else Destination.objects.filter(ticket=ticket.pk).first()
    return visit.address if visit else destination.address if destination else ""


def last_place_of(user: User) -> dict[str, str]:
    """Where a person scanned last: they will most likely be there again."""
    places = Scan.objects.filter(by=user).exclude(place="").order_by("-pk").values_list("place", flat=True)
    return {"place": place} if (place := places.first()) else {}
