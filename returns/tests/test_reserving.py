"""Stock that exchanges are promised: told by the feed, held from the agreement on, sent or given back."""

from datetime import timedelta
from typing import Any

import pytest

from orders.actions.stocking import tell_stock
from orders.models import Stock
from returns.actions.refusal import RefusedError
from returns.actions.reserving import reserve
from returns.actions.stepping import lapse_overdue
from returns.enums import Service, State, Step
from returns.models import Reservation, Ticket
from returns.queries.stocks import none_left, variants_of
from returns.tests.test_machines import DISPATCHED, FAILED, PASSED, SENT, Path, assert_whole, walk
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + timedelta(hours=9)
MAKES = [
    {"sku": "KETTLE", "name": "Kettle, black", "stock": 2},
    {"sku": "KETTLE-W", "name": "Kettle, white", "stock": 1},
    {"sku": "KETTLE-R", "name": "Kettle, red", "stock": 0},
]
NO_STOCK: Path = [*PASSED, (Step.NO_STOCK, "seller", {})]


def stocked(**options: Any) -> World:
    world = World(**options)
    world.line.variants = MAKES
    world.line.save()
    tell_stock([world.line])
    return world


def stock(sku: str = "KETTLE") -> tuple[int, int]:
    row = Stock.objects.get(sku=sku)
    return row.stock, row.reserved


def test_the_feed_s_last_word_counts_and_keeps_what_is_promised() -> None:
    world = stocked()
    walk(world, world.apply(Service.EXCHANGE), SENT[:1])
    assert stock() == (2, 1)
    world.line.variants = [{**MAKES[0], "stock": 0}]
    tell_stock([world.line])
    assert stock() == (0, 1)
    assert Stock.objects.get(sku="KETTLE").left == 0


def test_it_is_promised_when_the_exchange_is_agreed_and_gone_when_it_is_sent() -> None:
    world = stocked()
    ticket = world.apply(Service.EXCHANGE)
    assert stock() == (2, 0)
    walk(world, ticket, DISPATCHED)
    assert stock() == (1, 0)
    held = Reservation.objects.get()
    assert (held.was_sent, held.ended_at is None) == (True, False)


def test_one_that_was_offered_instead_is_promised_when_it_is_accepted() -> None:
    world = stocked()
    offer = (Step.OFFER, "seller", {"service": "exchange", "text": "A new one?"})
    ticket = walk(world, world.apply(), [offer])
    assert not Reservation.objects.exists()
    walk(world, ticket, [SENT[1]], LATER)
    assert stock() == (2, 1)


@pytest.mark.parametrize(
    ("path", "wait"),
    [
        ([*SENT[:2], (Step.WITHDRAW, "customer", {})], 0),
        (SENT[:2], 10),
        (NO_STOCK, 0),
        ([*FAILED, (Step.SEND_BACK, "customer", {})], 0),
    ],
)
def test_every_other_end_gives_it_back(path: Path, wait: int) -> None:
    world = stocked()
    walk(world, world.apply(Service.EXCHANGE), path)
    while wait and lapse_overdue(NOON + wait * DAY):
        pass
    assert stock() == (2, 0)
    assert Reservation.objects.get().was_sent is False


def test_a_new_item_goes_out_though_the_feed_told_it_gone_already() -> None:
    world = stocked()
    ticket = walk(world, world.apply(Service.EXCHANGE), PASSED)
    world.line.variants = [{**MAKES[0], "stock": 0}]
    tell_stock([world.line])
    assert walk(world, ticket, DISPATCHED[-1:], LATER).state == State.REPLACEMENT_SHIPPED
    assert stock() == (0, 0)


def test_pieces_that_fail_take_their_promise_with_them() -> None:
    world = stocked(quantity=2)
    part = {"passed": 1, "clause": "4.2", "text": "One is broken.", "photos": [photo()]}
    ticket = walk(world, world.apply(Service.EXCHANGE), [*PASSED[:-1], (Step.PASS_PART, "warehouse", part)])
    failed = Ticket.objects.get(split_of=ticket.pk)
    held = Reservation.objects.filter(ended_at=None).values_list("ticket", "quantity")
    assert set(held) == {(ticket.pk, 1), (failed.pk, 1)}
    assert stock() == (2, 2)
    walk(world, failed, [(Step.SEND_BACK, "customer", {})], LATER)
    assert stock() == (2, 1)
    walk(world, ticket, DISPATCHED[-1:], LATER)
    assert stock() == (1, 0)


def test_no_more_is_promised_than_there_is() -> None:
    world = stocked(quantity=3)
    ticket = world.apply(Service.EXCHANGE)
    assert none_left(ticket, Step.APPROVE)
    walk(world, ticket, SENT[:1])
    assert stock() == (2, 0)
    assert not Reservation.objects.exists()


def test_of_an_unknown_stock_nothing_is_promised() -> None:
    world = World()
    ticket = world.apply(Service.EXCHANGE)
    assert not none_left(ticket, Step.APPROVE)
    walk(world, ticket, DISPATCHED)
    assert not Reservation.objects.exists()


