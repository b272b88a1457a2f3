"""The shop's order feed as plain values. No database is asked: what is read here is only said."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from kilicare.kernel.money import DIGITS
from orders.actions.fields import AMOUNT_LIMIT, FeedError, Fields
from orders.actions.streaming import MOST_BYTES
from orders.enums import (
    CURRENCY_OF,
    Country,
    Currency,
    HandoverProof,
    Invoice,
    OrderKind,
    OrderStatus,
    PolicyClass,
    Promotion,
)

NOTHING: Final = Decimal(0)
MOST_PIECES: Final = 100_000
MOST_MONTHS: Final = 600
MOST_LINES: Final = 1000


@dataclass(frozen=True, slots=True)
class FeedCategory:
    """A row of the category table."""

    code: str
    name: str
    policy_class: PolicyClass
    sealed_once: bool
    installable: bool
    activatable: bool


@dataclass(frozen=True, slots=True)
class FeedCustomer:
    """Who bought; the phone is E.164, the e-mail lower case or empty."""

    id: str
    name: str
    phone: str
    email: str
    city: str


@dataclass(frozen=True, slots=True)
class FeedSeller:
    """Who sold; what the feed does not say is empty."""

    id: str
    name: str
    city: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class FeedPayment:
    """How an order was paid; what the feed does not say is empty."""

    method: str = ""
    phone: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class FeedHandover:
    """When, where and with which proof a line was handed over."""

    at: datetime | None = None
    place: str = ""
    proof: HandoverProof | None = None


@dataclass(frozen=True, slots=True)
class FeedVariant:
    """Another make of the product, and how many of it are in stock."""

    sku: str
    name: str
    stock: int


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A line of an order. Amounts are in the order's currency; all but the price of one are of the line.

    `signed_at` is the line's own signature (see `FeedOrder.signature_of`); an absent text is empty.
    """

    number: int
    sku: str
    name: str
    category: str
    seller: FeedSeller
    quantity: int
    unit_price: Decimal
    discount: Decimal
    tax: Decimal
    delivery_fee: Decimal
    serial_number: str
    serial_numbers: tuple[str, ...]
    warranty_months: int
    promotion: Promotion | None
    gift: str
    invoice: Invoice | None
    signed_at: datetime | None
    parcel: str
    handover: FeedHandover
    policy_class: PolicyClass | None
    disclosed_flaw: str
    brand: str
    service_centre: str
    variants: tuple[FeedVariant, ...]

    @property
    def paid(self) -> Decimal:
        """What was paid for the whole line, after the discount and without the delivery."""
        return self.unit_price * self.quantity - self.discount

    @property
    def serials(self) -> tuple[str, ...]:
        """Every serial number of the line, each once."""
        first = (self.serial_number,) if self.serial_number else ()
        return tuple(dict.fromkeys(first + self.serial_numbers))


@dataclass(frozen=True, slots=True)
class FeedOrder:
    """An order as the feed says it. Moments are in UTC."""

    number: str
    country: Country
    currency: Currency
    kind: OrderKind
    status: OrderStatus
    placed_at: datetime
    signed_at: datetime | None
    customer: FeedCustomer
    payment: FeedPayment
    lines: tuple[FeedLine, ...]

    def line(self, number: int) -> FeedLine | None:
        """The line of a number, or None."""
        return next((line for line in self.lines if line.number == number), None)

    def signature_of(self, line: FeedLine) -> datetime | None:
        """When a line was signed for: its own signature, else that of the completed order (2.2)."""
        return line.signed_at or (self.signed_at if self.status == OrderStatus.COMPLETED else None)


