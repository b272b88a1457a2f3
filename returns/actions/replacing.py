"""The new item goes out, or there is none."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from returns.actions.move import Move, exchange
from returns.actions.recording import Note
from returns.actions.refunding import pay_entitlement
from returns.actions.refusal import wrong
from returns.actions.reserving import reserve, send_reserved
from returns.actions.returning import scan
from returns.actions.ways import waybill
from returns.enums import ParcelKind, Party, Step, StrikeKind
from returns.models import Parcel
from returns.queries.stocks import variants_of


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
    send_reserved(move.ticket, move.moment.now)
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


def choose_variant(move: Move) -> Note:
    """Another make of the same product, in stock: it is promised at once (domain: Exchange only)."""
    ticket, sku = exchange(move.ticket), str(move.details.get("variant") or "")
    names = {one.sku: one.name for one in variants_of(ticket)}
    if sku not in names:
        raise wrong("variant", _("Please choose one of these."))
    if not reserve(ticket, sku, move.moment.now):
        raise wrong("variant", _("This one is sold out. Choose another one, or take the money."))
    ticket.choose_variant(move.moment, sku=sku)
    return Note(details={"variant": names[sku]})


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
    Step.CHOOSE_VARIANT: choose_variant,
    Step.REFUND_INSTEAD: refund_instead,
    Step.CONFIRM: confirm,
    Step.REPORT_MISSING: report_missing,
}
