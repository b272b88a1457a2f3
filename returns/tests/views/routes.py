"""How a real ticket comes to where each step is open, and to every state that a ticket can stand in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from orders.actions.stocking import tell_stock
from returns.actions.stepping import lapse_overdue
from returns.enums import Reason, Role, Service, State, Step
from returns.models import Ticket
from returns.tests.test_machines import (
    APPEALED,
    DISPATCHED,
    FAIL_APPEALED,
    FAILED,
    HOME,
    OWN_COURIER,
    PASSED,
    REJECTED,
    RULING,
    SENT,
    Path,
    walk,
)
from returns.tests.world import NOON, World

HOUR = timedelta(hours=1)
R, X, M = Service.RETURN_REFUND, Service.EXCHANGE, Service.REFUND_ONLY
ASK: dict[str, Path] = {
    side: [*APPEALED, (Step.ASK_EVIDENCE, "desk", {"party": side, "text": "May we see the label?"})]
    for side in ("customer", "seller")
}
NO_STOCK: Path = [*PASSED, (Step.NO_STOCK, "seller", {})]
COLLECTED: Path = [SENT[0], (Step.ACCEPT, "customer", {"method": "collection"})]
BOOK = (Step.BOOK_COLLECTION, "customer", {"window": "2026-11-04-morning", "address": "The green gate"})
BOOKED: Path = [*COLLECTED, BOOK]
LAST_VISIT: Path = [
    *BOOKED,
    *(2 * [(Step.COLLECTION_FAILED, "rider", {"text": "Nobody opened."}), BOOK]),
]
LOGGED: Path = [(Step.LOG_EARLY, "counter", {"place": "K1"})]
APPEALED_HERE: Path = [*REJECTED, *LOGGED, APPEALED[-1]]
AGREED_HERE: Path = [*LOGGED, SENT[0]]
PARTED: Path = [
    *SENT,
    (Step.PASS_PART, "warehouse", {"passed": 2, "clause": "3-X3", "text": "Burnt.", "photos": "one"}),
]
DOOR = {"method": "kilishop", "point": "door", "address": "The green gate"}
TO_DOOR: Path = [SENT[0], (Step.ACCEPT, "customer", DOOR), *HOME[2:-1]]
LOST: Path = [(Step.REPORT_MISSING, "customer", {})]
OFFERED: Path = [(Step.OFFER, "seller", {"service": "return_refund", "text": "Send it back."})]


@dataclass(frozen=True)
class Route:
    """The application, the steps, how long nobody acts, and what follows then."""

    service: Service = R
    path: Path = field(default_factory=list)
    kind: str = "dropship"
    wait: timedelta = HOUR
    then: Path = field(default_factory=list)
    lapses: bool = False
    reason: Reason = Reason.DEFECTIVE
    pieces: int = 1
    makes: bool = False

    def go(self, **world: Any) -> tuple[World, Ticket, datetime]:
        """The world, the ticket as it stands now, and now."""
        place = World(kind=self.kind, **{"quantity": self.pieces} | world)
        if self.makes:
            place.line.variants = [{"sku": "KETTLE-W", "name": "White", "stock": 9}]
            place.line.save()
            tell_stock([place.line])
        ticket = walk(place, place.apply(self.service, self.reason), self.path)
        now = NOON + len(self.path) * HOUR + self.wait
        if self.lapses:
            while lapse_overdue(now):
                pass
        ticket = walk(place, ticket, self.then, now)
        return place, Ticket.objects.get(pk=ticket.pk), now + (len(self.then) + 1) * HOUR


DESK = (Role.DESK, Role.SUPERVISOR)
WEEK = timedelta(days=8)

ROUTES: dict[tuple[Step, Role], Route] = {
    (Step.APPROVE, Role.SELLER): Route(),
    (Step.OFFER, Role.SELLER): Route(M),
    (Step.REJECT, Role.SELLER): Route(),
    (Step.HAND_TO_KILIMALL, Role.SELLER): Route(),
    (Step.ACCEPT, Role.CUSTOMER): Route(R, SENT[:1]),
    (Step.APPEAL, Role.CUSTOMER): Route(R, REJECTED),
    (Step.WITHDRAW, Role.CUSTOMER): Route(),
    (Step.ANSWER, Role.CUSTOMER): Route(R, ASK["customer"]),
    (Step.ANSWER, Role.SELLER): Route(R, ASK["seller"]),
    **{(Step.ASK_EVIDENCE, role): Route(R, APPEALED) for role in DESK},
    **{(Step.RULE_OFFER, role): Route(R, APPEALED) for role in DESK},
    **{(Step.RULE_AGAINST, role): Route(R, APPEALED) for role in DESK},
    **{(Step.RULE_REFUND, role): Route(R, FAIL_APPEALED) for role in DESK},
    **{(Step.RULE_SEND_BACK, role): Route(R, FAIL_APPEALED) for role in DESK},
    **{(Step.RULE_REPLACE, role): Route(X, FAIL_APPEALED) for role in DESK},
    **{(Step.RULE_DELIVERED, role): Route(X, DISPATCHED, wait=WEEK, then=LOST) for role in DESK},
    (Step.ACCEPT_HERE, Role.CUSTOMER): Route(R, AGREED_HERE),
    (Step.LOG_EARLY, Role.COUNTER): Route(R, REJECTED),
    (Step.LOG_EARLY, Role.WAREHOUSE): Route(R),
    (Step.HAND_OVER, Role.WAREHOUSE): Route(R, SENT[:2]),
    (Step.HAND_OVER, Role.CUSTOMER): Route(R, SENT[:2]),
    (Step.HAND_OVER, Role.COUNTER): Route(R, SENT[:2]),
    (Step.HAND_OVER, Role.RIDER): Route(R, SENT[:2]),
    (Step.CHANGE_METHOD, Role.CUSTOMER): Route(R, SENT[:2]),
    (Step.BOOK_COLLECTION, Role.CUSTOMER): Route(R, COLLECTED),
    (Step.COLLECTION_FAILED, Role.RIDER): Route(R, BOOKED),
    (Step.COLLECTION_MISSED, Role.RIDER): Route(R, BOOKED),
    (Step.GIVE_UP_COLLECTION, Role.RIDER): Route(R, LAST_VISIT),
    (Step.CORRECT_WAYBILL, Role.CUSTOMER): Route(R, OWN_COURIER),
    (Step.RECEIVE, Role.WAREHOUSE): Route(R, SENT[:3]),
    (Step.PASS, Role.WAREHOUSE): Route(R, SENT),
    (Step.PASS_PART, Role.WAREHOUSE): Route(R, SENT, pieces=3),
    (Step.FAIL, Role.WAREHOUSE): Route(R, SENT),
    (Step.SEND_BACK, Role.CUSTOMER): Route(R, FAILED),
    (Step.ARRIVE, Role.COUNTER): Route(R, HOME[:-1]),
    (Step.HAND_BACK, Role.COUNTER): Route(R, HOME),
    (Step.HAND_BACK, Role.RIDER): Route(R, TO_DOOR),
    (Step.DISPATCH, Role.SELLER): Route(X, PASSED),
    (Step.DISPATCH, Role.WAREHOUSE): Route(X, PASSED, kind="local"),
    (Step.NO_STOCK, Role.SELLER): Route(X, PASSED),
    (Step.NO_STOCK, Role.WAREHOUSE): Route(X, PASSED, kind="local"),
    (Step.CHOOSE_VARIANT, Role.CUSTOMER): Route(X, NO_STOCK, makes=True),
    (Step.REFUND_INSTEAD, Role.CUSTOMER): Route(X, NO_STOCK),
    (Step.CONFIRM, Role.CUSTOMER): Route(X, DISPATCHED),
    (Step.CONFIRM, Role.COUNTER): Route(X, DISPATCHED),
    (Step.CONFIRM, Role.RIDER): Route(X, DISPATCHED),
    (Step.REPORT_MISSING, Role.CUSTOMER): Route(X, DISPATCHED, wait=WEEK),
}
"""Where each person's step is open to each role that may take it."""

