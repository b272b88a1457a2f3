"""The clocks of the machines: who holds the ball, for how long, and what happens then.

Numbers are those of the ticket's terms; how they are counted is the kernel's calendar (domain: Clocks).
"""

from dataclasses import dataclass
from datetime import datetime

from kilicare.kernel.calendar import Calendar, Span
from returns.enums import Party, Step
from returns.policy.terms import Terms


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock of a state: its holder, the name of its span in the terms, the step that ends it."""

    holder: Party
    span: str
    then: Step

    def length(self, terms: Terms) -> Span:
        """How long it runs under these terms."""
        length: Span = getattr(terms, self.span)
        return length


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is taken: the time, and the terms and calendar by which its clocks are wound."""

    now: datetime
    terms: Terms
    calendar: Calendar

    def due(self, clock: Clock, *, since: datetime | None = None) -> datetime:
        """The exclusive end of a clock that starts now (or at `since`), as an aware datetime."""
        return clock.length(self.terms).after(since or self.now, self.calendar)


SELLER_REVIEWS = Clock(Party.SELLER, "seller_review", Step.TAKE_OVER)
OFFER_EXPIRES = Clock(Party.CUSTOMER, "answer_offer", Step.EXPIRE)
LESS_MONEY_STANDS = Clock(Party.CUSTOMER, "answer_offer", Step.ACCEPT_BY_SILENCE)
REJECTION_STANDS = Clock(Party.CUSTOMER, "answer_rejection", Step.EXPIRE)
DESK_DECIDES = Clock(Party.KILIMALL, "review", Step.ESCALATE)
SILENCE_DECIDES = Clock(Party.KILIMALL, "review", Step.RULE_BY_DEFAULT)
CUSTOMER_PROVES = Clock(Party.CUSTOMER, "evidence", Step.CLOSE_FILE)
SELLER_PROVES = Clock(Party.SELLER, "evidence", Step.CLOSE_FILE)
CUSTOMER_SENDS = Clock(Party.CUSTOMER, "hand_over", Step.EXPIRE)
RIDER_COMES = Clock(Party.KILIMALL, "collection_booking", Step.COLLECTION_MISSED)
NETWORK_CARRIES = Clock(Party.KILIMALL, "in_transit", Step.PRESUME_RECEIVED)
COURIER_CARRIES = Clock(Party.KILIMALL, "in_transit", Step.TRACE_PARCEL)
WAREHOUSE_INSPECTS = Clock(Party.KILIMALL, "inspection", Step.ESCALATE)
CUSTOMER_ANSWERS_FAIL = Clock(Party.CUSTOMER, "answer_inspection", Step.SEND_BACK)
GOODS_TRAVEL_HOME = Clock(Party.KILIMALL, "send_back", Step.ESCALATE)
GOODS_WAIT = Clock(Party.KILIMALL, "shelf_notice", Step.SHELVE)
SHELF_ENDS = Clock(Party.KILIMALL, "disposal", Step.DISPOSE)
SELLER_REPLACES = Clock(Party.SELLER, "replacement", Step.OFFER_CHOICE)
WAREHOUSE_REPLACES = Clock(Party.KILIMALL, "replacement", Step.OFFER_CHOICE)
CUSTOMER_CHOOSES = Clock(Party.CUSTOMER, "replacement_choice", Step.REFUND_INSTEAD)
REPLACEMENT_TRAVELS = Clock(Party.CUSTOMER, "delivery", Step.REPORT_MISSING)
REPLACEMENT_WAITS = Clock(Party.CUSTOMER, "shelf_notice", Step.SHELVE)
REPLACEMENT_STANDS = Clock(Party.CUSTOMER, "disposal", Step.CONFIRM)
MONEY_MOVES = Clock(Party.KILIMALL, "refund", Step.ESCALATE)
