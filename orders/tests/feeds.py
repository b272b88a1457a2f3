"""Lines of a feed, as a shop writes them, and a short way to take them in."""

import json
from typing import Any

from orders.actions.importing import Counts, import_categories, import_orders


def feed_line(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A line of an order in which a test changes what it is about."""
    return {
        "number": number,
        "sku": "KETTLE",
        "name": "Kettle 2 l",
        "category": "kettle",
        "seller": {"id": "s1", "name": "Mwangi Traders", "city": "Nairobi"},
        "quantity": 2,
        "unit_price": "1250.50",
        "tax": "344.97",
        "serial_number": None,
        "warranty_months": 6,
        "promotion": None,
        "gift": None,
        "invoice": "paper",
    } | changes


def feed_customer(**changes: Any) -> dict[str, Any]:
    """Who bought."""
    return {
        "id": "c1",
        "name": "Amina Otieno",
        "phone": "+254712345678",
        "email": "amina@customers.example",
        "city": "Nairobi",
    } | changes


def feed_order(number: str = "KE1", *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An order that was signed on 2 March 2026, 15:20 in Nairobi."""
    return {
        "number": number,
        "country": "KE",
        "currency": "KES",
        "kind": "local",
        "status": "completed",
        "placed_at": "2026-02-25T15:20:00+03:00",
        "signed_at": "2026-03-02T15:20:00+03:00",
        "customer": feed_customer(),
        "lines": list(lines) or [feed_line()],
    } | changes


def in_transit(number: str = "KE1", *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An order that nobody has signed for yet."""
    return feed_order(number, *lines, **{"status": "in_transit", "signed_at": None} | changes)


def take(*entries: object, into: Any = import_orders) -> tuple[Counts, list[str]]:
    """Take entries in, each a line of its own; the counts and the remarks."""
    lines = (entry if isinstance(entry, bytes) else json.dumps(entry).encode() for entry in entries)
    remarks: list[str] = []
    counts = into(enumerate(lines, 1), lambda remark: remarks.append(str(remark)))
    return counts, remarks


def take_categories(*entries: object) -> tuple[Counts, list[str]]:
    """The same for rows of the category table."""
    return take(*entries, into=import_categories)