PLACES: dict[str, tuple[State, Route]] = {
    "just applied": (State.SELLER_REVIEW, Route()),
    "money asked": (State.SELLER_REVIEW, Route(M)),
    "agreed": (State.SOLUTION_OFFERED, Route(R, SENT[:1])),
    "something else offered": (State.SOLUTION_OFFERED, Route(X, OFFERED)),
    "offered by ruling": (
        State.SOLUTION_OFFERED,
        Route(R, [*APPEALED, (Step.RULE_OFFER, "desk", {**RULING, "service": "return_refund"})]),
    ),
    "refused by the seller": (State.SELLER_REJECTED, Route(R, REJECTED)),
    "before the desk": (State.KILIMALL_REVIEW, Route(R, APPEALED)),
    "money before the desk": (State.KILIMALL_REVIEW, Route(M, APPEALED)),
    "taken over": (State.KILIMALL_REVIEW, Route(R, wait=timedelta(days=2), lapses=True)),
    "customer asked for proof": (State.EVIDENCE_REQUESTED, Route(R, ASK["customer"])),
    "seller asked for proof": (State.EVIDENCE_REQUESTED, Route(R, ASK["seller"])),
    "to be sent": (State.AWAITING_RETURN, Route(R, SENT[:2])),
    "logged early": (State.SELLER_REVIEW, Route(R, LOGGED)),
    "agreed, the goods are here": (State.SOLUTION_OFFERED, Route(R, AGREED_HERE)),
    "before the desk, the goods are here": (
        State.KILIMALL_REVIEW,
        Route(R, APPEALED_HERE),
    ),
    "to be collected": (State.AWAITING_RETURN, Route(R, COLLECTED)),
    "rider booked": (State.AWAITING_RETURN, Route(R, BOOKED)),
    "rider missed for good": (
        State.AWAITING_RETURN,
        Route(R, [*LAST_VISIT, (Step.COLLECTION_MISSED, "rider", {})]),
    ),
    "given up by the rider": (
        State.EXPIRED,
        Route(R, [*LAST_VISIT, (Step.GIVE_UP_COLLECTION, "rider", {"text": "Nobody."})]),
    ),
    "on the way": (State.RETURN_IN_TRANSIT, Route(R, SENT[:3])),
    "with an own courier": (State.RETURN_IN_TRANSIT, Route(R, OWN_COURIER)),
    "parcel traced": (State.KILIMALL_REVIEW, Route(R, OWN_COURIER, wait=timedelta(days=16), lapses=True)),
    "being checked": (State.INSPECTION, Route(R, SENT)),
    "some pieces passed": (State.REFUND_PROCESSING, Route(R, PARTED, pieces=3)),
    "check failed": (State.INSPECTION_FAILED, Route(R, FAILED)),
    "check before the desk": (State.KILIMALL_REVIEW, Route(R, FAIL_APPEALED)),
    "exchange before the desk": (State.KILIMALL_REVIEW, Route(X, FAIL_APPEALED)),
    "going home": (State.SENDING_BACK, Route(R, HOME[:-1])),
    "on the way to the door": (State.SENDING_BACK, Route(R, TO_DOOR)),
    "home at the counter": (State.SENDING_BACK, Route(R, HOME)),
    "new item due": (State.REPLACEMENT_PENDING, Route(X, PASSED)),
    "new item due from the warehouse": (State.REPLACEMENT_PENDING, Route(X, PASSED, kind="local")),
    "no new item": (State.REPLACEMENT_CHOICE, Route(X, NO_STOCK)),
    "new item sent": (State.REPLACEMENT_SHIPPED, Route(X, DISPATCHED)),
    "new item late": (State.REPLACEMENT_SHIPPED, Route(X, DISPATCHED, wait=WEEK)),
    "new item at the counter": (
        State.REPLACEMENT_SHIPPED,
        Route(X, [*DISPATCHED, (Step.ARRIVE, "counter", {"place": "K1"})]),
    ),
    "new item lost": (State.KILIMALL_REVIEW, Route(X, DISPATCHED, wait=WEEK, then=LOST)),
    "money on its way": (State.REFUND_PROCESSING, Route(R, PASSED)),
    "paid": (State.REFUNDED, Route(R, PASSED, then=[(Step.SETTLE, None, {})])),
    "exchanged": (State.EXCHANGED, Route(X, [*DISPATCHED, (Step.CONFIRM, "customer", {})])),
    "ruled against": (State.REJECTED, Route(R, [*APPEALED, (Step.RULE_AGAINST, "desk", RULING)])),
    "withdrawn": (State.CANCELLED, Route(R, [(Step.WITHDRAW, "customer", {})])),
    "missed": (State.EXPIRED, Route(R, REJECTED, wait=timedelta(days=5), lapses=True)),
    "before the supervisor": (State.KILIMALL_REVIEW, Route(R, APPEALED, wait=timedelta(days=9), lapses=True)),
    "check before the supervisor": (State.INSPECTION, Route(R, SENT, wait=timedelta(days=9), lapses=True)),
    "overdue with the seller": (State.SELLER_REVIEW, Route(R, wait=timedelta(days=3))),
    "overdue with the customer": (State.SELLER_REJECTED, Route(R, REJECTED, wait=timedelta(days=6))),
    "overdue with the desk": (State.KILIMALL_REVIEW, Route(R, APPEALED, wait=timedelta(days=9))),
}
"""Every state, and what of it looks or opens otherwise."""
