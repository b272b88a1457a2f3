"""The history's chain: each event of a ticket is sealed with the seal of the one before."""

from collections.abc import Iterable, Iterator

from django.db.models import F, QuerySet

from kilicare.kernel.chain import seal
from returns.models import Ticket, TicketEvent

SEALED = (
    "ticket_id",
    "number",
    "step",
    "from_state",
    "to_state",
    "party",
    "role",
    "by_id",
    "at",
    "recorded_at",
    "clause",
    "code",
    "text",
    "details",
    "strike",
)
"""All that an event says, in this order: another order or column needs all events sealed anew."""


def seal_of(event: TicketEvent, before: str) -> str:
    """The seal that this event should have."""
    return seal(before, [getattr(event, name) for name in SEALED])


def last_seals(tickets: Iterable[int]) -> dict[int, str]:
    """The seals of the last events of some tickets (ids), as their rows stand."""
    last = TicketEvent.objects.filter(ticket_id__in=tickets, number=F("ticket__last_event"))
    return dict(last.values_list("ticket_id", "seal"))


def sealed(events: Iterable[TicketEvent], last: dict[int, str]) -> list[TicketEvent]:
    """The events, each sealed after the one before of its ticket; `last`: the seals of those that stand."""
    done = []
    for event in events:
        event.seal = last[event.ticket_id] = seal_of(event, last.get(event.ticket_id, ""))
        done.append(event)
    return done


def broken_seals(tickets: QuerySet[Ticket]) -> Iterator[str]:
    """What was changed, put in or taken away in the histories of some tickets: the first break of each.

    Reads event by event, so that a million need no more memory than one.
    """
    rows = TicketEvent.objects.filter(ticket__in=tickets).select_related("ticket")
    ticket_id, number, before, is_whole = 0, 0, "", True
    for event in rows.order_by("ticket_id", "number").iterator():
        if event.ticket_id != ticket_id:
            ticket_id, number, before, is_whole = event.ticket_id, 0, "", True
        number += 1
        if is_whole and (event.number != number or event.seal != seal_of(event, before)):
            is_whole = False
            yield f"{event.ticket.reference}/{event.number}: does not follow from what stands before it"
        before = event.seal
    yield from (f"{reference}: the end of its history is missing" for reference in _cut_off(tickets))


def _cut_off(tickets: QuerySet[Ticket]) -> QuerySet[Ticket, str]:
    """The references of those whose last event is not there."""
    whole = TicketEvent.objects.filter(number=F("ticket__last_event")).values("ticket_id")
    return tickets.exclude(pk__in=whole).order_by("pk").values_list("reference", flat=True)
