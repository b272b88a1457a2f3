"""The questions of the policy, each a rule of its own, and their order (domain 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from kilicare.kernel.verdict import Outcome
from returns.enums import Service
from returns.policy.facts import SERIAL_IS_THE_CLAIM, Claim, LineFacts
from returns.policy.terms import Terms


@dataclass(frozen=True, slots=True)
class Line:
    """An order line at a moment, with the two ends that its signature sets (None: not signed)."""

    facts: LineFacts
    terms: Terms
    now: datetime
    closes_at: datetime | None
    warranty_ends_at: datetime | None


class Answer(NamedTuple):
    """A no: its outcome, its clause, and the case of the clause that has the words."""

    outcome: Outcome
    clause: str
    case: str = ""


LineQuestion = Callable[[Line], Answer | None]
ClaimQuestion = Callable[[Line, Claim], Answer | None]


def no(clause: str, case: str = "") -> Answer:
    """A plain no."""
    return Answer("not_eligible", clause, case)


UNSIGNED: dict[str, Answer] = {
    "in_transit": Answer("cancel_flow", "2.2", "in_transit"),
    "pending_payment": Answer("cancel_flow", "2.2", "pending"),
    "pending_dispatch": Answer("cancel_flow", "2.2", "pending"),
    "cancelled": no("2.2", "cancelled"),
    "completed": no("2.2", "unsigned"),
}
"""What an order that was not signed for is told, by its status."""

KEPT_CLASSES: dict[str, str] = {
    "custom_or_fresh": "3-1",
    "virtual": "3-2",
    "intimate_wear": "3-3",
    "personal_item": "3-4",
    "excluded_goods": "3-5",
    "adult": "3-6",
}
"""The classes of goods that do not come back for a change of mind, and their clauses."""

CHANGE_OF_MIND_FACTS: tuple[tuple[str, str, str], ...] = (
    ("seal_opened", "3-U", ""),
    ("installed", "3-I", ""),
    ("activated", "3-A", ""),
    ("used", "2.5", "used"),
    ("worn_beyond_fault_finding", "2.5", "used"),
    ("personal_data_left", "4.2", "personal_data"),
    ("damaged_by_customer", "4.2", ""),
    ("accessories_missing", "4.1", ""),
    ("packaging_damaged", "4.4", ""),
)
"""Declared facts that refuse a change of mind, in the order in which they are named."""


def not_signed(line: Line) -> Answer | None:
    """1: no signature that counts, or none yet at this moment."""
    signed_at = line.facts.signed_at
    if signed_at is None or signed_at > line.now:
        return UNSIGNED[line.facts.status]
    return None


def never_comes_back(line: Line) -> Answer | None:
    """2: virtual items, software, 1-shilling promotions."""
    never = line.facts.promotion or line.facts.policy_class == "virtual"
    return no("2.1") if never else None


def window_over(line: Line) -> Answer | None:
    """3: too late, with or without a warranty."""
    if line.closes_at is None or line.now < line.closes_at:
        return None
    if line.warranty_ends_at is not None and line.now < line.warranty_ends_at:
        return Answer("warranty", "2.3")
    return no("2.2")


def known_to_refuse(_line: Line, claim: Claim) -> Answer | None:
    """4: the declared facts of 3-X.

    Damage by the customer is collision, negligence or abuse (3-X3) where the goods are said to be
    at fault; after a change of mind the milder 4.2 speaks of it, in its own turn.
    """
    harmed = claim.misuse or (claim.damaged_by_customer and claim.reason.is_objective)
    known = (
        ("3-X1", claim.serial_mismatch and claim.reason not in SERIAL_IS_THE_CLAIM),
        ("3-X3", harmed),
        ("3-X4", claim.warranty_card_altered),
    )
    return next((no(clause) for clause, hits in known if hits), None)


def is_taken(line: Line) -> Answer | None:
    """5: a live ticket, or nothing left."""
    if line.facts.past.live_ticket:
        return no("K1", "live")
    return no("K1") if line.facts.left <= 0 else None


def applied_too_often(line: Line) -> Answer | None:
    """5: all applications used."""
    used_up = line.facts.past.applications >= line.terms.max_applications
    return no("K1", "used_up") if used_up else None


def pieces_are_taken(line: Line, claim: Claim) -> Answer | None:
    """5: more pieces than are left."""
    return no("K1") if claim.pieces(line.facts) > line.facts.left else None


def was_rejected(line: Line, claim: Claim) -> Answer | None:
    """5: the same pieces were rejected for the same reason."""
    again = claim.pieces(line.facts) > line.facts.left_for(claim.reason)
    return no("K1", "rejected") if again else None


def service_misfits(line: Line, claim: Claim) -> Answer | None:
    """6: an exchange from overseas; a return of what never came."""
    no_exchange = line.facts.is_global and not line.terms.global_exchange
    if claim.service is Service.EXCHANGE and no_exchange:
        return no("K2")
    if claim.nothing_came and claim.service is not Service.REFUND_ONLY:
        return no("K3")
    return None


def kept_goods(line: Line, claim: Claim) -> Answer | None:
    """7: goods that do not come back for a change of mind, and services that it can't ask for."""
    if claim.reason.is_objective:
        return None
    if line.facts.is_global:
        return no("2.4")
    if clause := KEPT_CLASSES.get(line.facts.policy_class):
        return no(clause)
    if line.facts.is_replacement:
        return no("2-T1", "replacement")
    return no("2-T1") if claim.service is Service.REFUND_ONLY else None


def no_longer_new(_line: Line, claim: Claim) -> Answer | None:
    """7: what was done to the goods before the change of mind."""
    if claim.reason.is_objective:
        return None
    hits = (no(clause, case) for fact, clause, case in CHANGE_OF_MIND_FACTS if getattr(claim, fact))
    return next(hits, None)


def worn_or_disclosed(_line: Line, claim: Claim) -> Answer | None:
    """8: more wear than finding the fault takes; a flaw that was told of."""
    if not claim.reason.is_objective:
        return None
    if claim.worn_beyond_fault_finding:
        return no("2.5")
    return no("3-5", "disclosed") if claim.only_disclosed_flaw else None


def nothing_delivered(line: Line) -> Answer | None:
    """Of question 1, what binds staff too: the shop's cancel flow pays this money, not a ticket."""
    answer = not_signed(line)
    return answer if answer and answer.case in {"pending", "cancelled"} else None


# The order. `known_to_refuse`, question 4, stands between the first and the counts.
FIRST_QUESTIONS: tuple[LineQuestion, ...] = (not_signed, never_comes_back, window_over)
COUNTS: tuple[LineQuestion, ...] = (is_taken, applied_too_often)
"""What a line that may come back for some reason must pass before its claim is looked at."""
CLAIM_QUESTIONS: tuple[ClaimQuestion, ...] = (
    pieces_are_taken,
    was_rejected,
    service_misfits,
    kept_goods,
    no_longer_new,
    worn_or_disclosed,
)
BINDING_STAFF: tuple[LineQuestion, ...] = (nothing_delivered, never_comes_back, is_taken)
"""What is never waived: 2.1, the sums of K1, and money that the cancel flow pays."""
OF_THE_LINE: tuple[ClaimQuestion, ...] = (was_rejected, service_misfits, kept_goods)
"""What needs no declared fact: it decides which services and reasons a form offers."""