def parse_json(line: bytes) -> object:
    """The value of a line of JSON, its fractions as Decimal. Raises FeedError, field empty."""
    if len(line) > MOST_BYTES:
        raise FeedError("", _("is longer than %d bytes") % MOST_BYTES)
    try:
        return json.loads(line.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise FeedError("", _("is not UTF-8")) from None
    except (ValueError, ArithmeticError, RecursionError):
        raise FeedError("", _("is not JSON")) from None


def parse_order(row: object) -> FeedOrder:
    """An order of the feed. Raises FeedError for the first field that can't be taken."""
    fields = Fields(row)
    country = fields.choice("country", Country)
    currency = fields.choice("currency", Currency)
    if CURRENCY_OF[country] != currency:
        raise fields.error("currency", _("is not the currency of %s") % country)
    return FeedOrder(
        number=fields.text("number", 40),
        country=country,
        currency=currency,
        kind=fields.choice("kind", OrderKind),
        status=fields.choice("status", OrderStatus),
        placed_at=fields.moment("placed_at"),
        signed_at=fields.moment_or_none("signed_at"),
        customer=_customer(fields.inner("customer")),
        payment=_payment(fields.inner_or_none("payment")),
        lines=_lines(fields, DIGITS[currency]),
    )


def parse_category(row: object) -> FeedCategory:
    """A row of the category table. Raises FeedError for the first field that can't be taken."""
    fields = Fields(row)
    code = fields.text("code", 64)
    return FeedCategory(
        code=code,
        name=fields.text("name", 120, needed=False) or code,
        policy_class=fields.choice("policy_class", PolicyClass),
        sealed_once=fields.flag("sealed_once"),
        installable=fields.flag("installable"),
        activatable=fields.flag("activatable"),
    )


def _customer(fields: Fields) -> FeedCustomer:
    return FeedCustomer(
        id=fields.text("id", 64),
        name=fields.text("name", 200),
        phone=fields.phone("phone"),
        email=fields.email("email"),
        city=fields.text("city", 100, needed=False),
    )


def _seller(fields: Fields) -> FeedSeller:
    return FeedSeller(
        id=fields.text("id", 64),
        name=fields.text("name", 200),
        city=fields.text("city", 100, needed=False),
        phone=fields.phone("phone", needed=False),
        email=fields.email("email"),
    )


def _payment(fields: Fields | None) -> FeedPayment:
    if fields is None:
        return FeedPayment()
    return FeedPayment(
        method=fields.text("method", 40, needed=False),
        phone=fields.phone("phone", needed=False),
        receipt=fields.text("receipt", 64, needed=False),
    )


def _handover(fields: Fields | None) -> FeedHandover:
    if fields is None:
        return FeedHandover()
    return FeedHandover(
        at=fields.moment_or_none("at"),
        place=fields.text("place", 200, needed=False),
        proof=fields.choice_or_none("proof", HandoverProof),
    )


def _variant(fields: Fields) -> FeedVariant:
    return FeedVariant(
        sku=fields.text("sku", 64),
        name=fields.text("name", 255),
        stock=fields.whole("stock", 0, 10**9),
    )


def _lines(order: Fields, digits: int) -> tuple[FeedLine, ...]:
    seen: dict[int, FeedLine] = {}
    for fields in order.items("lines", MOST_LINES, needed=True):
        line = _line(fields, digits)
        if line.number in seen:
            raise fields.error("number", _("stands twice in the order"))
        seen[line.number] = line
    return tuple(seen.values())


def _line(fields: Fields, digits: int) -> FeedLine:
    line = FeedLine(
        number=fields.whole("number", 1, 32_767),
        sku=fields.text("sku", 64),
        name=fields.text("name", 255),
        category=fields.text("category", 64),
        seller=_seller(fields.inner("seller")),
        quantity=fields.whole("quantity", 1, MOST_PIECES),
        unit_price=fields.amount("unit_price", digits),
        discount=fields.amount("discount", digits, NOTHING),
        tax=fields.amount("tax", digits, NOTHING),
        delivery_fee=fields.amount("delivery_fee", digits, NOTHING),
        serial_number=fields.text("serial_number", 100, needed=False),
        serial_numbers=fields.texts("serial_numbers", 100),
        warranty_months=fields.whole("warranty_months", 0, MOST_MONTHS, 0),
        promotion=fields.choice_or_none("promotion", Promotion),
        gift=fields.text("gift", 200, needed=False),
        invoice=fields.choice_or_none("invoice", Invoice),
        signed_at=fields.moment_or_none("signed_at"),
        parcel=fields.text("parcel", 64, needed=False),
        handover=_handover(fields.inner_or_none("handover")),
        policy_class=fields.choice_or_none("policy_class", PolicyClass),
        disclosed_flaw=fields.text("disclosed_flaw", 500, needed=False),
        brand=fields.text("brand", 100, needed=False),
        service_centre=fields.text("service_centre", 300, needed=False),
        variants=tuple(_variant(variant) for variant in fields.items("variants", MOST_LINES)),
    )
    if line.paid < 0:
        raise fields.error("discount", _("is more than the price of the line"))
    if line.paid >= AMOUNT_LIMIT:
        raise fields.error("unit_price", _("times the quantity is too much"))
    return line
