"""The demo's purchases as the shop's feed would hand them over."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from returns.management.demo.catalogue import BUYERS, CURRENCIES, PRODUCTS, SELLERS
from returns.management.demo.purchases import PURCHASES, Item, Purchase

NAIROBI: Final = ZoneInfo("Africa/Nairobi")
ON_THE_ROAD: Final = timedelta(days=3)
"""From the order to the signature, and how long ago an order was placed that nobody signed for yet."""
VAT_OF_PRICE: Final = Decimal(16) / 116
PROOFS: Final = {"local": "code", "dropship": "signature"}


def order_number(key: str, now: datetime) -> str:
    """The number that a purchase has in the set of a day; each day's set has numbers of its own."""
    purchase = PURCHASES[key]
    place = list(PURCHASES).index(key) + 1
    return f"{BUYERS[purchase.buyer].country}{now.astimezone(NAIROBI):%Y%m%d}{place:06d}"


def feed(now: datetime) -> Iterator[tuple[int, bytes]]:
    """The numbered lines of the feed."""
    for number, key in enumerate(PURCHASES, 1):
        yield number, json.dumps(feed_order(key, now)).encode()


def feed_order(key: str, now: datetime) -> dict[str, object]:
    """One order."""
    purchase = PURCHASES[key]
    buyer, number = BUYERS[purchase.buyer], order_number(key, now)
    signed_at = None if purchase.signed is None else now - timedelta(hours=purchase.signed)
    return {
        "number": number,
        "country": buyer.country,
        "currency": CURRENCIES[buyer.country][0],
        "kind": purchase.kind,
        "status": purchase.status,
        "placed_at": ((signed_at or now) - ON_THE_ROAD).isoformat(),
        "signed_at": signed_at and signed_at.isoformat(),
        "customer": {
            "id": customer_id(purchase.buyer),
            "name": buyer.name,
            "phone": buyer.phone,
            "email": f"{purchase.buyer}@customers.example",
            "city": buyer.city,
        },
        "payment": {"method": "mpesa", "phone": buyer.phone, "receipt": f"RC{number[-10:]}"},
        "lines": [_line(purchase, number, place, signed_at) for place in range(1, len(purchase.items) + 1)],
    }


def customer_id(buyer: str) -> str:
    """The shop's number of a buyer."""
    return f"demo-{buyer}"


def shop_id(seller: str) -> str:
    """The shop's number of a seller."""
    return f"demo-{seller}"


def _line(purchase: Purchase, order: str, place: int, signed_at: datetime | None) -> dict[str, object]:
    item, rate = purchase.items[place - 1], CURRENCIES[BUYERS[purchase.buyer].country][1]
    product = PRODUCTS[item.sku]
    paid = product.price * item.quantity * rate - item.discount
    proof = PROOFS.get(purchase.kind)
    return {
        "number": place,
        "sku": item.sku,
        "name": product.name,
        "brand": product.brand,
        "category": product.category,
        "policy_class": product.policy_class or None,
        "disclosed_flaw": product.disclosed_flaw,
        "seller": _seller(item.seller),
        "quantity": item.quantity,
        "unit_price": f"{product.price * rate}",
        "discount": f"{item.discount}",
        "tax": f"{round(paid * VAT_OF_PRICE)}",
        "delivery_fee": f"{item.delivery_fee}",
        "serial_numbers": _serials(item, order, place) if product.warranty_months else [],
        "warranty_months": product.warranty_months,
        "service_centre": "Fundi Workshop, Tom Mboya Street, Nairobi" if product.warranty_months else "",
        "promotion": item.promotion or None,
        "gift": item.gift or None,
        "invoice": item.invoice,
        "parcel": item.parcel,
        "handover": {"at": signed_at.isoformat(), "place": "Kilishop", "proof": proof}
        if signed_at and proof
        else None,
        "variants": [
            {"sku": f"{item.sku}-{number}", "name": name, "stock": stock}
            for number, (name, stock) in enumerate(product.variants, 2)
        ],
    }


def _serials(item: Item, order: str, place: int) -> list[str]:
    return [f"{item.sku[:3]}{order[-10:]}{place}{piece}" for piece in range(1, item.quantity + 1)]


def _seller(key: str) -> dict[str, object]:
    seller = SELLERS[key]
    return {
        "id": shop_id(key),
        "name": seller.name,
        "city": seller.city,
        "phone": seller.phone,
        "email": seller.email,
    }
