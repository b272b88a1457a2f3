"""The three machines from the application to each of their ends, through the one way in."""

import itertools
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from returns.actions import reviewing, stepping
from returns.actions.move import Move
from returns.actions.recording import Note
from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue, take_step
from returns.enums import Goods, MissingKind, Reason, Service, State, Step
from returns.models import ClockSegment, Notice, Refund, Ticket, TicketEvent, Transfer
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
RULING = {"clause": "2-T2", "text": "We looked at it.", "liable": "shop"}

Path = list[tuple[Step, str, dict[str, Any]]]
SENT: Path = [
    (Step.APPROVE, "seller", {}),
    (Step.ACCEPT, "customer", {"method": "kilishop"}),
    (Step.HAND_OVER, "counter", {"place": "Kilishop Ngong Road"}),
    (Step.RECEIVE, "warehouse", {"place": "Main warehouse"}),
]
OWN_COURIER: Path = [
    *SENT[:2],
    (Step.HAND_OVER, "customer", {"carrier": "Wells Fargo", "waybill": "WF-884412"}),
]
FAILED: Path = [
    *SENT,
    (Step.FAIL, "warehouse", {"clause": "3-X3", "text": "Burnt.", "photos": "one"}),
]
PASSED: Path = [*SENT, (Step.PASS, "warehouse", {})]
REJECTED: Path = [(Step.REJECT, "seller", {"code": "condition", "clause": "2.5", "text": "It was used."})]
APPEALED: Path = [*REJECTED, (Step.APPEAL, "customer", {"text": "It was not."})]
FAIL_APPEALED: Path = [
    *FAILED,
    (Step.APPEAL, "customer", {"text": "It was so when it came.", "photos": "one"}),
]
DISPATCHED: Path = [
    *PASSED,
    (Step.DISPATCH, "seller", {"carrier": "G4S", "waybill": "G4S-100200"}),
]
EXCHANGED: Path = [*DISPATCHED, (Step.CONFIRM, "customer", {})]
HOME: Path = [*FAILED, (Step.SEND_BACK, "customer", {}), (Step.ARRIVE, "counter", {"place": "K1"})]


def walk(world: World, ticket: Ticket, path: Path, now: datetime = NOON) -> Ticket:
    """Take the steps of a path, an hour after each other."""
    for number, (step, who, details) in enumerate(path, 1):
        given = {**details, "photos": [photo()]} if "photos" in details else details
        ticket = world.take(step, ticket, who, now + number * HOUR, **given)
    return ticket


