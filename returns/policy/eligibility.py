"""May this be applied for? The rules are asked in their order, and the first that hits answers."""

from datetime import datetime

from kilicare.kernel.calendar import Calendar, months_after
from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component, Verdict
from returns.enums import Reason, Service
from returns.policy.clauses import REASON_ROWS
from returns.policy.entitlement import refund_components, total
from returns.policy.facts import Claim, ImpossibleClaimError, LineFacts
from returns.policy.rules import (
    BINDING_STAFF,
    CLAIM_QUESTIONS,
    COUNTS,
    FIRST_QUESTIONS,
    OF_THE_LINE,
    Answer,
    ClaimQuestion,
    Line,
    LineQuestion,
    known_to_refuse,
    pieces_are_taken,
)
from returns.policy.terms import Terms


def assess(facts: LineFacts, claim: Claim, terms: Terms, calendar: Calendar, *, now: datetime) -> Verdict:
    """The verdict on a claim at a moment (domain 2, order of the questions).

    Raises ImpossibleClaimError for a quantity or an amount that no rule can weigh.
    """
    check_sums(facts, claim)
    line = line_at(facts, terms, calendar, now)
    answer = (
        _first(FIRST_QUESTIONS, line)
        or known_to_refuse(line, claim)
        or _first(COUNTS, line)
        or _first_of_claim(CLAIM_QUESTIONS, line, claim)
    )
    return _answered(line, answer) if answer else _eligible(line, claim)


def assess_on_behalf(
    facts: LineFacts, claim: Claim, terms: Terms, calendar: Calendar, *, now: datetime
) -> Verdict:
    """The verdict for staff who open a ticket for a customer against the rules that bind him.

    Never against 2.1 or the sums of K1, nor for an order of which nothing was delivered. Raises
    ImpossibleClaimError as `assess` does.
    """
    check_sums(facts, claim)
    line = line_at(facts, terms, calendar, now)
    answer = _first(BINDING_STAFF, line) or pieces_are_taken(line, claim)
    return _answered(line, answer) if answer else _eligible(line, claim)


def may_apply(facts: LineFacts, terms: Terms, calendar: Calendar, *, now: datetime) -> Verdict:
    """Whether the line may come back for some reason, until when, and if not, why not."""
    line = line_at(facts, terms, calendar, now)
    answer = _first(FIRST_QUESTIONS, line) or _first(COUNTS, line)
    return _answered(line, answer or Answer("eligible", "2.2", "open"))


def may_apply_on_behalf(facts: LineFacts, terms: Terms, calendar: Calendar, *, now: datetime) -> Verdict:
    """Whether staff may open a ticket on the line at all (see `assess_on_behalf`)."""
    line = line_at(facts, terms, calendar, now)
    return _answered(line, _first(BINDING_STAFF, line) or Answer("eligible", "2.2", "open"))


def choices(
    facts: LineFacts, terms: Terms, calendar: Calendar, *, now: datetime
) -> dict[tuple[Service, Reason], Verdict]:
    """What the line itself says of each service and reason, before anything is declared."""
    line = line_at(facts, terms, calendar, now)
    pairs = [(service, reason) for service in Service for reason in Reason]
    claims = {pair: Claim(service=pair[0], reason=pair[1], quantity=1) for pair in pairs}
    nothing = Answer("eligible", "2.2", "open")
    return {
        pair: _answered(line, _first_of_claim(OF_THE_LINE, line, claim) or nothing)
        for pair, claim in claims.items()
    }


def line_at(facts: LineFacts, terms: Terms, calendar: Calendar, now: datetime) -> Line:
    """The line at a moment; both ends are exclusive and in the order's local time."""
    if facts.signed_at is None or facts.signed_at > now:
        return Line(facts, terms, now, None, None)
    closes_at = terms.window.after(facts.signed_at, calendar)
    warranty_from = facts.warranty_from or facts.signed_at
    warranty_ends_at = months_after(warranty_from, facts.warranty_months, calendar)
    return Line(
        facts,
        terms,
        now,
        calendar.local(closes_at),
        calendar.local(warranty_ends_at) if facts.warranty_months else None,
    )


def check_sums(facts: LineFacts, claim: Claim) -> None:
    """Raises ImpossibleClaimError for what could not be a claim on this line at all."""
    if claim.quantity is not None and claim.quantity < 1:
        raise ImpossibleClaimError("quantity_none")
    if claim.quantity is not None and claim.quantity > facts.quantity:
        raise ImpossibleClaimError("quantity_over")
    if claim.amount is None:
        return
    if claim.amount.currency != facts.currency:
        raise ImpossibleClaimError("amount_currency")
    if claim.amount <= Money.zero(facts.currency):
        raise ImpossibleClaimError("amount_none")


def _first(questions: tuple[LineQuestion, ...], line: Line) -> Answer | None:
    return next((answer for ask in questions if (answer := ask(line))), None)


def _first_of_claim(questions: tuple[ClaimQuestion, ...], line: Line, claim: Claim) -> Answer | None:
    return next((answer for ask in questions if (answer := ask(line, claim))), None)


def _answered(line: Line, answer: Answer) -> Verdict:
    return Verdict(*answer, line.closes_at, line.warranty_ends_at)


def _eligible(line: Line, claim: Claim) -> Verdict:
    """9: yes, with the refund worked out; an exchange is paid in goods."""
    components: tuple[Component, ...] = ()
    if claim.service is not Service.EXCHANGE:
        components = refund_components(line.facts, claim, line.terms)
    return Verdict(
        "eligible",
        REASON_ROWS[claim.reason],
        claim.service,
        line.closes_at,
        line.warranty_ends_at,
        total(components) if components else None,
        components,
    )
