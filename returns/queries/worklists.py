"""Lists of tickets: the desk's queue, the counters' and the warehouse's work, a customer's own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from returns.enums import Party, ReturnMethod, Role, State, Step
from returns.models import Ticket
from returns.models.ticket import Machine
from returns.policy.serials import bare
from returns.queries.access import staff_roles, tickets_of, tickets_of_country
from returns.queries.calendars import Calendars
from returns.queries.deadlines import Deadline, deadline
from returns.queries.deciding import as_decided
from returns.queries.paging import slice_of
from returns.queries.places import visits_of
from returns.queries.thread import has_unread
from returns.queries.typed import phone_typed, reference_typed
from returns.queries.wording import moment_text

ON_A_ROW = ("line__order", "customer__user", "shop")
TAKEN = ("assignment__agent",)
"""What the desk sees of a row beside that: who has it in hand."""
MOST_FOUND = 25
SHORTEST_SERIAL = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket in a list, as it stands decided."""

    ticket: Machine
    deadline: Deadline | None
    is_mine: bool
    visit: str = ""
    """When a rider is to come, for riders."""

    @property
    def is_unread(self) -> bool:
        """Whether somebody wrote what this side has not read."""
        return bool(self.ticket.__dict__.get("unread"))

    @property
    def agent(self) -> User | None:
        """Who of the desk has it in hand; known on the desk's lists only."""
        kept = self.ticket._state.fields_cache.get("assignment")  # noqa: SLF001 - never asks for it
        return kept.agent if kept else None

    @property
    def flagged(self) -> str:
        """Since when it stands on the supervisor's list."""
        since = self.ticket.flagged_at
        return moment_text(since, self.ticket.country) if since else ""

    @property
    def tone(self) -> str:
        """How its badge looks."""
        if not self.ticket.is_open:
            good = self.ticket.state in {State.REFUNDED, State.EXCHANGED}
            return "done" if good else "closed"
        if self.deadline and self.deadline.is_urgent:
            return "urgent"
        return "mine" if self.is_mine else "waiting"


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of rows, and the mark of the next page."""

    rows: Sequence[Row]
    after: str


QUEUES: Mapping[str, StrOrPromise] = {
    "decide": _("To decide"),
    "mine": _("Mine"),
    "unassigned": _("Nobody's yet"),
    "near": _("Due in 2 hours"),
    "overdue": _("Overdue"),
    "supervisor": _("Supervisor"),
    "ours": _("In Kilimall's hands"),
    "soon": _("All, by time left"),
    "unread": _("Unread messages"),
    "all": _("All, the latest first"),
    "closed": _("Closed"),
}
"""The desk's lists. An open ticket has a clock or the supervisor's flag, so each stands in one of them;
what was written and not read yet may be about any."""

NONE_FITS = _("No ticket fits these filters. Take one of them off above.")
EMPTY: Mapping[str, StrOrPromise] = {
    "decide": _("Nothing to decide. Appeals, and tickets of sellers who stayed silent, come here."),
    "mine": _("You have taken no ticket. Take one on its page: it stands here until it is closed."),
    "unassigned": _("Every ticket in Kilimall's hands has somebody."),
    "near": _("Nothing in Kilimall's hands ends within two hours."),
    "overdue": _("Nothing is late. What a clock ran out on comes here."),
    "supervisor": _("Nothing for the supervisor. What nobody decided in time comes here."),
    "ours": _("Kilimall holds no ticket. Those that it must decide, check or pay come here."),
    "soon": _("No clock runs. Every open ticket comes here, the least time left first."),
    "unread": _("Every message was read."),
    "all": _("There is no ticket yet. Each application opens one."),
    "closed": _("No ticket was closed yet."),
}
"""What is said of a list in which nothing stands: what would be here."""
LATEST_FIRST = frozenset({"closed", "unread", "all"})
COUNTED_LISTS = ("decide", "mine", "unassigned", "near", "overdue", "supervisor")
NEAR = timedelta(hours=2)
SORTED_BY = dict.fromkeys(QUEUES, "due_at") | {
    "mine": "since",
    "overdue": "since",
    "supervisor": "flagged_at",
    "closed": "closed_at",
    "unread": "opened_at",
    "all": "opened_at",
}


def queue(tickets: QuerySet[Ticket], name: str, user: User, after: str, now: datetime) -> Worklist:
    """A page of one of the desk's lists: by due time, or the latest closed first."""
    narrowed = narrowed_to(tickets, name, user, now).select_related(*ON_A_ROW, *TAKEN)
    narrowed = narrowed.annotate(unread=has_unread(Party.KILIMALL))
    found = slice_of(narrowed, SORTED_BY[name], after, latest_first=name in LATEST_FIRST)
    return Worklist(rows_of(found.rows, Party.KILIMALL, now), found.after)


