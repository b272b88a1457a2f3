"""The warehouse checks the goods against the stated reason, and the policy is run again on what it found."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from returns.actions.move import Move, returning
from returns.actions.proving import attach, keep
from returns.actions.recording import Change, Note, record, snapshot
from returns.actions.refunding import pay_entitlement
from returns.actions.refusal import wrong
from returns.actions.reserving import share
from returns.enums import Reason, State, Step, StrikeKind
from returns.models import Destination, Inspection, Ticket, TicketEvent
from returns.policy.entitlement import price_of
from returns.policy.inspection import Findings, disposition
from returns.queries.access import as_machine
from returns.queries.facts import facts_about
from returns.queries.sheets import proposal_on

DEDUCTED = ("gift_lost", "invoice_lost")


def pass_goods(move: Move) -> Note:
    """As the policy asks; a lost gift or paper invoice is deducted (clauses 4.7, 4.8)."""
    attach(move)
    note = _passed(move, move.text(required=False))
    returning(move.ticket).pass_goods(move.moment)
    return _paid(move, note)


def pass_part(move: Move) -> Note:
    """Some pieces pass; the others have failed, and become a ticket of their own (domain 3)."""
    ticket, all_pieces = returning(move.ticket), move.ticket.quantity
    passed = move.details.get("passed")
    if not isinstance(passed, int) or not 0 < passed < all_pieces:
        raise wrong("passed", _("How many pieces pass? At least one, and not all of them."))
    failed = Note(clause=move.clause(), text=move.text())
    photos = attach(move, fewest=1, bind=False)
    facts = facts_about(ticket)
    price, part = price_of(facts, all_pieces), price_of(facts, passed)
    values = _copied(ticket) | {"quantity": all_pieces - passed, "worth_amount": (price - part).amount}
    note = _passed(move, "")
    ticket.pass_part(move.moment)
    ticket.quantity, ticket.worth_amount = passed, part.amount
    note.details["pieces"] = passed
    move.after.append(lambda _event: _split(move, values, failed, photos))
    return _paid(move, note)


def fail_goods(move: Move) -> Note:
    """Not as the policy asks: photos, a clause and words say why."""
    attach(move, fewest=1)
    note = Note(clause=move.clause(), text=move.text())
    findings = _findings(move)
    _keep_sheet(move, move.ticket, findings, passed=False)
    move.ticket.inspected_by = move.by
    if move.details.get("findings"):
        move.ticket.found = _found(findings)
    returning(move.ticket).fail_goods(move.moment)
    return note


def _findings(move: Move) -> Findings:
    """What the sheet says. Raises RefusedError for words that it doesn't know."""
    answers: Mapping[str, Any] = move.details.get("findings") or {}
    flat = {name: move.details.get(name) for name in (*DEDUCTED, "counterfeit")}
    try:
        return Findings.of({**flat, **answers})
    except ValueError as unknown:
        raise wrong("findings", _("Please fill in the inspection sheet again.")) from unknown


def _found(findings: Findings) -> dict[str, bool]:
    """What the refund and the shop's mark ask of the findings."""
    facts = {name: bool(findings.facts.get(name)) for name in DEDUCTED}
    return {**facts, "counterfeit": findings.counterfeit}


def _passed(move: Move, text: str) -> Note:
    """What every pass writes. Found counterfeit marks the shop, whatever the reason (domain: Words)."""
    ticket, findings = move.ticket, _findings(move)
    _keep_sheet(move, ticket, findings, passed=True)
    ticket.inspected_by, ticket.found = move.by, _found(findings)
    upheld = findings.counterfeit or ticket.reason in {Reason.WRONG_ITEM, Reason.COUNTERFEIT}
    strike = StrikeKind.UPHELD if upheld else ""
    return Note(text=text, strike=strike, details=dict(ticket.found))


def _paid(move: Move, note: Note) -> Note:
    if move.ticket.state == State.REFUND_PROCESSING:
        pay_entitlement(move)
    return note


def _keep_sheet(move: Move, ticket: Ticket, findings: Findings, *, passed: bool) -> Inspection:
    """Write the sheet, with what the policy proposed. Raises RefusedError for a place goods can't go to."""
    try:
        place = disposition(findings, str(move.details.get("disposition") or ""), passed=passed)
    except ValueError as unknown:
        raise wrong("disposition", _("Please choose where the goods go.")) from unknown
    sheet = Inspection.objects.create(
        ticket_id=ticket.pk,
        came=findings.came,
        fault=findings.fault or "",
        findings=findings.answers(),
        proposed=proposal_on(ticket, findings, move.moment.now).clause,
        has_passed=passed,
        disposition=place,
        at=move.moment.now,
    )
    if ticket.pk == move.ticket.pk:
        move.after.append(lambda event: _bind(sheet, event))
    return sheet


def _bind(sheet: Inspection, event: TicketEvent) -> None:
    sheet.event = event
    sheet.save(update_fields=["event"])


OWN = frozenset({"reference", "draft_token", "last_event", "pickup_code", "liable", "ruled_by_id"})
"""Columns that a split ticket does not take over."""


def _copied(ticket: Ticket) -> dict[str, Any]:
    """The columns that the failed pieces' ticket takes over."""
    return {name: value for name, value in snapshot(ticket).items() if name not in OWN}


def _split(move: Move, values: Mapping[str, Any], note: Note, photos: Any) -> None:
    """The failed pieces as a ticket of their own, `-2`, with its own clock and history."""
    origin = move.ticket
    own = {"reference": f"{origin.reference}-2", "split_of_id": origin.pk, "state": State.INSPECTION_FAILED}
    rest = returning(as_machine(Ticket(**{**values, **own})))
    rest.inspected_by, rest.found = move.by, origin.found
    rest.begin_failed(move.moment)
    rest.save(force_insert=True)
    share(origin, rest)
    findings = _findings(move)
    sheet = _keep_sheet(move, rest, findings, passed=False)
    note.details["pieces"] = rest.quantity
    change = Change(
        rest, snapshot(rest), Step.SPLIT, move.role, move.by, move.moment.now, move.moment.now, note
    )
    (event,) = record([change])
    Ticket.objects.filter(pk=rest.pk).update(last_event=rest.last_event)
    _bind(sheet, event)
    keep(move, event, photos)
    for place in Destination.objects.filter(ticket_id=origin.pk):
        Destination.objects.create(ticket_id=rest.pk, point=place.point, address=place.address)


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.PASS: pass_goods,
    Step.PASS_PART: pass_part,
    Step.FAIL: fail_goods,
}
