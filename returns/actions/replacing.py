"""The new item goes out, or there is none."""

from collections.abc import Callable, Mapping
from typing import Any

from returns.actions.move import Move, exchange
from returns.actions.recording import Note
from returns.actions.refunding import pay_entitlement
from returns.actions.returning import scan
from returns.actions.ways import waybill
from returns.enums import ParcelKind, Party, Step, StrikeKind
from returns.models import Parcel


def dispatch(move: Move) -> Note:
    """The new item is on its way, with its waybill."""
    carrier, number = waybill(move)
    Parcel.objects.create(
        ticket_id=move.ticket.pk,
        kind=ParcelKind.REPLACEMENT,
        carrier=carrier,
        waybill=number,
        sent_at=move.moment.now,
    )
    exchange(move.ticket).dispatch(move.moment)
    return Note(details={"carrier": carrier, "waybill": number})


def no_stock(move: Move) -> Note:
    """There is none; the shop that promised it gets a strike mark."""
    note = Note(text=move.text(required=False), strike=_strike(move))
    exchange(move.ticket).no_stock(move.moment)
    return note


def offer_choice(move: Move) -> Note:
    """It did not go out in time."""
    note = Note(strike=_strike(move))
    exchange(move.ticket).offer_choice(move.moment)
    return note


def _strike(move: Move) -> str:
    return "" if move.ticket.is_local else StrikeKind.NO_STOCK


def refund_instead(move: Move) -> Note:
    """The full price paid, without deductions."""
    exchange(move.ticket).refund_instead(move.moment)
    pay_entitlement(move, deduct=False)
    return Note(clause="1.2")


def confirm(move: Move) -> Note:
    """The customer has it: their word, a courier's signature scan, or 90 days at the counter."""
    details: dict[str, Any] = {}
    if move.role.party is Party.KILIMALL:
        details = scan(move)
    exchange(move.ticket).confirm(move.moment)
    return Note(details=details)


def report_missing(move: Move) -> Note:
    """It did not come."""
    note = Note(text=move.text(required=False))
    exchange(move.ticket).report_missing(move.moment)
    return note


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.DISPATCH: dispatch,
    Step.NO_STOCK: no_stock,
    Step.OFFER_CHOICE: offer_choice,
    Step.REFUND_INSTEAD: refund_instead,
    Step.CONFIRM: confirm,
    Step.REPORT_MISSING: report_missing,
}
