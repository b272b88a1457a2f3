"""Over the counter: goods that come too early, serial numbers, receipts, and parcels without a ticket."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue
from returns.actions.unclaimed import log_parcel, settle_parcel
from returns.enums import Goods, Role, Service, State, Step
from returns.models import Evidence, Ticket, UnclaimedParcel
from returns.queries.invariants import INVARIANTS
from returns.queries.places import last_place_of
from returns.queries.steps import open_steps
from returns.queries.timeline import details_of
from returns.queries.unclaimed import waiting_parcels
from returns.queries.wording.counter import counter_word
from returns.queries.worklists import scanned
from returns.tests.test_machines import APPEALED, REJECTED, SENT, Path, assert_whole, walk
from returns.tests.world import NOON, World, person, photo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 9 * HOUR
LOGGED: Path = [(Step.LOG_EARLY, "counter", {"place": "K1"})]
MONEY = {"service": "refund_only", "amount": 100, "text": "Keep it?"}


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ([], State.SELLER_REVIEW),
        (SENT[:1], State.SOLUTION_OFFERED),
        (REJECTED, State.SELLER_REJECTED),
        (APPEALED, State.KILIMALL_REVIEW),
    ],
)
def test_goods_that_come_too_early_are_kept_and_move_nothing(world: World, path: Path, state: State) -> None:
    before = walk(world, world.apply(), path)
    ticket = walk(world, before, LOGGED, LATER)
    assert (ticket.state, ticket.goods) == (state, Goods.IN_HAND)
    assert (ticket.holder, ticket.due_at, ticket.due_step) == (before.holder, before.due_at, before.due_step)
    assert ticket.scans.get().step == Step.LOG_EARLY
    assert_whole(ticket)


def test_accepting_then_leads_to_the_inspection_at_once(world: World) -> None:
    ticket = walk(world, world.apply(), [*LOGGED, SENT[0]])
    assert Step.ACCEPT not in open_steps(ticket, frozenset({Role.CUSTOMER}), now=LATER)
    ticket = world.take(Step.ACCEPT_HERE, ticket, "customer", LATER)
    assert (ticket.state, ticket.holder) == (State.INSPECTION, "kilimall")
    assert world.take(Step.PASS, ticket, "warehouse", LATER + HOUR).state == State.REFUND_PROCESSING
    for invariant in (one for one in INVARIANTS if one.title.startswith("7")):
        assert not list(invariant.offenders(LATER + 2 * HOUR)), invariant.title


def test_a_solution_in_money_alone_is_accepted_as_ever(world: World) -> None:
    offer = (Step.OFFER, "seller", {**MONEY, "amount": world.line.paid_amount / 2})
    ticket = walk(world, world.apply(), [*LOGGED, offer])
    assert Step.ACCEPT_HERE not in open_steps(ticket, frozenset({Role.CUSTOMER}), now=LATER)
    paid = world.take(Step.ACCEPT, ticket, "customer", LATER)
    assert (paid.state, paid.service) == (State.REFUND_PROCESSING, Service.REFUND_ONLY)


def test_a_silent_seller_is_ruled_against_with_the_goods_here_too(world: World) -> None:
    ticket = walk(world, world.apply(), LOGGED)
    for days in (3, 20):
        lapse_overdue(NOON + timedelta(days=days))
    ticket.refresh_from_db(fields=["holder", "due_step"])
    assert Ticket.objects.get(pk=ticket.pk).events.filter(step=Step.RULE_BY_DEFAULT).exists()


def test_an_appeal_against_the_seller_is_no_appeal_against_an_inspection(world: World) -> None:
    ticket = walk(world, world.apply(), [*REJECTED, *LOGGED, APPEALED[-1]])
    assert ticket.inspection_appealed is False


@pytest.mark.parametrize(
    ("known", "read", "noted"),
    [
        (["SN-1 00a"], "sn100A", {"serial": "sn100A", "serial_differs": False}),
        (["SN100", "SN101"], "SN101", {"serial": "SN101", "serial_differs": False}),
        (["SN100"], "SN999", {"serial": "SN999", "serial_differs": True}),
        (["SN100"], "", {}),
    ],
)
def test_a_serial_number_is_held_against_the_orders(
    world: World, known: list[str], read: str, noted: dict[str, Any]
) -> None:
    world.line.serial_numbers = known
    world.line.save()
    ticket = walk(world, world.apply(), SENT[:2])
    ticket = world.take(Step.HAND_OVER, ticket, "counter", LATER, place="K1", serial=read, photos=[photo()])
    event = ticket.events.get(step=Step.HAND_OVER)
    assert event.details == {"place": "K1", **noted}
    assert Evidence.objects.filter(event=event).count() == 1


@pytest.mark.parametrize(
    ("weight", "noted"),
    [(1950, {"weight": 1950}), (400, {"weight": 400, "weight_differs": True}), (None, {})],
)
def test_a_parcel_is_weighed_from_hand_to_hand(world: World, weight: Any, noted: dict[str, Any]) -> None:
    ticket = walk(world, world.apply(), SENT[:2])
    ticket = world.take(Step.HAND_OVER, ticket, "counter", LATER, place="K1", weight=2000)
    ticket = world.take(Step.RECEIVE, ticket, "warehouse", LATER, place="Main", weight=weight)
    assert ticket.events.get(step=Step.RECEIVE).details == {"place": "Main", **noted}
    told = {str(label): value for label, value in details_of(ticket.events.latest("number"), "KES")}
    assert told.get("Weight") == (f"{weight:,} g" if weight else None)


@pytest.mark.parametrize("weight", [0, -5, 200_001, "2000", 1.5])
def test_what_no_scale_says_is_refused(world: World, weight: Any) -> None:
    ticket = walk(world, world.apply(), SENT[:2])
    with pytest.raises(RefusedError) as refused:
        world.take(Step.HAND_OVER, ticket, "counter", LATER, place="K1", weight=weight)
    assert refused.value.field == "weight"


def test_a_scanner_begins_where_it_was_last(world: World) -> None:
    assert last_place_of(world.people["counter"]) == {}
    walk(world, world.apply(), LOGGED)
    assert last_place_of(world.people["counter"]) == {"place": "K1"}


def test_open_goods_are_found_by_their_serial_number(world: World) -> None:
    world.line.serial_numbers = ["SN-10011", "SN-10012"]
    world.line.save()
    ticket = world.apply()
    user = world.people["counter"]
    assert [row.ticket.pk for row in scanned(user, "sn-10012", LATER)] == [ticket.pk]
    assert scanned(user, "SN-1001", LATER) == []
    assert scanned(user, '"', LATER) == []
    walk(world, ticket, [(Step.WITHDRAW, "customer", {})])
    assert scanned(user, "SN-10012", LATER) == []


def test_the_counter_is_told_why_not_and_what_to_say(world: World) -> None:
    ticket = world.apply()
    assert "keep them" in counter_word(ticket)
    assert counter_word(walk(world, ticket, SENT[:2])) == ""
    money = world.apply(Service.REFUND_ONLY, line=world.add_line())
    assert "keeps the goods" in counter_word(money)
    for state in State:
        closed = Ticket(state=state, service=Service.RETURN_REFUND, goods=Goods.WITH_CUSTOMER)
        word = counter_word(closed)
        assert "%" not in word
        assert not word or word.endswith(".")


class TestWithoutTicket:
    """Parcels that nobody's ticket asks for."""

    def log(self, world: World, label: str = "", who: str = "counter") -> UnclaimedParcel:
        return log_parcel(by=world.people[who], place="K1", label=label, note="A brown box", now=NOON)

    def test_it_waits_for_the_desk_with_its_product(self, world: World) -> None:
        parcel = self.log(world, f" {world.order.number} ")
        assert (parcel.line, parcel.label) == (world.line, world.order.number)
        assert [row.parcel for row in waiting_parcels(world.people["desk"])] == [parcel]
        world.add_line()
        assert self.log(world, world.order.number).line is None
        assert self.log(world, "SN-1").line is None

    def test_it_is_settled_once(self, world: World) -> None:
        parcel = self.log(world)
        settle_parcel(parcel.pk, by=world.people["desk"], outcome="Handed back", now=LATER)
        with pytest.raises(RefusedError) as refused:
            settle_parcel(parcel.pk, by=world.people["supervisor"], outcome="Lost", now=LATER)
        assert refused.value.code == "not_open"
        parcel.refresh_from_db()
        assert (parcel.outcome, parcel.settled_by) == ("Handed back", world.people["desk"])
        assert waiting_parcels(world.people["desk"]) == []

    def test_who_sees_it(self, world: World) -> None:
        self.log(world, world.order.number)
        assert waiting_parcels(person("desk", country="UG")) == []
        assert waiting_parcels(world.people["seller"]) == []
        buyer = world.people["customer"]
        buyer.groups.add(*world.people["desk"].groups.all())
        assert waiting_parcels(type(buyer).objects.get(pk=buyer.pk)) == []

    @pytest.mark.parametrize("change", [{"outcome": "Gone"}, {"settled_at": NOON}])
    def test_the_database_wants_all_of_a_settlement(self, world: World, change: dict[str, Any]) -> None:
        self.log(world)
        with pytest.raises(IntegrityError), transaction.atomic():
            UnclaimedParcel.objects.update(**change)