@pytest.mark.parametrize(
    ("service", "path", "state"),
    [
        (Service.RETURN_REFUND, PASSED, State.REFUND_PROCESSING),
        (Service.RETURN_REFUND, APPEALED, State.KILIMALL_REVIEW),
        (Service.RETURN_REFUND, [*APPEALED, (Step.RULE_AGAINST, "desk", RULING)], State.REJECTED),
        (
            Service.RETURN_REFUND,
            [*APPEALED, (Step.RULE_OFFER, "desk", {**RULING, "service": "return_refund"})],
            State.SOLUTION_OFFERED,
        ),
        (
            Service.RETURN_REFUND,
            [*FAIL_APPEALED, (Step.RULE_REFUND, "desk", RULING)],
            State.REFUND_PROCESSING,
        ),
        (
            Service.RETURN_REFUND,
            [*FAIL_APPEALED, (Step.RULE_REFUND, "desk", {**RULING, "amount": Decimal(900)})],
            State.REFUND_PROCESSING,
        ),
        (
            Service.RETURN_REFUND,
            [*FAIL_APPEALED, (Step.RULE_SEND_BACK, "desk", RULING)],
            State.SENDING_BACK,
        ),
        (Service.RETURN_REFUND, HOME, State.SENDING_BACK),
        (Service.RETURN_REFUND, [(Step.WITHDRAW, "customer", {})], State.CANCELLED),
        (Service.RETURN_REFUND, [*SENT[:2], (Step.WITHDRAW, "customer", {})], State.CANCELLED),
        (
            Service.RETURN_REFUND,
            [*SENT[:2], (Step.CHANGE_METHOD, "customer", {"method": "collection"})],
            State.AWAITING_RETURN,
        ),
        (
            Service.RETURN_REFUND,
            [
                *OWN_COURIER,
                (Step.CORRECT_WAYBILL, "customer", {"carrier": "G4S", "waybill": "G4S-7781"}),
            ],
            State.RETURN_IN_TRANSIT,
        ),
        (
            Service.RETURN_REFUND,
            [(Step.HAND_TO_KILIMALL, "seller", {"code": "holiday"})],
            State.KILIMALL_REVIEW,
        ),
        (
            Service.RETURN_REFUND,
            [
                *APPEALED,
                (Step.ASK_EVIDENCE, "desk", {"party": "customer", "text": "A video?"}),
                (Step.ANSWER, "customer", {"text": "Here.", "photos": "one"}),
            ],
            State.KILIMALL_REVIEW,
        ),
        (Service.EXCHANGE, PASSED, State.REPLACEMENT_PENDING),
        (Service.EXCHANGE, EXCHANGED, State.EXCHANGED),
        (
            Service.EXCHANGE,
            [*DISPATCHED, (Step.CONFIRM, "rider", {"place": "At the door"})],
            State.EXCHANGED,
        ),
        (
            Service.EXCHANGE,
            [*DISPATCHED, (Step.ARRIVE, "counter", {"place": "K1"})],
            State.REPLACEMENT_SHIPPED,
        ),
        (
            Service.EXCHANGE,
            [*PASSED, (Step.NO_STOCK, "seller", {}), (Step.REFUND_INSTEAD, "customer", {})],
            State.REFUND_PROCESSING,
        ),
        (
            Service.EXCHANGE,
            [*FAIL_APPEALED, (Step.RULE_REPLACE, "desk", RULING)],
            State.REPLACEMENT_PENDING,
        ),
        (
            Service.EXCHANGE,
            [*FAIL_APPEALED, (Step.RULE_SEND_BACK, "desk", RULING)],
            State.SENDING_BACK,
        ),
        (Service.EXCHANGE, [*APPEALED, (Step.RULE_AGAINST, "desk", RULING)], State.REJECTED),
        (Service.REFUND_ONLY, [(Step.APPROVE, "seller", {})], State.REFUND_PROCESSING),
        (
            Service.REFUND_ONLY,
            [
                (
                    Step.OFFER,
                    "seller",
                    {"service": "refund_only", "amount": Decimal(500), "text": "Half?"},
                ),
                (Step.ACCEPT, "customer", {}),
            ],
            State.REFUND_PROCESSING,
        ),
        (
            Service.REFUND_ONLY,
            [
                (Step.OFFER, "seller", {"service": "return_refund", "text": "Send it back."}),
                (Step.ACCEPT, "customer", {"method": "kilishop"}),
            ],
            State.AWAITING_RETURN,
        ),
        (
            Service.REFUND_ONLY,
            [*APPEALED, (Step.RULE_REFUND, "desk", {**RULING, "amount": Decimal(700)})],
            State.REFUND_PROCESSING,
        ),
        (Service.REFUND_ONLY, [(Step.WITHDRAW, "customer", {})], State.CANCELLED),
        (Service.REFUND_ONLY, [*APPEALED, (Step.RULE_AGAINST, "desk", RULING)], State.REJECTED),
    ],
)
def test_a_path_leads_to_its_state(service: Service, path: Path, state: State) -> None:
    world = World()
    ticket = walk(world, world.apply(service), path)

    assert ticket.state == state
    assert_whole(ticket)


def assert_whole(ticket: Ticket) -> None:
    """The history replays to the state, the segments follow each other, one holder at most."""
    events = list(ticket.events.order_by("number"))
    assert [event.number for event in events] == list(range(1, ticket.last_event + 1))
    for before, after in itertools.pairwise(events):
        assert after.from_state == before.to_state
    assert events[-1].to_state == ticket.state
    running = ClockSegment.objects.filter(ticket=ticket, ended_at=None)
    assert running.count() == (1 if ticket.is_open else 0)
    for segment in running:
        assert (segment.holder, segment.state) == (ticket.holder, ticket.state)
        assert segment.due_at == ticket.due_at


