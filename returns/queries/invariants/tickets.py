"""Clocks, clause K1's sums and histories: what always holds of tickets."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from orders.models import OrderLine
from returns.enums import (
    ACCEPTING,
    CLOSED_STATES,
    FOUNDING,
    OPEN_STATES,
    ComponentKind,
    EnginePart,
    Party,
    Role,
    Service,
    State,
    Step,
)
from returns.models import ClockSegment, RefundComponent, Ticket, TicketEvent
from returns.policy.permissions import PERMISSIONS
from returns.queries import history
from returns.queries.diagrams import arrows
from returns.queries.engine import set_aside
from returns.queries.facts import TAKEN_STATES

OF_THE_CLOCK = frozenset(step for step, roles in PERMISSIONS.items() if roles == {Role.SYSTEM}) - {
    Step.EXTEND,
    Step.SETTLE,
}
"""Steps that only the end of a clock takes."""


def overdue_clocks(now: datetime) -> Iterator[str]:
    """No clock is overdue by more than two ticks, but for what the engine has set aside."""
    late = now - 2 * timedelta(seconds=settings.TICK_SECONDS)
    tickets = Ticket.objects.filter(~set_aside(EnginePart.LAPSE, now), due_at__lt=late)
    for reference, due_at in tickets.order_by("due_at").values_list("reference", "due_at"):
        yield f"{reference} since {due_at:%Y-%m-%d %H:%M:%S %Z}"


def early_lapses(_now: datetime) -> Iterator[str]:
    """No clock lapsed before its end, nor counts from another moment."""
    early = TicketEvent.objects.filter(party=Party.SYSTEM, recorded_at__lt=F("at"))
    yield from _events(early)
    moved = ClockSegment.objects.filter(ended_by__in=OF_THE_CLOCK).exclude(ended_at=F("due_at"))
    for segment in moved.select_related("ticket"):
        yield f"{segment.ticket.reference} {segment.state} ended by {segment.ended_by}"


def crowded_lines(_now: datetime) -> Iterator[str]:
    """One live ticket per line; live ones and those given back never exceed what was bought (K1).

    Tickets on new items live on the line as well, but their pieces are counted apart.
    """
    own = Q(replacement_of=None)
    counted = _standing().values("line").order_by("line")
    counted = counted.annotate(
        pieces=Coalesce(Sum("quantity", filter=own), Value(0)),
        bought=Max("line__quantity"),
        living=Count("pk", filter=Q(state__in=OPEN_STATES, split_of=None)),
    )
    for row in counted.filter(Q(pieces__gt=F("bought")) | Q(living__gt=1)):
        yield f"line {row['line']}: {row['pieces']} of {row['bought']}, {row['living']} live"


def crowded_replacements(_now: datetime) -> Iterator[str]:
    """Tickets on a new item never exceed what its exchange brought, and it was brought (K1)."""
    counted = _standing().filter(replacement_of__isnull=False).values("replacement_of").order_by()
    counted = counted.annotate(pieces=Sum("quantity"), brought=Max("replacement_of__quantity"))
    for row in counted.filter(pieces__gt=F("brought")).order_by("replacement_of"):
        yield f"new item of {row['replacement_of']}: {row['pieces']} of {row['brought']}"
    brought = Q(replacement_of__state=State.EXCHANGED, replacement_of__line=F("line"))
    for ticket in Ticket.objects.filter(replacement_of__isnull=False).exclude(brought).order_by("pk"):
        yield f"{ticket.reference}: no exchange of its line brought it"


def _standing() -> QuerySet[Ticket]:
    """Tickets that live, and those whose goods were given back or refunded in full."""
    goods = RefundComponent.objects.filter(
        refund__ticket=OuterRef("pk"), kind=ComponentKind.GOODS, amount__gte=OuterRef("worth_amount")
    )
    back = Q(state__in=TAKEN_STATES) & (~Q(service=Service.REFUND_ONLY) | Exists(goods))
    return Ticket.objects.filter(Q(state__in=OPEN_STATES) | back)


def miscounted_lines(_now: datetime) -> Iterator[str]:
    """A line knows how many tickets were opened on it; the rest of one is no other application."""
    opened = Count("tickets", filter=Q(tickets__split_of=None))
    lines = OrderLine.objects.annotate(opened=opened).exclude(ticket_count=F("opened"))
    for line in lines.order_by("pk"):
        yield f"line {line.pk}: {line.ticket_count} counted, {line.opened} there"


def torn_histories(_now: datetime) -> Iterator[str]:
    """A ticket's state is its last event's; events are numbered from 1 without gaps."""
    last = TicketEvent.objects.filter(ticket=OuterRef("pk"), number=OuterRef("last_event"))
    tickets = Ticket.objects.annotate(
        told=Subquery(last.values("to_state")[:1]), highest=Max("events__number"), count=Count("events")
    )
    whole = Q(told=F("state"), highest=F("last_event"), count=F("last_event"))
    for ticket in tickets.exclude(whole & Q(told__isnull=False)).order_by("pk"):
        row = f"{ticket.state} after {ticket.last_event} events"
        yield f"{ticket.reference}: {row}, its history {ticket.told} after {ticket.count}"


def broken_chains(_now: datetime) -> Iterator[str]:
    """Each event starts where the one before ended, the first from nowhere, none from a closed state."""
    before = TicketEvent.objects.filter(ticket=OuterRef("ticket"), number=OuterRef("number") - 1)
    events = TicketEvent.objects.annotate(left=Coalesce(Subquery(before.values("to_state")[:1]), Value("")))
    yield from _events(events.filter(~Q(from_state=F("left")) | Q(from_state__in=CLOSED_STATES)))


def strange_arrows(_now: datetime) -> Iterator[str]:
    """Each event is an arrow of the machine that the ticket was on; only `accept` changes machines."""
    accepted = TicketEvent.objects.filter(
        ticket=OuterRef("ticket"), step__in=ACCEPTING, number__lte=OuterRef("number")
    )
    machine = Case(
        When(Exists(accepted), then=F("ticket__service")),
        default=F("ticket__asked_service"),
        output_field=CharField(),
    )
    events = TicketEvent.objects.exclude(step__in=FOUNDING).annotate(machine=machine)
    known = {(service, *arrow) for service in Service for arrow in arrows(service)}
    drawn = events.values_list("machine", "from_state", "step", "to_state").order_by().distinct()
    for service, source, step, target in set(drawn) - known:
        strange = events.filter(machine=service, from_state=source, step=step, to_state=target)
        yield from (f"{said}, {service}" for said in _events(strange))


def broken_seals(_now: datetime) -> Iterator[str]:
    """No event was changed, put in or taken away since it was written."""
    yield from history.broken_seals(Ticket.objects.all())


def _events(events: QuerySet[TicketEvent]) -> Iterator[str]:
    for event in events.select_related("ticket").order_by("ticket", "number"):
        said = f"{event.from_state or '-'} > {event.step} > {event.to_state}"
        yield f"{event.ticket.reference}/{event.number}: {said}"
