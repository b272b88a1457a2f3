"""The pages that are measured, each with the floor it is held against and the goals of the house."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core.management.base import CommandError
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from returns.enums import MissingKind, Party, Reason, RefundRoute, Service
from returns.management.bench.rows import Market
from returns.management.bench.visitors import plain_visitor, visitor
from returns.models import Draft, Ticket
from returns.queries.paging import slice_of

Call = Callable[[], object]
ADDRESSES: Final = "returns.management.bench.floor_pages"
"""ROOT_URLCONF of the bench: the floors beside the portal's pages."""
ANSWERS: Final = {
    "service": Service.REFUND_ONLY,
    "reason": Reason.MISSING,
    "missing_kind": MissingKind.PARCEL,
    "amount": "",
    "facts": [],
    "statement": "It never came.",
    "route": RefundRoute.WALLET,
    "on_behalf_reason": "",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its floor, each ready to be called; the goals are times the floor and statements."""

    what: str
    ours: Call
    floor: Call
    times_floor: float | None = None
    statements: int | None = None
    peers: str = ""

    @property
    def goal(self) -> str:
        """The goals in words."""
        times = f"<= {self.times_floor:g} x" if self.times_floor else ""
        return ", ".join(filter(None, [times, f"<= {self.statements}" if self.statements else ""]))


def pages_of(market: Market, applications: int) -> list[Page]:
    """The pages of a market; up to so many calls of each may apply for something."""
    desk, seller = visitor(market.desk), visitor(market.seller)
    shown = _shown()
    customer, plain = visitor(shown.customer.user), plain_visitor(shown.customer.user)
    reference = {"reference": shown.reference}
    queue, floor = reverse("returns:desk"), _floor(plain, "queue")
    ticket, own = _floor(plain, f"tickets/{shown.reference}"), _floor(plain, "own")
    sellers_list = reverse("admin:returns_ticket_changelist")
    return [
        Page("desk queue, first page", get(desk, queue), floor, 2, 5, "55 to 4,877 ms"),
        Page(
            "desk queue, last page", get(desk, f"{queue}?{urlencode({'after': _last_mark()})}"), floor, 2.4, 5
        ),
        Page("dashboard, 90 days", get(desk, f"{reverse('returns:dashboard')}?days=90"), floor),
        Page(
            "shop's scorecard",
            get(seller, f"{reverse('admin:returns_ticket_scorecard')}?days=90"),
            floor,
        ),
        Page("desk's ticket page", get(desk, reverse("returns:desk_ticket", kwargs=reference)), ticket, 2, 6),
        Page(
            "customer's ticket page",
            get(customer, reverse("returns:ticket", kwargs=reference)),
            ticket,
            2,
            6,
            "20 to 73 ms",
        ),
        Page("customer's tickets", get(customer, reverse("returns:tickets")), own, 1.7, 3, "34 to 291 ms"),
        Page("customer's orders", get(customer, reverse("returns:orders")), own),
        Page(
            "seller's list in the admin",
            get(seller, sellers_list),
            _floor(plain_visitor(market.seller), "admin/returns/ticket"),
            1.15,
            6,
            "142 ms",
        ),
        _apply(market, shown, applications),
    ]


def get(client: Client, address: str) -> Call:
    """Look at a page. CommandError where it isn't there: a redirect would be quick, and wrong."""

    def call() -> None:
        _expect(200, client.get(address), address)

    return call


def _expect(status: int, response: HttpResponseBase, address: str) -> None:
    if response.status_code != status:
        raise CommandError(f"{address} answers {response.status_code} in place of {status}")


def _floor(client: Client, place: str) -> Call:
    return get(client, f"/floor/{place}/")


def _shown() -> Ticket:
    """A ticket that waits for the desk, in the middle of its list."""
    waiting = _waiting()
    return waiting.select_related("customer__user")[waiting.count() // 2]


def _waiting() -> QuerySet[Ticket]:
    tickets = Ticket.objects.filter(country="KE", holder=Party.KILIMALL, due_at__isnull=False)
    return tickets.order_by("due_at", "pk")


def _last_mark() -> str:
    """The mark after which the last rows of the desk's list come."""
    most = max(1, _waiting().count() - 30)
    return slice_of(_waiting().only("due_at"), "due_at", "", size=most).after


def _apply(market: Market, like: Ticket, applications: int) -> Page:
    """Send an application that was filled in: each call takes a product of its own."""
    lines = market.lines(2 * applications, ticket_count=0, customers=1)
    user = lines[0].order.customer.user
    client, plain = visitor(user), plain_visitor(user)
    made = Draft.objects.bulk_create(
        Draft(owner=user, line=line, updated_at=market.now, answers=ANSWERS) for line in lines[:applications]
    )
    drafts, others = iter(made), iter(lines[applications:])

    def ours() -> None:
        draft = next(drafts)
        address = reverse("returns:check", args=[draft.line.order.number, draft.line.number])
        _expect(302, client.post(address, {"token": str(draft.token)}), address)

    def floor() -> None:
        address = f"/floor/apply/{like.pk}/{next(others).pk}/"
        _expect(302, plain.post(address), address)

    return Page("apply (POST)", ours, floor, 1.67, 10, "161 to 173/s")
