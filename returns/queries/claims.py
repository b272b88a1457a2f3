"""What each side says, in their own words: for the desk, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django_stubs_ext import StrOrPromise

from returns.enums import Party, Step
from returns.models import Evidence, TicketEvent
from returns.queries.ticket_page import TicketPage
from returns.queries.timeline import CODES
from returns.queries.wording import moment_text

SPEAKING = frozenset(
    {Step.OFFER, Step.REJECT, Step.HAND_TO_KILIMALL, Step.APPEAL, Step.ANSWER, Step.WITHDRAW}
)
"""Steps in which a side of the quarrel says something."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a side said: in what step, when, by what code and clause, in what words."""

    step: StrOrPromise
    when: str
    code: StrOrPromise
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One side: what it said, in order, and how many files it sent."""

    party: Party
    said: Sequence[Said]
    files: int

    @property
    def name(self) -> StrOrPromise:
        """Whose side it is."""
        return self.party.label


def claims_of(page: TicketPage) -> list[Claim]:
    """The customer's side and the seller's."""
    sides = (Party.CUSTOMER, Party.SELLER)
    return [
        Claim(
            side,
            [_said(page, event) for event in page.events if event.party == side and event.step in SPEAKING],
            _files(page.evidence, side),
        )
        for side in sides
    ]


def _said(page: TicketPage, event: TicketEvent) -> Said:
    return Said(
        step=Step(event.step).label,
        when=moment_text(event.at, page.ticket.country),
        code=CODES.get(event.code, ""),
        clause=event.clause,
        text=event.text,
    )


def _files(evidence: Sequence[Evidence], side: Party) -> int:
    return sum(file.party == side for file in evidence)
