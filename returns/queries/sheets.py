"""The inspection sheet: what it asks, what was declared, and what the policy says of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.calendar import Calendar
from returns.enums import Came, Disposition, Fault, Reason, Service
from returns.models import Inspection, Ticket
from returns.policy.clauses import CLAUSES, fill
from returns.policy.clauses.declared import FOUND_TEXTS
from returns.policy.entitlement import refund_components, total
from returns.policy.facts import DECLARED
from returns.policy.inspection import FLAGS, Findings, proposed_clause, sheet
from returns.policy.terms import terms_of
from returns.queries.facts import facts_about
from returns.queries.money import claim_on


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the policy says: the clause to fail on (empty: pass), and what a pass would pay."""

    clause: str
    title: str
    refund: str
    deductions: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A question of the sheet, what the customer declared and what was found."""

    text: StrOrPromise
    declared: bool
    found: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """An inspection as people read it."""

    came: StrOrPromise
    fault: StrOrPromise
    rows: Sequence[Found]
    disposition: StrOrPromise
    proposed: str
    has_passed: bool


def asked_of(ticket: Ticket) -> tuple[str, ...]:
    """The facts that the ticket's sheet asks for."""
    return sheet(facts_about(ticket), Reason(ticket.reason))


def proposal_on(ticket: Ticket, findings: Findings, now: datetime) -> Proposal:
    """The policy run again on what was found."""
    facts, terms = facts_about(ticket), terms_of(ticket.terms)
    claim = claim_on(ticket)
    calendar = Calendar(ticket.country)
    clause = proposed_clause(facts, claim, findings, terms, calendar, now=now)
    title = fill(CLAUSES[clause].title, terms) if clause else ""
    if ticket.service == Service.EXCHANGE:
        return Proposal(clause, title, "", ())
    paid = replace(
        claim,
        service=Service(ticket.service),
        amount=None,
        gift_lost=findings.facts.get("gift_lost", False),
        invoice_lost=findings.facts.get("invoice_lost", False),
    )
    parts = refund_components(facts, paid, terms)
    minus = [(part.clause, part.amount.label()) for part in parts if part.clause in {"4.7", "4.8"}]
    return Proposal(clause, title, total(parts).label(), minus)


def declared_text(ticket: Ticket, fact: str) -> str:
    """What the customer said of it, beside the question."""
    if fact not in DECLARED:
        return ""
    return _("The customer said: yes.") if ticket.declared[fact] else _("The customer said: no.")


def sheet_of(ticket: Ticket) -> Sheet | None:
    """The ticket's inspection; None where none was made."""
    made = Inspection.objects.filter(ticket=ticket.pk).first() if ticket.inspected_by_id else None
    if made is None:
        return None
    names = [name for name in (*DECLARED, *FLAGS) if made.findings.get(name) or ticket.declared.get(name)]
    rows = [
        Found(str(FOUND_TEXTS[name]), bool(ticket.declared.get(name)), bool(made.findings.get(name)))
        for name in names
    ]
    return Sheet(
        came=Came(made.came).label,
        fault=Fault(made.fault).label if made.fault else "",
        rows=rows,
        disposition=Disposition(made.disposition).label,
        proposed=made.proposed,
        has_passed=made.has_passed,
    )
