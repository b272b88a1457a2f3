"""Goods of tickets that closed while Kilimall held them: they go home on clocks of their own (domain 3)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from returns.actions.engine import tick
from returns.actions.handing_back import arrive, hand_out, lapse_hand_backs
from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue, take_step
from returns.enums import Goods, HandedBack, Service, State, Step
from returns.models import HandBack, Scan, Ticket
from returns.tests.test_machines import REJECTED, RULING, SENT, Path, walk
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + timedelta(hours=9)
LOGGED: Path = [(Step.LOG_EARLY, "counter", {"place": "K1"})]
WITHDRAWN: Path = [*LOGGED, (Step.WITHDRAW, "customer", {})]


def opened(world: World, path: Path = WITHDRAWN) -> HandBack:
    ticket = walk(world, world.apply(), path)
    return HandBack.objects.get(ticket=ticket)


def test_a_ticket_that_is_withdrawn_while_kilimall_holds_its_goods_opens_one() -> None:
    world = World()
    row = opened(world)
    assert (row.due_step, row.arrived_at, row.outcome) == (Step.ESCALATE, None, "")
    assert row.ticket.state == State.CANCELLED
    assert len(row.code) == 6


def test_so_does_one_that_expires_in_the_batch_of_the_clock() -> None:
    world = World()
    ticket = walk(world, world.apply(), [*REJECTED, *LOGGED])
    while lapse_overdue(NOON + 10 * DAY):
        pass
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.state, ticket.goods) == (State.EXPIRED, Goods.IN_HAND)
    assert HandBack.objects.get().ticket == ticket


def test_so_does_one_that_ends_in_money_alone() -> None:
    world = World()
    money = {"service": "refund_only", "amount": world.line.paid_amount / 2, "text": "Keep it?"}
    path: Path = [*LOGGED, (Step.OFFER, "seller", money), (Step.ACCEPT, "customer", {})]
    ticket = walk(world, world.apply(), path)
    assert not HandBack.objects.exists()
    tick(LATER)
    assert HandBack.objects.get().ticket == ticket


@pytest.mark.parametrize(
    "path",
    [
        [(Step.WITHDRAW, "customer", {})],
        [*SENT[:2], (Step.WITHDRAW, "customer", {})],
        [*SENT, (Step.PASS, "warehouse", {}), (Step.SETTLE, None, {})],
    ],
)
def test_others_open_none(path: Path) -> None:
    world = World()
    walk(world, world.apply(), path)
    assert not HandBack.objects.exists()


def test_what_was_on_its_way_when_the_desk_ruled_against_comes_home_once_it_is_received() -> None:
    world = World()
    courier = (Step.HAND_OVER, "customer", {"carrier": "Coast", "waybill": "CC-100200"})
    ticket = walk(world, world.apply(), [*SENT[:2], courier])
    while lapse_overdue(NOON + 20 * DAY):
        pass
    now = NOON + 20 * DAY
    ticket = world.take(Step.RULE_AGAINST, ticket, "desk", now, **RULING)
    assert ticket.state == State.REJECTED
    for _time in range(2):
        with pytest.raises(RefusedError):
            take_step(Step.RECEIVE, ticket.pk, by=world.people["warehouse"], now=now, place="Dock 2")
    assert HandBack.objects.get().ticket == ticket


def test_the_counter_hands_it_out_on_the_code() -> None:
    world = World()
    row, counter = opened(world), world.people["counter"]
    row = arrive(row.pk, place="K1", by=counter, now=LATER)
    assert (row.due_step, row.place) == (Step.SHELVE, "K1")
    with pytest.raises(RefusedError):
        arrive(row.pk, place="K2", by=counter, now=LATER)
    with pytest.raises(RefusedError) as refused:
        hand_out(row.pk, code="x", place="K1", by=counter, now=LATER)
    assert refused.value.field == "code"
    assert Scan.objects.filter(step=Step.HAND_BACK, moved=False).count() == 1
    row = hand_out(row.pk, code=row.code, place="K1", by=counter, now=LATER)
    assert (row.outcome, row.by, row.due_at) == (HandedBack.HANDED_BACK, counter, None)
    with pytest.raises(RefusedError):
        hand_out(row.pk, code=row.code, place="K1", by=counter, now=LATER)


def test_a_code_can_not_be_tried_out() -> None:
    world = World()
    row = arrive(opened(world).pk, place="K1", by=world.people["counter"], now=LATER)
    wrong = "000000" if row.code != "000000" else "111111"
    for code in [*[wrong] * 5, row.code]:
        with pytest.raises(RefusedError):
            hand_out(row.pk, code=code, place="K1", by=world.people["counter"], now=LATER)
    row.refresh_from_db()
    assert row.ended_at is None


def test_its_clocks_are_those_of_goods_that_go_back() -> None:
    world = World()
    row = opened(world)
    lapse_hand_backs(NOON + 16 * DAY)
    row.refresh_from_db()
    assert (row.due_at, row.flagged_at is None) == (None, False)
    arrived = NOON + 17 * DAY
    arrive(row.pk, place="K1", by=world.people["counter"], now=arrived)
    assert tick(arrived + 9 * DAY)["hand_back"] == 1
    row.refresh_from_db()
    assert (row.due_step, row.flagged_at) == (Step.DISPOSE, None)
    lapse_hand_backs(arrived + 89 * DAY)
    assert HandBack.objects.get().outcome == ""
    lapse_hand_backs(arrived + 92 * DAY)
    assert HandBack.objects.get().outcome == HandedBack.DISPOSED


@pytest.mark.parametrize("change", [{"outcome": "lost"}, {"outcome": "disposed"}, {"due_at": None}])
def test_the_database_keeps_clock_and_outcome_together(change: dict[str, str]) -> None:
    opened(World())
    with pytest.raises(IntegrityError), transaction.atomic():
        HandBack.objects.update(**change)


def test_the_pages_show_it_and_the_code_to_its_customer_alone() -> None:
    house = House(World())
    ticket = walk(house.world, house.world.apply(), WITHDRAWN)
    row, path = HandBack.objects.get(), f"/counter/{ticket.reference}/home/"
    with at(LATER):
        counter, customer = house.browser("counter"), house.browser("customer")
        form = read(counter.get(f"/counter/{ticket.reference}/")).form_to(path)
        assert counter.post(path, {"place": " "}).status_code == 422
        assert counter.post(path, form.filled(place="K1")).status_code == 302
        page = read(customer.get(f"/tickets/{ticket.reference}/"))
        assert f"Show this code there: {row.code}" in page.text
        for who in ("counter", "desk", "seller", "warehouse"):
            assert row.code not in house.page(who, ticket).text
        assert house.browser("warehouse").post(path, {"place": "K1", "code": row.code}).status_code == 403
        wrong = counter.post(path, {"place": "K1", "code": "abc"})
        assert wrong.status_code == 422
        assert "This is not the code" in read(wrong).text
        assert counter.post(path, {"place": "K1", "code": row.code}).status_code == 302
        assert "Handed back to the customer" in house.page("desk", ticket).text
        assert counter.post(path, {"place": "K1", "code": row.code}).status_code == 422
        other = house.world.apply(Service.EXCHANGE, line=house.world.add_line())
        assert counter.post(f"/counter/{other.reference}/home/", {"place": "K1"}).status_code == 404
