"""The new item of an exchange: goods of its own, with a window and counts of its own (domain 3)."""

from dataclasses import replace
from datetime import datetime

from kilicare.kernel.money import Money
from returns.policy.facts import LineFacts, ParcelFacts, Past

CONFIRMED = "signature"
"""An exchange ends when the new item's arrival is confirmed: that it was handed over is proven (K3)."""


def replacement(
    line: LineFacts, *, quantity: int, worth: Money, confirmed_at: datetime | None, past: Past
) -> LineFacts:
    """The facts of the new item that came for `quantity` pieces of a line, for which `worth` was paid.

    `past` is what tickets on this very item did. One live ticket and one charged gift are of the
    whole line, and so is the bound of all refunds: what others of the line took beyond the rest
    of its price is missing here. The parcel of the order, its fee and the serial numbers are the
    first goods'; the warranty still runs from their signing.
    """
    taken_elsewhere = worth - (line.paid - line.past.refunded_amount)
    return replace(
        line,
        signed_at=confirmed_at,
        warranty_from=line.warranty_from or line.signed_at,
        quantity=quantity,
        paid=worth,
        tax=line.tax.share(quantity, line.quantity),
        has_serial=False,
        handover_proof=CONFIRMED,
        is_replacement=True,
        past=replace(
            past,
            live_ticket=line.past.live_ticket,
            refunded_amount=max(past.refunded_amount, taken_elsewhere),
            gift_charged=line.past.gift_charged,
        ),
        parcel=ParcelFacts(delivery_fee=Money.zero(line.currency)),
    )
