"""What the desk has beside the tickets: who has taken which, and texts that are ready."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from kilicare.accounts.models import User
from kilicare.accounts.roles import DESK, SUPERVISOR
from returns.enums import Party, Role
from returns.models import Assignment, Macro, SavedView, Ticket
from returns.policy.macros import filled
from returns.queries.ticket_page import TicketPage
from returns.queries.wording import moment_text


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has a ticket, since when, and what this person of the desk may do about it."""

    agent: User | None
    since: str
    is_own: bool
    may_take: bool
    may_release: bool
    colleagues: list[User]


def colleagues_on(ticket: Ticket) -> QuerySet[User]:
    """The desk's people who may act on a ticket: of its country, not its customer, not of its shop."""
    people = User.objects.filter(
        is_active=True, country=ticket.country, groups__name__in=[DESK, SUPERVISOR]
    ).distinct()
    others = people.exclude(pk=ticket.customer.user_id)
    return others.exclude(shop_places__shop=ticket.shop_id).order_by("name", "pk")


def hands_of(page: TicketPage, user: User) -> Hands | None:
    """Who has the ticket; None for people who are not of the desk, and once it is closed."""
    if not (page.roles & {Role.DESK, Role.SUPERVISOR} and page.ticket.is_open):
        return None
    held: Assignment | None = getattr(page.ticket, "assignment", None)
    is_supervisor = Role.SUPERVISOR in page.roles
    is_own = held is not None and held.agent_id == user.pk
    return Hands(
        agent=held.agent if held else None,
        since=moment_text(held.at, page.ticket.country) if held else "",
        is_own=is_own,
        may_take=not is_own,
        may_release=held is not None and (is_own or is_supervisor),
        colleagues=list(colleagues_on(page.ticket)) if is_supervisor else [],
    )


def saved_views(user: User) -> list[tuple[int, str, str]]:
    """One's own saved views: key, name, and what stands in their address."""
    return list(SavedView.objects.filter(owner=user).values_list("pk", "name", "query"))


def macros_of(page: TicketPage) -> list[Macro]:
    """The ready texts of this reader's side: the desk's of the country, or the shop's."""
    if page.party == Party.SELLER:
        return list(Macro.objects.filter(shop=page.ticket.shop_id))
    if page.roles & {Role.DESK, Role.SUPERVISOR}:
        return list(Macro.objects.filter(country=page.ticket.country))
    return []


def macro_text(macro: Macro, page: TicketPage, user: User) -> str:
    """A ready text as it would be sent."""
    ticket = page.ticket
    values: Mapping[str, str] = {
        "customer": str(ticket.customer.user),
        "product": ticket.line.name,
        "reference": ticket.reference,
        "order": ticket.line.order.number,
        "shop": ticket.shop.name,
        "state": str(ticket.get_state_display()),
        "due": page.deadline.text if page.deadline else "",
        "me": str(user),
    }
    return filled(macro.text, values)
