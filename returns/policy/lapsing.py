"""What a clock's end really does, where it depends on more than the state."""

from decimal import Decimal
from typing import Protocol

from kilicare.kernel.money import Money
from returns.enums import MissingKind, Reason, Service, Step
from returns.policy.terms import terms_of


class Lapsing(Protocol):
    """What the end of a clock looks at."""

    due_step: str
    service: str
    reason: str
    missing_kind: str
    asked_amount: Decimal | None
    currency: str
    terms: str
    cheats: int


def lapse_step(ticket: "Lapsing", handover_proof: str) -> Step:
    """The step that the ticket's clock ends in.

    A silent seller's ticket is ruled by default, but not above the cap of the terms (refund only),
    and never against the proof that the parcel was handed over (clause K3): then the supervisor
    decides.
    """
    step, watched = Step(ticket.due_step), _is_watched(ticket)
    if step is Step.PRESUME_RECEIVED and watched:
        return Step.TRACE_PARCEL
    doubted = _is_above_cap(ticket) or _is_disproved(ticket, handover_proof) or watched
    return Step.ESCALATE if step is Step.RULE_BY_DEFAULT and doubted else step


def _is_watched(ticket: Lapsing) -> bool:
    """Parcels of this customer held something else too often (domain: Abuse)."""
    return ticket.cheats >= terms_of(ticket.terms).abuse_no_default


def _is_above_cap(ticket: Lapsing) -> bool:
    if ticket.service != Service.REFUND_ONLY or ticket.asked_amount is None:
        return False
    asked = Money(ticket.asked_amount, ticket.currency)
    return asked > terms_of(ticket.terms).default_ruling_cap[ticket.currency]


def _is_disproved(ticket: Lapsing, handover_proof: str) -> bool:
    whole_parcel = ticket.missing_kind == MissingKind.PARCEL and ticket.reason == Reason.MISSING
    return whole_parcel and handover_proof != ""
