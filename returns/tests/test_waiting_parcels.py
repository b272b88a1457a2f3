"""Goods that wait at a counter: the customer hears of them on days 0, 3, 7, 60 and 83 (domain 3)."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from returns.actions.engine import relay, tick
from returns.actions.handing_back import arrive, hand_out
from returns.enums import NoticeKind, Service, State, Step
from returns.models import ClockSegment, HandBack, Notice, Ticket
from returns.queries.messages import short_text_of
from returns.tests.test_machines import DISPATCHED, HOME, Path, walk
from returns.tests.world import World

pytestmark = pytest.mark.django_db
ARRIVED: Path = [*DISPATCHED, (Step.ARRIVE, "counter", {"place": "K1"})]
DAY = timedelta(days=1)


def told(ticket: Ticket, arrived: datetime) -> list[tuple[int, str]]:
    """On which day after the arrival what was written to the customer by mail."""
    notices = Notice.objects.filter(ticket=ticket, audience="customer", channel="email")
    after = notices.filter(written_at__gte=arrived).order_by("written_at", "pk")
    return [((notice.written_at - arrived).days, notice.kind) for notice in after]


def run_days(start: datetime, days: int) -> None:
    """The engine, a tick each morning at ten."""
    for day in range(days + 1):
        tick(start.replace(hour=10) + day * DAY)


@pytest.mark.parametrize(
    ("service", "path", "end"),
    [(Service.RETURN_REFUND, HOME, State.REJECTED), (Service.EXCHANGE, ARRIVED, State.EXCHANGED)],
)
def test_the_customer_hears_of_waiting_goods_on_the_days_of_the_terms(
    service: Service, path: Path, end: State
) -> None:
    world = World()
    ticket = walk(world, world.apply(service), path)
    arrived = ticket.arrived_at
    run_days(arrived, 95)
    days = told(ticket, arrived)
    kinds = [kind for _day, kind in days]
    assert kinds == ["step", "waits_3", "step", "waits_60", "waits_83", "step"]
    # The arrival itself; the mornings of days 3, 60 and 83; the shelf after day 7; the end after day 90.
    assert [day for day, _kind in days] == [0, 2, 7, 59, 82, 90]
    assert Ticket.objects.get(pk=ticket.pk).state == end


def test_who_fetched_them_hears_no_more() -> None:
    world = World()
    ticket = walk(world, world.apply(), HOME)
    arrived = ticket.arrived_at
    run_days(arrived, 4)
    world.take(Step.HAND_BACK, ticket, "counter", arrived + 5 * DAY, code=ticket.pickup_code, place="K1")
    run_days(arrived + 5 * DAY, 90)
    assert [kind for _day, kind in told(ticket, arrived)] == ["step", "waits_3", "step"]


def test_it_says_where_until_when_and_what_else() -> None:
    world = World()
    ticket = walk(world, world.apply(), HOME)
    arrived = ticket.arrived_at
    run_days(arrived, 61)
    mail.outbox.clear()
    relay(arrived + 61 * DAY)
    notice = Notice.objects.get(kind=NoticeKind.WAITS_60, channel="sms")
    text = short_text_of(notice, arrived + 61 * DAY)
    assert "waits at the counter (K1)" in text
    assert "disposed of" in text
    assert ticket.pickup_code not in text
    letters = [letter for letter in mail.outbox if "waits at the counter" in letter.body]
    assert letters
    assert "Reminder: you have until" not in letters[-1].body
    assert "Otherwise the goods are disposed of." in letters[-1].body


def test_the_goods_of_a_closed_ticket_are_told_of_in_the_same_way() -> None:
    world = World()
    early: Path = [(Step.LOG_EARLY, "counter", {"place": "K1"}), (Step.WITHDRAW, "customer", {})]
    ticket = walk(world, world.apply(), early)
    (home,) = HandBack.objects.all()
    counter, arrived = world.people["counter"], home.opened_at + DAY
    home = arrive(home.pk, place="Kilishop Moi Avenue", by=counter, now=arrived)
    here = Notice.objects.get(kind=NoticeKind.HOME_HERE, channel="sms")
    text = short_text_of(here, arrived)
    assert f"Pick-up code: {home.code}" in text
    assert "Kilishop Moi Avenue" in text
    assert "Fetch it by" in text
    run_days(arrived, 95)
    days = [(day, kind) for day, kind in told(ticket, home.opened_at) if kind != "step"]
    kinds = [kind for _day, kind in days]
    assert kinds == ["home_sent", "home_here", "waits_3", "home_shelf", "waits_60", "waits_83", "home_gone"]
    assert [day for day, _kind in days] == [0, 1, 3, 8, 60, 83, 91]
    HandBack.objects.update(ended_at=None, outcome="")
    mail.outbox.clear()
    relay(arrived + 96 * DAY)
    letters = " ".join(letter.body for letter in mail.outbox)
    assert "The goods come back to you." in letters
    assert "Your parcel waits at the counter (Kilishop Moi Avenue)." in letters


def test_who_fetched_the_goods_of_a_closed_ticket_hears_no_more() -> None:
    world = World()
    early: Path = [(Step.LOG_EARLY, "counter", {"place": "K1"}), (Step.WITHDRAW, "customer", {})]
    ticket = walk(world, world.apply(), early)
    (home,) = HandBack.objects.all()
    counter, arrived = world.people["counter"], home.opened_at + DAY
    arrive(home.pk, place="K1", by=counter, now=arrived)
    run_days(arrived, 4)
    hand_out(home.pk, code=home.code, place="K1", by=counter, now=arrived + 5 * DAY)
    run_days(arrived + 5 * DAY, 90)
    kinds = [kind for _day, kind in told(ticket, home.opened_at) if kind != "step"]
    assert kinds == ["home_sent", "home_here", "waits_3"]
    mail.outbox.clear()
    Notice.objects.update(told_at=None, dropped_at=None, error="", not_before=arrived)
    relay(arrived + 6 * DAY)
    assert Notice.objects.get(kind="waits_3", channel="email").dropped_at


@pytest.mark.parametrize("kind", ["home_sent", "home_here", "home_shelf", "home_gone"])
def test_the_database_ties_such_a_notice_to_its_goods(kind: str) -> None:
    world = World()
    walk(
        world, world.apply(), [(Step.LOG_EARLY, "counter", {"place": "K1"}), (Step.WITHDRAW, "customer", {})]
    )
    home, segment = HandBack.objects.get(), ClockSegment.objects.latest("pk")
    notice = Notice.objects.filter(hand_back=None).latest("pk")
    for cause in ({}, {"segment": segment}, {"segment": segment, "hand_back": home}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.filter(pk=notice.pk).update(kind=kind, **cause)