RUNNING = Q(due_at__isnull=False)
OURS = RUNNING & Q(holder=Party.KILIMALL)
STANDS_IN: Mapping[str, Callable[[User, datetime], Q]] = {
    "decide": lambda _user, _now: OURS & Q(state=State.KILIMALL_REVIEW),
    "mine": lambda user, _now: Q(assignment__agent=user, closed_at=None),
    "unassigned": lambda _user, _now: OURS & Q(assignment=None),
    "near": lambda _user, now: OURS & Q(due_at__lte=now + NEAR),
    "overdue": lambda _user, now: Q(flagged_at__isnull=False) | Q(due_at__lte=now),
    "supervisor": lambda _user, _now: Q(flagged_at__isnull=False),
    "ours": lambda _user, _now: OURS,
    "soon": lambda _user, _now: RUNNING,
    "unread": lambda _user, _now: Q(has_unread(Party.KILIMALL)),
    "all": lambda _user, _now: Q(),
    "closed": lambda _user, _now: Q(closed_at__isnull=False),
}
"""What stands in each of the desk's lists."""


def narrowed_to(tickets: QuerySet[Ticket], name: str, user: User, now: datetime) -> QuerySet[Ticket]:
    """Of some tickets those of one of the desk's lists, in no order."""
    narrowed = tickets.filter(STANDS_IN[name](user, now))
    in_turn = SORTED_BY[name] == "since"
    return narrowed.annotate(since=Coalesce("flagged_at", "due_at")) if in_turn else narrowed


def exported(
    tickets: QuerySet[Ticket], name: str, user: User, now: datetime
) -> Iterator[Sequence[StrOrPromise]]:
    """A list as rows of a table, some hundred at a time, each as its row says; the head comes first."""
    yield EXPORT_HEAD
    narrowed = narrowed_to(tickets, name, user, now).select_related(*ON_A_ROW, *TAKEN)
    after, written = "", 0
    while written < EXPORT_MOST:
        found = slice_of(narrowed, SORTED_BY[name], after, latest_first=name in LATEST_FIRST, size=500)
        for ticket in found.rows:
            yield _exported(ticket)
        written, after = written + len(found.rows), found.after
        if not after:
            return


EXPORT_MOST = 50_000
EXPORT_HEAD = (
    "reference",
    "state",
    "service",
    "reason",
    "product",
    "shop",
    "customer",
    "opened",
    "due",
    "whose turn",
    "in hand of",
    "paid",
    "currency",
    "closed",
)
"""The columns; English in every language, for the sheets that are built on them."""


def _exported(ticket: Ticket) -> Sequence[str]:
    moments = (ticket.opened_at, ticket.due_at, ticket.closed_at)
    opened, due, closed = (moment.isoformat() if moment else "" for moment in moments)
    held = getattr(ticket, "assignment", None)
    return (
        ticket.reference,
        ticket.state,
        ticket.service,
        ticket.reason,
        ticket.line.name,
        ticket.shop.name,
        str(ticket.customer.user),
        opened,
        due,
        ticket.holder,
        str(held.agent) if held else "",
        f"{ticket.worth_amount:f}",
        ticket.currency,
        closed,
    )