def test_the_money_ends_in_the_wallet_once() -> None:
    world = World(gift="Cup")
    ticket = walk(world, world.apply(), [*SENT, (Step.PASS, "warehouse", {"gift_lost": True})])

    ticket = world.take(Step.SETTLE, ticket, None, NOON + 9 * HOUR)

    assert ticket.state == State.REFUNDED
    parts = Refund.objects.get(ticket=ticket).components.values_list("kind", "amount", "clause")
    assert set(parts) == {
        ("goods", Decimal("8000.00"), "2-T2"),
        ("minus_gift", Decimal("-800.00"), "4.7"),
    }
    assert Transfer.objects.get(credit__kind="wallet").amount == Decimal("7200.00")
    world.line.refresh_from_db()
    assert world.line.refunded_amount == Decimal("7200.00")
    with pytest.raises(RefusedError):
        world.take(Step.SETTLE, ticket, None, NOON + 10 * HOUR)
    assert Transfer.objects.filter(credit__kind="wallet").count() == 1


def test_a_gift_that_cost_nothing_settles_without_a_transfer() -> None:
    world = World(price="0.00")
    ticket = walk(world, world.apply(), PASSED)

    ticket = world.take(Step.SETTLE, ticket, None, NOON + 9 * HOUR)

    assert ticket.state == State.REFUNDED
    assert not Transfer.objects.exists()


def test_a_part_of_the_amount_is_paid_where_less_was_agreed() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, Reason.DAMAGED, amount="1500.00")
    walk(world, ticket, [(Step.APPROVE, "seller", {})])

    assert Refund.objects.get().amount == Decimal("1500.00")


def test_a_silent_seller_loses_the_ticket_to_kilimall_at_the_very_moment() -> None:
    world = World()
    ticket = world.apply()
    due_at = NOON + timedelta(hours=48)
    assert ticket.due_at == due_at

    assert lapse_overdue(due_at - timedelta(microseconds=1)) == 0
    assert lapse_overdue(due_at) == 1
    assert lapse_overdue(due_at) == 0

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.seller_silent) == (State.KILIMALL_REVIEW, True)
    last = TicketEvent.objects.get(step=Step.TAKE_OVER)
    assert (last.at, last.strike, last.by) == (due_at, "silent", None)
    assert_whole(ticket)
    told = Notice.objects.filter(event=last).values_list("audience", "channel")
    assert sorted(told) == [("customer", "email"), ("customer", "sms"), ("seller", "email")]


def test_a_column_that_the_sweep_left_unread_is_saved_where_a_step_writes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    world.apply()
    kept = Ticket.objects.values("facts", "verdict", "statement").get()

    def take_over(move: Move) -> Note:
        move.ticket.found = {"seal": "broken"}
        return reviewing.take_over(move)

    monkeypatch.setattr(stepping, "STEPS", {**stepping.STEPS, Step.TAKE_OVER: take_over})
    assert lapse_overdue(NOON + timedelta(hours=49)) == 1

    assert Ticket.objects.get().found == {"seal": "broken"}
    assert Ticket.objects.values("facts", "verdict", "statement").get() == kept


def test_a_late_click_is_refused_and_the_clock_lapses_instead() -> None:
    world = World()
    ticket = world.apply()

    with pytest.raises(RefusedError) as refused:
        world.take(Step.APPROVE, ticket, "seller", NOON + timedelta(days=3))

    assert refused.value.code == "too_late"
    ticket = Ticket.objects.get()
    assert ticket.state == State.KILIMALL_REVIEW
    assert TicketEvent.objects.get(step=Step.TAKE_OVER).at == NOON + timedelta(hours=48)


def test_a_whole_year_without_anybody_ends_by_the_clocks_alone() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, Reason.DAMAGED, amount="500.00")
    while lapse_overdue(NOON + timedelta(days=365)):
        pass

    ticket = Ticket.objects.get()
    assert ticket.state == State.REFUND_PROCESSING
    assert ticket.flagged_at is not None
    assert Refund.objects.get().amount == Decimal("500.00")
    assert_whole(ticket)


