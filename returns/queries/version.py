"""Whether a ticket's page is still what it was: one statement for each look."""

from django.db.models import OuterRef, QuerySet, Subquery

from returns.models import Message, Ticket


def version_of(tickets: QuerySet[Ticket], reference: str, *, with_notes: bool) -> str:
    """The last event and the last message of one of these tickets; "" where it is none of them."""
    said = Message.objects.filter(ticket=OuterRef("pk")).order_by("-pk")
    heard = said if with_notes else said.filter(is_internal=False)
    found = tickets.filter(reference=reference.upper()).annotate(said=Subquery(heard.values("pk")[:1]))
    row = found.values_list("last_event", "said").first()
    return f"{row[0]}.{row[1] or 0}" if row else ""