def search(user: User, text: str, now: datetime) -> list[Row]:
    """Tickets by reference, order number or the customer's phone: whole ones, so that an index answers."""
    term = text.strip()
    tickets = tickets_of_country(user).select_related(*ON_A_ROW).order_by("-opened_at", "-pk")
    keys = [
        Q(reference=reference_typed(term)),
        Q(line__order__number=term),
        Q(customer__user__phone=phone_typed(term, user)),
    ]
    for key in keys:
        if found := list(tickets.filter(key)[:MOST_FOUND]):
            return rows_of(found, Party.KILIMALL, now)
    return []


def scanned(user: User, text: str, now: datetime) -> list[Row]:
    """Tickets by what a scanner or a finger brings: a reference, an order's, waybill or serial number."""
    term = text.strip()
    tickets = tickets_of_country(user).select_related(*ON_A_ROW).order_by("-opened_at", "-pk")
    parcels = Q(parcels__waybill__iexact=term) | Q(parcels__old_waybills__number__iexact=term)
    keys = [Q(reference=reference_typed(term)), Q(line__order__number=term), parcels]
    for key in keys:
        if found := list(tickets.filter(key).distinct()[:MOST_FOUND]):
            return rows_of(found, Party.KILIMALL, now)
    return rows_of(_with_serial(tickets, term), Party.KILIMALL, now)


def _with_serial(tickets: QuerySet[Ticket], term: str) -> list[Ticket]:
    """Open tickets whose goods carry a serial number: few enough to be looked through."""
    if len(bare(term)) < SHORTEST_SERIAL:
        return []
    written = Cast("line__serial_numbers", TextField())
    goods = tickets.filter(closed_at=None).annotate(serials=written)
    return list(goods.filter(serials__icontains=f'"{term}"')[:MOST_FOUND])


def own_tickets(user: User, after: str, now: datetime) -> Worklist:
    """A customer's tickets, the latest first."""
    tickets = tickets_of(user).select_related(*ON_A_ROW).annotate(unread=has_unread(Party.CUSTOMER))
    found = slice_of(tickets, "opened_at", after, latest_first=True)
    return Worklist(rows_of(found.rows, Party.CUSTOMER, now), found.after)


AT_WORK: Mapping[Role, Q] = {
    Role.WAREHOUSE: Q(state__in=[State.RETURN_IN_TRANSIT, State.INSPECTION])
    | Q(state=State.REPLACEMENT_PENDING, holder=Party.KILIMALL),
    Role.COUNTER: Q(state__in=[State.SENDING_BACK, State.REPLACEMENT_SHIPPED])
    | Q(state=State.AWAITING_RETURN, method=ReturnMethod.KILISHOP),
    Role.RIDER: Q(due_step=Step.COLLECTION_MISSED)
    | Q(state__in=[State.SENDING_BACK, State.REPLACEMENT_SHIPPED], to_door=True),
}
"""Whose hands a ticket's goods come through next."""


def goods_at_work(user: User, after: str, now: datetime) -> Worklist:
    """The tickets whose goods the warehouse, a counter or a rider handles next, by due time."""
    hands = Q(pk__in=[])
    for role in staff_roles(user) & AT_WORK.keys():
        hands |= AT_WORK[role]
    tickets = tickets_of_country(user).filter(hands, due_at__isnull=False).select_related(*ON_A_ROW)
    found = slice_of(tickets, "due_at", after)
    rows = rows_of(found.rows, Party.KILIMALL, now)
    visits = visits_of(row.ticket for row in rows) if Role.RIDER in staff_roles(user) else {}
    return Worklist([replace(row, visit=visits.get(row.ticket.pk, "")) for row in rows], found.after)


def rows_of(tickets: Sequence[Ticket], party: Party, now: datetime) -> list[Row]:
    """The rows of some tickets; holidays are read at most once per country."""
    calendars = Calendars()
    decided = (as_decided(ticket, now, calendars) for ticket in tickets)
    return [
        Row(ticket, deadline(ticket.due_at, ticket.country, now), ticket.is_open and ticket.holder == party)
        for ticket in decided
    ]
