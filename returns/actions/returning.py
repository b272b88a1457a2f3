"""The goods travel: out of the customer's hands, to the warehouse, and home again."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from kilicare.kernel.money import Money
from returns.actions.collecting import end_visit
from returns.actions.move import Move, Returning, returning
from returns.actions.proving import attach
from returns.actions.recording import Note
from returns.actions.refunding import pay_entitlement
from returns.actions.refusal import wrong
from returns.actions.ways import return_method, waybill
from returns.enums import Collected, Disposition, Liable, ParcelKind, ReturnMethod, Role, State, Step
from returns.models import Inspection, Parcel, Scan, TicketEvent, Waybill
from returns.policy.serials import is_of_line
from returns.policy.weights import MOST_GRAMS, differs

MOST_WRONG_CODES = 5
WRONG_CODES_WITHIN = timedelta(hours=1)
"""So many tries, then that long a wait: a code of six figures can't be tried out over a counter."""


def scan(move: Move) -> dict[str, Any]:
    """Keep where a counter, a rider or the warehouse saw the goods, with photos; answers what they noted.

    A serial number that is not the order's is told in the history. It refuses nothing: who sent a wrong
    item claims just that, else the inspection decides (clause 3-X1).
    """
    place, serial = move.text("place")[:80], move.text("serial", required=False)[:64]
    attach(move)
    Scan.objects.create(
        ticket_id=move.ticket.pk,
        step=move.step,
        place=place,
        by=move.person,
        at=move.moment.now,
        moved=True,
    )
    noted: dict[str, Any] = {"place": place}
    if serial:
        noted["serial"] = serial
        noted["serial_differs"] = not is_of_line(serial, move.ticket.line.serial_numbers)
    return {**noted, **_weighed(move)}


def _weighed(move: Move) -> dict[str, Any]:
    """What a scale said, and whether it said something else before (domain: Abuse)."""
    weight = move.details.get("weight")
    if weight is None:
        return {}
    if not isinstance(weight, int) or not 0 < weight <= MOST_GRAMS:
        raise wrong("weight", _("Please give the weight in whole grams."))
    events = TicketEvent.objects.filter(ticket=move.ticket.pk, details__has_key="weight")
    before = events.order_by("-number").first()
    if before is None or not differs(before.details["weight"], weight):
        return {"weight": weight}
    return {"weight": weight, "weight_differs": True}


def hand_over(move: Move) -> Note:
    """The customer's own courier with its waybill; or the scan of a counter or a rider."""
    ticket = returning(move.ticket)
    if move.role is not Role.CUSTOMER:
        noted = scan(move)
        _send(move, carrier=noted["place"])
        end_visit(move, Collected.COLLECTED if move.role is Role.RIDER else Collected.CALLED_OFF)
        ticket.hand_over(move.moment, own_courier=False)
        return Note(details=noted)
    carrier, number = waybill(move)
    freight = None
    if move.details.get("freight") is not None:
        freight = move.amount(Money(ticket.worth_amount, ticket.currency), name="freight")
    parcel = _send(move, carrier=carrier, waybill=number)
    parcel.freight_amount = freight
    parcel.save(update_fields=["freight_amount"])
    ticket.method = ReturnMethod.COURIER
    end_visit(move, Collected.CALLED_OFF)
    ticket.hand_over(move.moment, own_courier=True)
    return Note(details={"carrier": carrier, "waybill": number})


def _send(move: Move, *, carrier: str, waybill: str = "") -> Parcel:
    return Parcel.objects.create(
        ticket_id=move.ticket.pk,
        kind=ParcelKind.RETURN,
        carrier=carrier[:60],
        waybill=waybill,
        sent_at=move.moment.now,
    )


def change_method(move: Move) -> Note:
    """Another way to send the goods."""
    method = return_method(move)
    end_visit(move, Collected.CALLED_OFF)
    returning(move.ticket).change_method(move.moment, way=method)
    return Note(details={"method": str(method)})


