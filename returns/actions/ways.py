"""How goods travel, as people choose it: the way back, the waybill, where things are to come to."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from returns.actions.move import Move
from returns.actions.refusal import wrong
from returns.enums import ReturnMethod
from returns.models import Destination
from returns.policy.methods import DOOR, WaybillFlaw, example_of, is_collected_in, methods_for, waybill_flaw
from returns.queries.places import patterns_of, points_of

FLAWS: dict[WaybillFlaw, StrOrPromise] = {
    WaybillFlaw.NO_CARRIER: _("Please name the courier."),
    WaybillFlaw.PHONE: _(
        "This looks like a phone number. Please copy the waybill number from the courier's receipt."
    ),
    WaybillFlaw.NAME: _(
        "This looks like a name: a waybill number has figures. Please copy it from the courier's receipt."
    ),
    WaybillFlaw.SIGNS: _(
        "This is no waybill number: it has at least five letters and figures. Please copy it from the "
        "courier's receipt."
    ),
}


def return_method(move: Move) -> ReturnMethod:
    """A return method that the order's town has. Raises RefusedError for another."""
    order, ticket = move.ticket.line.order, move.ticket
    known = methods_for(order.country, order.city, lost=ticket.lost_collections, terms=move.moment.terms)
    problem = _("Please choose how the goods come back.")
    return ReturnMethod(move.word("method", known, problem))


def waybill(move: Move) -> tuple[str, str]:
    """Carrier and waybill. Raises RefusedError for a phone number or a name typed there."""
    carrier, number = move.text("carrier")[:60], move.text("waybill")[:40]
    patterns = patterns_of(move.ticket.country, carrier)
    flaw = waybill_flaw(carrier, number, patterns)
    if flaw is WaybillFlaw.PATTERN:
        looks = _("A waybill of %(carrier)s looks like %(example)s. Please copy it from the receipt.")
        raise wrong("waybill", looks % {"carrier": carrier, "example": example_of(patterns[0])})
    if flaw is not None:
        raise wrong("carrier" if flaw is WaybillFlaw.NO_CARRIER else "waybill", FLAWS[flaw])
    return carrier, number


def keep_destination(move: Move) -> None:
    """Keep where the new item, or goods that fail, shall come to. Raises RefusedError for nowhere.

    Where staff have entered no Kilishop yet, nothing is asked.
    """
    order, chosen = move.ticket.line.order, str(move.details.get("point") or "")
    points = {point.code: point for point in points_of(order.country)}
    if not points and not chosen:
        return
    if chosen == DOOR and is_collected_in(order.country, order.city):
        address = move.text("address")[:300]
        Destination.objects.create(ticket_id=move.ticket.pk, address=address)
        move.ticket.to_door = True
    elif chosen in points:
        Destination.objects.create(ticket_id=move.ticket.pk, point=points[chosen])
    else:
        raise wrong("point", _("Please choose where it shall come to."))