def test_less_money_that_nobody_answers_goes_out() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, Reason.DAMAGED)
    offer = {"service": "refund_only", "amount": Decimal(500), "text": "Keep it for half?"}
    walk(world, ticket, [(Step.OFFER, "seller", offer)])
    lapse_overdue(NOON + timedelta(days=5))

    assert Ticket.objects.get().state == State.REFUND_PROCESSING
    assert Refund.objects.get().amount == Decimal("500.00")


def test_a_proof_of_the_hand_over_is_never_ruled_against_by_default() -> None:
    world = World()
    ticket = world.apply(
        Service.REFUND_ONLY, Reason.MISSING, missing_kind=MissingKind.PARCEL, amount="900.00", photos=0
    )
    world.line.handover_proof = "signature"
    world.line.save()
    while lapse_overdue(NOON + timedelta(days=365)):
        pass

    ticket.refresh_from_db(fields=["flagged_at"])
    assert ticket.flagged_at is not None
    assert not Refund.objects.exists()


def test_above_the_cap_nothing_is_ruled_by_default() -> None:
    world = World(price="9000.00")
    world.apply(Service.REFUND_ONLY, Reason.DAMAGED)
    while lapse_overdue(NOON + timedelta(days=365)):
        pass

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.holder) == (State.KILIMALL_REVIEW, "kilimall")
    assert ticket.flagged_at is not None
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    ("service", "path", "ends"),
    [
        (Service.RETURN_REFUND, [], [State.EXPIRED]),
        (Service.RETURN_REFUND, REJECTED, [State.EXPIRED]),
        (Service.REFUND_ONLY, REJECTED, [State.EXPIRED]),
        (Service.RETURN_REFUND, SENT[:2], [State.EXPIRED]),
        (Service.RETURN_REFUND, SENT[:3], [State.REFUND_PROCESSING]),
        (Service.RETURN_REFUND, OWN_COURIER, [State.KILIMALL_REVIEW]),
        (Service.RETURN_REFUND, SENT, [State.INSPECTION]),
        (Service.RETURN_REFUND, FAILED, [State.SENDING_BACK]),
        (Service.RETURN_REFUND, HOME, [State.REJECTED]),
        (Service.EXCHANGE, SENT[:3], [State.REFUND_PROCESSING]),
        (Service.EXCHANGE, PASSED, [State.REFUND_PROCESSING]),
        (Service.EXCHANGE, DISPATCHED, [State.KILIMALL_REVIEW]),
        (
            Service.EXCHANGE,
            [*DISPATCHED, (Step.ARRIVE, "counter", {"place": "K1"})],
            [State.EXCHANGED],
        ),
    ],
)
def test_left_alone_every_ticket_ends_or_stands_before_the_supervisor(
    service: Service, path: Path, ends: list[State]
) -> None:
    world = World()
    ticket = walk(world, world.apply(service), path)
    while lapse_overdue(NOON + timedelta(days=365)):
        pass

    ticket = Ticket.objects.get()
    assert [ticket.state] == ends
    assert ticket.due_at is None
    assert ticket.is_open == (ticket.flagged_at is not None)
    assert_whole(ticket)


def test_both_doors_leave_the_same_rows() -> None:
    """One ticket lapses by a late click, the other in the batch: nothing tells them apart."""
    kept = []
    for by_click in (True, False):
        world = World()
        ticket = world.apply()
        late = NOON + timedelta(hours=50)
        if by_click:
            with pytest.raises(RefusedError):
                take_step(Step.APPROVE, ticket.pk, by=world.people["seller"], now=late)
        else:
            lapse_overdue(late)
        kept.append(rows(ticket.pk))

    assert kept[0] == kept[1]


def rows(ticket_id: int) -> list[Any]:
    """A ticket's row, events, segments and notices without what numbers them."""
    own = ("id", "ticket_id", "event_id", "reference", "draft_token", "line_id", "customer_id")
    more = (*own, "shop_id", "opened_by_id", "by_id", "facts", "declared", "seal")
    tables = (
        Ticket.objects.filter(pk=ticket_id),
        TicketEvent.objects.filter(ticket=ticket_id).order_by("number"),
        ClockSegment.objects.filter(ticket=ticket_id).order_by("id"),
        Notice.objects.filter(ticket=ticket_id).order_by("event", "audience", "channel"),
    )
    return [
        [{name: value for name, value in row.items() if name not in more} for row in table.values()]
        for table in tables
    ]