def correct_waybill(move: Move) -> Note:
    """The right waybill; the old one is kept."""
    carrier, number = waybill(move)
    parcel = move.ticket.parcels.get(kind=ParcelKind.RETURN)
    if (parcel.carrier, parcel.waybill) == (carrier, number):
        raise wrong("waybill", _("This is the waybill we have already."))
    Waybill.objects.create(
        parcel=parcel, carrier=parcel.carrier, number=parcel.waybill, replaced_at=move.moment.now
    )
    parcel.carrier, parcel.waybill = carrier, number
    parcel.save(update_fields=["carrier", "waybill"])
    returning(move.ticket).correct_waybill(move.moment)
    return Note(details={"carrier": carrier, "waybill": number})


def receive(move: Move) -> Note:
    """The warehouse's scan."""
    noted = scan(move)
    returning(move.ticket).receive(move.moment)
    return Note(details=noted)


def log_early(move: Move) -> Note:
    """The goods are here, and nobody has agreed yet."""
    noted = scan(move)
    returning(move.ticket).log_early(move.moment)
    return Note(details=noted)


def presume_received(move: Move) -> Note:
    """Kilimall's own network had the parcel for 14 days: as passed, and Kilimall bears its loss."""
    ticket = returning(move.ticket)
    ticket.liable = Liable.KILIMALL
    ticket.presume_received(move.moment)
    if ticket.state == State.REFUND_PROCESSING:
        pay_entitlement(move)
    return Note()


def trace_parcel(move: Move) -> Note:
    """The customer's courier brought nothing in 14 days: to the desk."""
    returning(move.ticket).trace_parcel(move.moment)
    return Note()


def send_back(move: Move) -> Note:
    """The goods go home."""
    ticket = returning(move.ticket)
    ticket.send_back(move.moment)
    give_code_for_door(ticket)
    return Note()


def give_code_for_door(ticket: Returning) -> None:
    """Who is brought the goods to the door shows the rider a code, as at a counter."""
    if ticket.to_door:
        ticket.pickup_code = new_code()


def new_code() -> str:
    """Six figures, on which goods are handed out."""
    return f"{secrets.randbelow(1_000_000):06d}"


def arrive(move: Move) -> Note:
    """The counter has it; goods that go home are handed out on the customer's code."""
    noted = scan(move)
    ticket = returning(move.ticket)
    if ticket.state == State.SENDING_BACK:
        ticket.pickup_code = new_code()
    ticket.arrive(move.moment)
    return Note(details=noted)


def shelve(move: Move) -> Note:
    """Not fetched for a week: it waits on the shelf."""
    returning(move.ticket).shelve(move.moment)
    return Note()


def hand_back(move: Move) -> Note:
    """The customer fetched the goods and showed the code."""
    ticket = returning(move.ticket)
    if _wrong_codes(move) >= MOST_WRONG_CODES:
        raise wrong("code", _("Too many wrong codes. Please try again in an hour."))
    if not secrets.compare_digest(move.text("code").encode(), ticket.pickup_code.encode()):
        raise wrong("code", _("This is not the code on the customer's page."))
    if Inspection.objects.filter(ticket=ticket.pk, disposition=Disposition.HELD).exists():
        raise wrong("code", _("These goods are held: they are counterfeit or dangerous. Call the desk."))
    noted = scan(move)
    ticket.hand_back(move.moment)
    return Note(details=noted)


def _wrong_codes(move: Move) -> int:
    """The refused tries of late: each left a scan that moved nothing."""
    since = move.moment.now - WRONG_CODES_WITHIN
    tries = Scan.objects.filter(ticket=move.ticket.pk, step=Step.HAND_BACK, moved=False, at__gt=since)
    return tries.count()


def dispose(move: Move) -> Note:
    """Nobody fetched the goods for 90 days."""
    returning(move.ticket).dispose(move.moment)
    return Note()


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.LOG_EARLY: log_early,
    Step.HAND_OVER: hand_over,
    Step.CHANGE_METHOD: change_method,
    Step.CORRECT_WAYBILL: correct_waybill,
    Step.RECEIVE: receive,
    Step.PRESUME_RECEIVED: presume_received,
    Step.TRACE_PARCEL: trace_parcel,
    Step.SEND_BACK: send_back,
    Step.ARRIVE: arrive,
    Step.SHELVE: shelve,
    Step.HAND_BACK: hand_back,
    Step.DISPOSE: dispose,
}
