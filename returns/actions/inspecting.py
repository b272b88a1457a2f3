"""The warehouse checks the goods against the stated reason."""

from collections.abc import Callable, Mapping

from returns.actions.move import Move, returning
from returns.actions.proving import attach
from returns.actions.recording import Note
from returns.actions.refunding import pay_entitlement
from returns.enums import Reason, State, Step, StrikeKind


def pass_goods(move: Move) -> Note:
    """As the policy asks; a lost gift or paper invoice is deducted (clauses 4.7, 4.8).

    Found counterfeit under the order's serial number passes, whatever the reason (domain 3).
    """
    ticket = returning(move.ticket)
    found = {name: bool(move.details.get(name)) for name in ("gift_lost", "invoice_lost", "counterfeit")}
    attach(move)
    upheld = found["counterfeit"] or ticket.reason in {Reason.WRONG_ITEM, Reason.COUNTERFEIT}
    note = Note(
        text=move.text(required=False),
        strike=StrikeKind.UPHELD if upheld else "",
        details=found,
    )
    ticket.inspected_by = move.by
    ticket.found = found
    ticket.pass_goods(move.moment)
    if ticket.state == State.REFUND_PROCESSING:
        pay_entitlement(move)
    return note


def fail_goods(move: Move) -> Note:
    """Not as the policy asks: photos, a clause and words say why."""
    ticket = returning(move.ticket)
    attach(move, fewest=1)
    note = Note(clause=move.clause(), text=move.text())
    ticket.inspected_by = move.by
    ticket.fail_goods(move.moment)
    return note


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.PASS: pass_goods,
    Step.FAIL: fail_goods,
}