def test_asking_for_proof_holds_the_desks_clock() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    was_due = ticket.due_at
    ticket = world.take(Step.ASK_EVIDENCE, ticket, "desk", NOON + 3 * HOUR, party="seller", text="The label?")
    assert (ticket.state, ticket.holder) == (State.EVIDENCE_REQUESTED, "seller")

    ticket = world.take(Step.ANSWER, ticket, "seller", NOON + 27 * HOUR, text="Here it is.")

    assert ticket.state == State.KILIMALL_REVIEW
    assert ticket.due_at == was_due + timedelta(days=1)
    assert_whole(ticket)


def test_goods_are_handed_back_on_the_customers_code_only() -> None:
    world = World()
    ticket = walk(world, world.apply(), HOME)
    wrong = "000000" if ticket.pickup_code != "000000" else "111111"
    with pytest.raises(RefusedError) as refused:
        world.take(Step.HAND_BACK, ticket, "counter", NOON + 20 * HOUR, code=wrong, place="K1")
    assert refused.value.field == "code"

    ticket = world.take(
        Step.HAND_BACK, ticket, "counter", NOON + 20 * HOUR, code=ticket.pickup_code, place="K1"
    )

    assert (ticket.state, ticket.goods) == (State.REJECTED, Goods.GONE)


def test_a_lost_replacement_is_ruled_as_money_or_as_delivered() -> None:
    for step, state in (
        (Step.RULE_REFUND, State.REFUND_PROCESSING),
        (Step.RULE_DELIVERED, State.EXCHANGED),
    ):
        world = World()
        ticket = walk(world, world.apply(Service.EXCHANGE), DISPATCHED)
        with pytest.raises(RefusedError):
            world.take(Step.REPORT_MISSING, ticket, "customer", NOON + timedelta(days=3))
        ticket = world.take(Step.REPORT_MISSING, ticket, "customer", NOON + timedelta(days=8))
        assert ticket.state == State.KILIMALL_REVIEW

        ticket = world.take(step, ticket, "desk", NOON + timedelta(days=8), **RULING)

        assert ticket.state == state


def test_a_found_parcel_is_received_while_the_desk_looks_for_it() -> None:
    world = World()
    ticket = walk(world, world.apply(), OWN_COURIER)
    late = NOON + timedelta(days=16)
    lapse_overdue(late)

    ticket = world.take(Step.RECEIVE, ticket, "warehouse", late, place="Main warehouse")

    assert (ticket.state, ticket.goods) == (State.INSPECTION, Goods.IN_HAND)


def test_own_courier_money_comes_back_up_to_the_cap() -> None:
    world = World()
    path: Path = [
        *SENT[:2],
        (
            Step.HAND_OVER,
            "customer",
            {"carrier": "G4S", "waybill": "G4-99121", "freight": Decimal(700)},
        ),
        SENT[3],
        (Step.PASS, "warehouse", {}),
    ]
    walk(world, world.apply(), path)

    parts = dict(Refund.objects.get().components.values_list("kind", "amount"))
    assert parts == {"goods": Decimal("8000.00"), "return_freight": Decimal("500.00")}


def test_the_delivery_fee_comes_back_with_the_last_product_of_the_parcel() -> None:
    world = World(delivery_fee="150.00")
    other = world.add_line()
    for line, parts in (
        (world.line, {"goods": Decimal("8000.00")}),
        (other, {"goods": Decimal("8000.00"), "delivery_fee": Decimal("300.00")}),
    ):
        ticket = walk(world, world.apply(line=line), PASSED)
        refund = Refund.objects.get(ticket=ticket)
        assert dict(refund.components.values_list("kind", "amount")) == parts
    for line in (world.line, other):
        line.refresh_from_db()
        assert line.refunded_amount == Decimal("8150.00")