class TestChoice:
    """There is none of it: the customer chooses another make, once, or the money."""

    def choose(self, world: World, ticket: Ticket, sku: str) -> Ticket:
        return world.take(Step.CHOOSE_VARIANT, ticket, "customer", LATER, variant=sku)

    def test_another_make_is_kept_and_sent(self) -> None:
        world = stocked()
        ticket = walk(world, world.apply(Service.EXCHANGE), NO_STOCK)
        assert [one.label(1) for one in variants_of(ticket)] == [
            "Kettle, white (1 left)",
            "Kettle, red (sold out)",
        ]
        ticket = self.choose(world, ticket, "KETTLE-W")
        assert (ticket.state, ticket.holder, ticket.due_step) == (
            State.REPLACEMENT_PENDING,
            "seller",
            Step.OFFER_CHOICE,
        )
        assert ticket.new_name == "Kettle, white"
        assert stock("KETTLE-W") == (1, 1)
        ticket = walk(world, ticket, DISPATCHED[-1:], LATER)
        assert stock("KETTLE-W") == (0, 0)
        assert_whole(ticket)

    @pytest.mark.parametrize("sku", ["KETTLE-R", "KETTLE", "MOON", ""])
    def test_what_is_sold_out_or_no_make_of_it_is_refused(self, sku: str) -> None:
        world = stocked()
        ticket = walk(world, world.apply(Service.EXCHANGE), NO_STOCK)
        with pytest.raises(RefusedError) as refused:
            self.choose(world, ticket, sku)
        assert refused.value.field == "variant"
        assert Ticket.objects.get(pk=ticket.pk).last_event == ticket.last_event

    def test_it_is_chosen_once_then_silence_is_money(self) -> None:
        world = stocked()
        ticket = walk(world, world.apply(Service.EXCHANGE), NO_STOCK)
        ticket = self.choose(world, ticket, "KETTLE-W")
        ticket = walk(world, ticket, [(Step.NO_STOCK, "seller", {})], LATER)
        with pytest.raises(RefusedError) as refused:
            world.take(
                Step.CHOOSE_VARIANT, ticket, "customer", LATER + timedelta(hours=2), variant="KETTLE-W"
            )
        assert refused.value.code == "not_open"
        while lapse_overdue(NOON + 9 * DAY):
            pass
        assert Ticket.objects.get(pk=ticket.pk).state == State.REFUND_PROCESSING
        assert stock("KETTLE-W") == (1, 0)


class TestWanted:
    """Another make is named when applying: it is what is promised, sent, and missed."""

    def apply(self, world: World, variant: str, **more: Any) -> Ticket:
        return world.apply(Service.EXCHANGE, variant=variant, **more)

    def test_it_is_promised_and_sent(self) -> None:
        world = stocked()
        ticket = self.apply(world, "KETTLE-W")
        assert (ticket.new_sku, ticket.new_name) == ("KETTLE-W", "Kettle, white")
        walk(world, ticket, SENT[:2])
        assert (stock(), stock("KETTLE-W")) == ((2, 0), (1, 1))
        walk(world, ticket, DISPATCHED[2:], LATER)
        assert (stock(), stock("KETTLE-W")) == ((2, 0), (0, 0))

    def test_where_it_is_gone_meanwhile_the_same_may_be_chosen(self) -> None:
        world = stocked()
        ticket = self.apply(world, "KETTLE-W")
        Stock.objects.filter(sku="KETTLE-W").update(stock=0)
        assert none_left(ticket, Step.APPROVE)
        ticket = walk(world, ticket, NO_STOCK)
        assert [one.sku for one in variants_of(ticket)] == ["KETTLE", "KETTLE-R"]
        ticket = world.take(Step.CHOOSE_VARIANT, ticket, "customer", LATER, variant="KETTLE")
        assert (ticket.new_sku, ticket.new_name) == ("KETTLE", "")
        assert stock() == (2, 1)

    @pytest.mark.parametrize("variant", ["KETTLE-R", "MOON"])
    def test_what_is_sold_out_or_no_make_of_it_is_refused(self, variant: str) -> None:
        world = stocked()
        with pytest.raises(RefusedError) as refused:
            self.apply(world, variant)
        assert refused.value.field == "variant"
        assert not Ticket.objects.exists()

    def test_only_an_exchange_brings_one(self) -> None:
        world = stocked()
        ticket = world.apply(Service.RETURN_REFUND, variant="KETTLE-W")
        assert (ticket.wanted_sku, ticket.new_name) == ("", "")
        assert self.apply(stocked(), "KETTLE").wanted_sku == ""


def test_a_promise_is_made_once() -> None:
    world = stocked()
    ticket = world.apply(Service.EXCHANGE)
    walk(world, ticket, SENT[:2])
    assert Reservation.objects.count() == 1
    assert not reserve(World().apply(Service.EXCHANGE), "KETTLE", NOON)
