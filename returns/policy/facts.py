"""What a rule looks at: an order line as it stands, its past, and what the customer claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from kilicare.kernel.money import Money
from returns.enums import MissingKind, Reason, Service

SERIAL_IS_THE_CLAIM = frozenset({Reason.WRONG_ITEM, Reason.COUNTERFEIT})
"""Reasons of which a differing serial number is the very point (3-X1)."""


class ImpossibleClaimError(ValueError):
    """A claim that no rule can weigh; `code` finds its words in `clauses.IMPOSSIBLE`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """What earlier tickets did to the line (clauses K1, 4.7; domain 6)."""

    live_ticket: bool = False
    applications: int = 0
    taken: Mapping[Reason, int] = field(default_factory=dict)
    """Pieces whose goods were given back, or that were refunded in full, by the ticket's reason."""
    taken_amount: Money
    """What had been paid for those pieces: the shares of their tickets, before deductions."""
    rejected: Mapping[Reason, int] = field(default_factory=dict)
    """Pieces of tickets that ended in `rejected`, by the reason that was not accepted."""
    refunded_amount: Money
    """What all refunds of the line gave for goods, after deductions, paid and pending."""
    back_quantity: int = 0
    """Pieces that came back or never arrived, each for an objective reason."""
    gift_charged: bool = False
    """Clause 4.7 was applied to the line once."""

    @classmethod
    def empty(cls, currency: str, *, live_ticket: bool = False, applications: int = 0) -> Self:
        """A line of which nothing came back yet."""
        nothing = Money.zero(currency)
        return cls(
            live_ticket=live_ticket,
            applications=applications,
            taken_amount=nothing,
            refunded_amount=nothing,
        )

    @property
    def taken_quantity(self) -> int:
        """All pieces that are gone from the line."""
        return sum(self.taken.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class ParcelFacts:
    """The parcel in which the line came (clause K4)."""

    delivery_fee: Money
    """Of the whole parcel, as far as it was not paid back."""
    others_back: bool = True
    """Every other product of it came back or never arrived, each for an objective reason."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFacts:
    """One order line. `signed_at` is the signature that counts for it, or None; amounts are of the
    whole line, `paid` after coupons. Words of the order (kind, status, class) are the feed's.
    `warranty_from` is where the warranty runs from, if not from that signature.
    """

    country: str
    kind: str
    status: str
    signed_at: datetime | None
    quantity: int
    paid: Money
    tax: Money
    policy_class: str = "standard"
    sealed_once: bool = False
    installable: bool = False
    activatable: bool = False
    promotion: bool = False
    gift: bool = False
    invoice: str = ""
    warranty_months: int = 0
    warranty_from: datetime | None = None
    has_serial: bool = False
    disclosed_flaw: bool = False
    handover_proof: str = ""
    is_replacement: bool = False
    past: Past
    parcel: ParcelFacts

    @property
    def currency(self) -> str:
        """The order's currency."""
        return self.paid.currency

    @property
    def is_global(self) -> bool:
        """Whether it was shipped from overseas."""
        return self.kind == "global"

    @property
    def left(self) -> int:
        """Pieces that no earlier ticket took (the first sum of clause K1).

        None, where refunds in part came to all that was paid: they are fully refunded too.
        """
        if Money.zero(self.currency) < self.paid <= self.past.refunded_amount:
            return 0
        return self.quantity - self.past.taken_quantity

    def left_for(self, reason: Reason) -> int:
        """Pieces that may still be applied for with this reason (clause K1).

        Pieces of a line look alike. Those taken for another reason may be the very ones that were
        rejected for this one; those taken for this reason cannot be. In doubt for the customer.
        """
        spent = self.past.rejected.get(reason, 0) + self.past.taken.get(reason, 0)
        return min(self.left, self.quantity - spent)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What the customer asks for, why, and what is known of the goods.

    `quantity` None means all that is left; `amount` (refund only) None means all that is possible.
    """

    service: Service
    reason: Reason
    quantity: int | None = None
    amount: Money | None = None
    missing_kind: MissingKind = MissingKind.PART
    seal_opened: bool = False
    installed: bool = False
    activated: bool = False
    used: bool = False
    worn_beyond_fault_finding: bool = False
    accessories_missing: bool = False
    packaging_damaged: bool = False
    personal_data_left: bool = False
    serial_mismatch: bool = False
    damaged_by_customer: bool = False
    misuse: bool = False
    warranty_card_altered: bool = False
    only_disclosed_flaw: bool = False
    gift_lost: bool = False
    invoice_lost: bool = False

    @property
    def nothing_came(self) -> bool:
        """Whether a whole product or parcel is missing, so that nothing can come back (K3)."""
        whole = self.missing_kind is not MissingKind.PART
        return self.reason is Reason.MISSING and whole

    def pieces(self, line: LineFacts) -> int:
        """How many pieces it is about."""
        return line.left if self.quantity is None else self.quantity


DECLARED = tuple(entry.name for entry in fields(Claim) if entry.type is bool)
"""The facts about the goods that a customer may declare, as the order feed names them; each is true
or false, and what is not declared is false.
"""


def questions(line: LineFacts, reason: Reason | None = None) -> tuple[str, ...]:
    """Which facts the form asks for: by the flags of the goods, and by the reason where known.

    A declared or found fact counts even where it was not asked for.
    """
    mind = reason is None or not reason.is_objective
    fault = reason is None or reason.is_objective
    asked = {
        "seal_opened": mind and line.sealed_once,
        "installed": mind and line.installable,
        "activated": mind and line.activatable,
        "used": mind,
        "worn_beyond_fault_finding": fault,
        "accessories_missing": mind,
        "packaging_damaged": mind,
        "personal_data_left": mind and line.activatable,
        "serial_mismatch": line.has_serial and reason not in SERIAL_IS_THE_CLAIM,
        "damaged_by_customer": True,
        "misuse": True,
        "warranty_card_altered": line.warranty_months > 0,
        "only_disclosed_flaw": fault and line.disclosed_flaw,
        "gift_lost": line.gift,
        "invoice_lost": line.invoice == "paper",
    }
    return tuple(fact for fact in DECLARED if asked[fact])


def record(value: Any) -> Any:
    """Facts, a claim or a verdict as JSON can keep it beside a ticket; money as its exact text."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): record(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [record(entry) for entry in value]
    if hasattr(value, "__dataclass_fields__"):
        return {entry.name: record(getattr(value, entry.name)) for entry in fields(value)}
    return value


def claim_of(kept: Mapping[str, Any]) -> Claim:
    """The claim that `record` kept."""
    amount = kept["amount"]
    return Claim(
        **{
            **kept,
            "service": Service(kept["service"]),
            "reason": Reason(kept["reason"]),
            "missing_kind": MissingKind(kept["missing_kind"]),
            "amount": amount and Money(Decimal(amount["amount"]), amount["currency"]),
        }
    )
