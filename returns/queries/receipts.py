"""The receipt that a customer takes home from a counter or a rider."""

from dataclasses import dataclass

from returns.enums import Step
from returns.queries.ticket_page import TicketPage
from returns.queries.timeline import Entry

GIVEN = frozenset({Step.LOG_EARLY, Step.HAND_OVER, Step.HAND_BACK, Step.CONFIRM})
"""Scans at which goods change hands between the customer and Kilimall."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was handed over: the latest such scan, with its place and serial number."""

    entry: Entry
    place: str
    serial: str


def receipt_of(page: TicketPage) -> Receipt | None:
    """The receipt of a ticket's latest hand-over through Kilimall's hands; None before there was one."""
    given = [event for event in page.events if event.step in GIVEN and event.details.get("place")]
    if not given:
        return None
    last = given[-1]
    entry = next(entry for entry in page.history if entry.number == last.number)
    return Receipt(entry, str(last.details["place"]), str(last.details.get("serial", "")))
