"""Lines and claims for the policy's tests: an ordinary one, and what a test changes in it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from kilicare.kernel.calendar import Calendar
from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Verdict
from returns.enums import MissingKind, Reason, Service
from returns.policy.eligibility import assess
from returns.policy.facts import Claim, LineFacts, ParcelFacts, Past
from returns.policy.terms import FIRST, Terms

KENYA = Calendar("KE")


def at(text: str) -> datetime:
    """A moment of March 2026 in Nairobi, `day hour:minute`; or any, in full."""
    if text[4:5] == "-":
        return datetime.fromisoformat(text)
    day, _, hour = text.partition(" ")
    return datetime.fromisoformat(f"2026-03-{int(day):02}T{hour or '12:00'}:00+03:00")


SIGNED = at("2 15:20")
CLOSES = at("10 00:00")
INSIDE = at("4")


def money(amount: str | int, currency: str = "KES") -> Money:
    """So much money."""
    return Money(Decimal(amount), currency)


def line(price: str = "8000", *, each: int = 1, currency: str = "KES", **changes: Any) -> LineFacts:
    """A local order's line of `each` pieces at a price, signed on 2 March 2026 in Kenya."""
    nothing = Money.zero(currency)
    paid = money(Decimal(price) * each, currency)
    past = {"taken_amount": nothing, "refunded_amount": nothing, **changes.pop("past", {})}
    parcel = {"delivery_fee": nothing, **changes.pop("parcel", {})}
    facts: dict[str, Any] = {
        "country": "KE",
        "kind": "local",
        "status": "completed",
        "signed_at": SIGNED,
        "quantity": each,
        "paid": paid,
        "tax": nothing,
        "past": Past(**past),
        "parcel": ParcelFacts(**parcel),
    }
    return LineFacts(**{**facts, **changes})


def claim(reason: str = "defective", service: str = "return_refund", **declared: Any) -> Claim:
    """A claim with its reason first; return & refund unless said."""
    if "missing_kind" in declared:
        declared["missing_kind"] = MissingKind(declared["missing_kind"])
    return Claim(service=Service(service), reason=Reason(reason), **declared)


def verdict_on(facts: LineFacts, asked: Claim, now: datetime = INSIDE, *, terms: Terms = FIRST) -> Verdict:
    """What the engine says in the order's own country."""
    return assess(facts, asked, terms, Calendar(facts.country), now=now)
