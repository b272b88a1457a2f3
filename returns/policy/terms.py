"""The numbers of the policy: windows, clocks, counts and caps, dated. A ticket keeps its own."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType

from kilicare.kernel.calendar import Days, Hours, Span, WorkingDays
from kilicare.kernel.money import Money


def _sums(**amounts: int) -> Mapping[str, Money]:
    """One sum per currency."""
    return MappingProxyType(
        {currency: Money(Decimal(amount), currency) for currency, amount in amounts.items()}
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """One dated set of numbers (domain 2 to 6). `key` is the ISO date from which it holds."""

    key: str

    # What may be applied for (2.2, 4.7, K1, K2)
    window: Days
    max_applications: int
    global_exchange: bool
    gift_percent: int

    # The clocks of the machines (domain 3)
    seller_review: Hours
    answer_offer: Span
    answer_rejection: Span
    review: Span
    evidence: Span
    hand_over: Span
    in_transit: Span
    collection_booking: Span
    """How far ahead the first visit of a rider may be booked."""
    collection_again: Span
    """Within what time of the first visit the others must come."""
    inspection: Span
    answer_inspection: Span
    send_back: Span
    shelf_notice: Days
    disposal: Days
    replacement: Span
    replacement_choice: Span
    delivery: Span
    report_missing_from: Span
    refund: Span
    customers_objection: Days
    sellers_objection: Hours
    objection_answer: WorkingDays

    # Around the clocks (domain 4)
    extension: Span
    reminders: tuple[Hours, ...]
    shelf_reminders: tuple[int, ...]
    """Days after the arrival at a counter on which the customer is told, in the first week and after it."""
    disposal_reminders: tuple[int, ...]

    # Around the machines (domain 7)
    thread: Days
    """How long a closed ticket's sides may still write to each other."""

    evidence_kept: Days
    """How long after a ticket closed its files are kept."""

    # How often (domain 3)
    evidence_requests: int
    waybill_corrections: int
    collections: int

    # Whose parcels hold something else (domain 3)
    abuse_days: int
    abuse_no_default: int
    """From so many on, nothing is granted or presumed without the desk."""
    abuse_to_desk: int
    """From so many on, the desk has every ticket."""

    # How much, by currency (domain 3 and 6)
    default_ruling_cap: Mapping[str, Money]
    freight_cap: Mapping[str, Money]
    one_person_payout: Mapping[str, Money]
    withdrawal_fee: Mapping[str, Money]
    withdrawal: Hours
    """How long it may take."""
    commission_percent: int
    """What Kilimall kept of a sale, and gives back to a shop that gives the sale back."""

    @property
    def numbers(self) -> dict[str, int]:
        """What the clauses' texts quote, by the names that stand in them."""
        return {
            "window": self.window.number,
            "review_hours": self.seller_review.number,
            "max_applications": self.max_applications,
            "gift_percent": self.gift_percent,
        }


FIRST = Terms(
    key="2020-01-01",
    window=Days(7),
    max_applications=5,
    global_exchange=False,
    gift_percent=10,
    seller_review=Hours(48),
    answer_offer=Days(3),
    answer_rejection=Days(3),
    review=WorkingDays(3),
    evidence=Days(3),
    hand_over=Days(3),
    in_transit=Days(14),
    collection_booking=WorkingDays(5),
    collection_again=WorkingDays(3),
    inspection=WorkingDays(3),
    answer_inspection=Days(3),
    send_back=Days(14),
    shelf_notice=Days(7),
    disposal=Days(90),
    replacement=WorkingDays(5),
    replacement_choice=Days(3),
    delivery=Days(14),
    report_missing_from=Days(6),  # from day 7: the end of day 6 is its first moment
    refund=WorkingDays(3),
    customers_objection=Days(3),
    sellers_objection=Hours(48),
    objection_answer=WorkingDays(2),
    extension=Hours(72),  # on top of an end at 00:00, where Days(3) would give a fourth day
    reminders=(Hours(24), Hours(3)),
    shelf_reminders=(3,),  # day 0 is told by the arrival itself, day 7 by the shelf
    disposal_reminders=(60, 83),
    thread=Days(30),
    evidence_kept=Days(180),
    evidence_requests=2,
    waybill_corrections=3,
    collections=3,
    abuse_days=90,
    abuse_no_default=2,
    abuse_to_desk=4,
    default_ruling_cap=_sums(KES=5_000, UGX=150_000, NGN=60_000),
    freight_cap=_sums(KES=500, UGX=15_000, NGN=6_000),
    one_person_payout=_sums(KES=50_000, UGX=1_500_000, NGN=600_000),
    withdrawal_fee=_sums(KES=20),
    withdrawal=Hours(72),
    commission_percent=10,
)

TERMS: Mapping[str, Terms] = MappingProxyType({terms.key: terms for terms in (FIRST,)})
"""All sets that ever held, oldest first. Add one with its date; never change one that stands."""


def terms_at(moment: datetime) -> Terms:
    """The terms that hold at a moment (a set begins at 00:00 UTC); before the first, the first."""
    keys = list(TERMS)
    day = moment.astimezone(UTC).date().isoformat()
    return TERMS[keys[max(bisect_right(keys, day) - 1, 0)]]


def terms_of(key: str) -> Terms:
    """The terms that a ticket was opened under. Raises KeyError for a key that never was."""
    return TERMS[key]
