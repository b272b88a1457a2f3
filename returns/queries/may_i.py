"""A first answer to who asks "May I return it?" without an order, by the very rules that decide later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from kilicare.kernel.calendar import Calendar
from kilicare.kernel.money import Money
from orders.enums import CURRENCY_OF, Country, OrderKind, OrderStatus, PolicyClass
from returns.enums import MissingKind, Reason, Service
from returns.policy.eligibility import assess
from returns.policy.facts import DECLARED, Claim, LineFacts, ParcelFacts, Past
from returns.policy.terms import terms_at
from returns.queries.deadlines import Deadline, deadline
from returns.queries.purchases import Answer, answer_of

TICKS = (
    "seal_opened",
    "installed",
    "activated",
    "used",
    "accessories_missing",
    "packaging_damaged",
    "damaged_by_customer",
    "misuse",
)
"""What may be said of the goods: the facts that most answers hang on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """What somebody tells of one product: when it came, what it is, what is wrong, what they want."""

    country: Country
    signed_on: date
    kind: OrderKind
    goods: PolicyClass
    reason: Reason
    service: Service
    facts: Collection[str] = ()
    warranty_months: int = 0


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The verdict in words, and until when one may apply."""

    answer: Answer
    closes: Deadline | None


def first_answer(story: Story, now: datetime) -> FirstAnswer:
    """What the rules say of one piece that nobody applied for yet; of sums they say nothing here."""
    calendar, terms = Calendar(story.country), terms_at(now)
    currency = CURRENCY_OF[story.country]
    price, nothing = Money(Decimal(1000), currency), Money.zero(currency)
    line = LineFacts(
        country=story.country,
        kind=story.kind,
        status=OrderStatus.COMPLETED,
        signed_at=datetime.combine(story.signed_on, time.min, tzinfo=calendar.zone),
        quantity=1,
        paid=price,
        tax=nothing,
        policy_class=story.goods,
        sealed_once="seal_opened" in story.facts,
        installable="installed" in story.facts,
        activatable="activated" in story.facts,
        warranty_months=story.warranty_months,
        past=Past.empty(currency),
        parcel=ParcelFacts(delivery_fee=nothing),
    )
    claim = Claim(
        service=story.service,
        reason=story.reason,
        quantity=1,
        amount=None,
        missing_kind=MissingKind.PART,
        **{fact: fact in story.facts for fact in DECLARED},
    )
    verdict = assess(line, claim, terms, calendar, now=now)
    return FirstAnswer(answer_of(verdict, terms), deadline(verdict.closes_at, story.country, now))
