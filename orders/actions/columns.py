"""What the feed says of an order and of a line, column by column."""

from dataclasses import asdict
from typing import Final

from orders.actions.feed import FeedLine, FeedOrder

ORDER_COLUMNS: Final = (
    "country",
    "currency",
    "kind",
    "status",
    "placed_at",
    "signed_at",
    "customer",
    "city",
    "payment_method",
    "payment_phone",
    "payment_receipt",
)
LINE_COLUMNS: Final = (
    "sku",
    "name",
    "brand",
    "category",
    "policy_class",
    "disclosed_flaw",
    "shop",
    "quantity",
    "unit_price_amount",
    "discount_amount",
    "tax_amount",
    "delivery_fee_amount",
    "paid_amount",
    "serial_numbers",
    "warranty_months",
    "service_centre",
    "promotion",
    "gift",
    "invoice",
    "variants",
    "signed_at",
    "signed_by",
    "parcel",
    "handover_at",
    "handover_place",
    "handover_proof",
)
"""All that the feed writes. `ticket_count` and `refunded_amount` are the returns app's."""

HELD_COLUMNS: Final = {
    "sku": "sku",
    "quantity": "quantity",
    "unit_price": "unit_price_amount",
    "discount": "discount_amount",
    "delivery_fee": "delivery_fee_amount",
}
"""The goods and their price, field by column: fixed once a line has a ticket."""


def order_values(order: FeedOrder) -> dict[str, object]:
    """The columns of an order, but for its customer and its signature."""
    return {
        "country": order.country,
        "currency": order.currency,
        "kind": order.kind,
        "status": order.status,
        "placed_at": order.placed_at,
        "city": order.customer.city,
        "payment_method": order.payment.method,
        "payment_phone": order.payment.phone,
        "payment_receipt": order.payment.receipt,
    }


def line_values(line: FeedLine) -> dict[str, object]:
    """The columns of a line, but for its category, its shop and its signature."""
    return {
        "sku": line.sku,
        "name": line.name,
        "brand": line.brand,
        "policy_class": line.policy_class or "",
        "disclosed_flaw": line.disclosed_flaw,
        "quantity": line.quantity,
        "unit_price_amount": line.unit_price,
        "discount_amount": line.discount,
        "tax_amount": line.tax,
        "delivery_fee_amount": line.delivery_fee,
        "paid_amount": line.paid,
        "serial_numbers": list(line.serials),
        "warranty_months": line.warranty_months,
        "service_centre": line.service_centre,
        "promotion": line.promotion or "",
        "gift": line.gift,
        "invoice": line.invoice or "",
        "variants": [asdict(variant) for variant in line.variants],
        "parcel": line.parcel,
        "handover_at": line.handover.at,
        "handover_place": line.handover.place,
        "handover_proof": line.handover.proof or "",
    }
