"""Whose turn it is: as much of a ticket as decides what its holder must do, and until when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from returns.enums import Party


class Offered(StrEnum):
    """What lies on the table: nothing, what was asked for, something else, Kilimall's last word."""

    NOTHING = ""
    GRANTED = "granted"
    OTHER = "other"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Turn:
    """How a ticket stands at one moment. `missing_from`: when a new item may be reported missing."""

    country: str
    state: str
    holder: str
    due_at: datetime | None
    due_step: str
    offered: Offered
    method: str
    missing_from: datetime | None


class Standing(Protocol):
    """What is asked of a ticket."""

    country: str
    state: Any
    holder: str
    due_at: datetime | None
    due_step: str
    offer_by: str
    method: str
    report_missing_from: datetime | None

    def may_appeal_offer(self) -> bool:
        """Whether the offer is the seller's and differs from what was asked."""


def turn_of(ticket: Standing) -> Turn:
    """The turn as the ticket stands."""
    return Turn(
        country=ticket.country,
        state=ticket.state,
        holder=ticket.holder,
        due_at=ticket.due_at,
        due_step=ticket.due_step,
        offered=_offered(ticket),
        method=ticket.method,
        missing_from=ticket.report_missing_from,
    )


def _offered(ticket: Standing) -> Offered:
    if not ticket.offer_by:
        return Offered.NOTHING
    if ticket.offer_by == Party.KILIMALL:
        return Offered.FINAL
    return Offered.OTHER if ticket.may_appeal_offer() else Offered.GRANTED
