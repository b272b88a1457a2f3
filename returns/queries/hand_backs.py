"""Goods of closed tickets on their way home."""

from dataclasses import dataclass

from returns.models import HandBack, Ticket
from returns.queries.wording import until_text


@dataclass(frozen=True, slots=True)
class Home:
    """The way home of a closed ticket's goods as people read it."""

    row: HandBack
    until: str


def hand_back_of(ticket: Ticket) -> Home | None:
    """The goods of a closed ticket, if Kilimall held any; nothing is asked while the ticket is open."""
    row = None if ticket.is_open else HandBack.objects.filter(ticket=ticket.pk).first()
    if row is None:
        return None
    return Home(row, until_text(row.due_at, ticket.country) if row.due_at else "")
