"""A rider comes to the door: booked, called off, in vain, and what follows from whose fault."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_one, lapse_overdue, take_step
from returns.enums import Collected, Party, State, Step
from returns.models import Collection, Evidence, Scan, Ticket
from returns.queries.places import windows_of
from returns.tests.test_machines import SENT, Path, assert_whole, walk
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AGREED: Path = [SENT[0], (Step.ACCEPT, "customer", {"method": "collection"})]
DOOR = "Ngong Road 12, the green gate"


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+03:00")


DUE = local("11-07T00:00")
"""Accepted on Tuesday 3 November: three days end after Friday."""


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ticket(world: World) -> Ticket:
    return walk(world, world.apply(), AGREED)


def book(world: World, ticket: Ticket, now: datetime, key: str = "") -> Ticket:
    """Book a window, the first one unless another is named."""
    window = key or windows_of(ticket, now)[0].key
    return world.take(Step.BOOK_COLLECTION, ticket, "customer", now, window=window, address=DOOR)


def visits(ticket: Ticket) -> list[tuple[str, bool]]:
    """What became of each visit, and whether its event is known."""
    rows = Collection.objects.filter(ticket=ticket)
    return [(visit.outcome, visit.event_id is not None) for visit in rows]


def fail(world: World, ticket: Ticket, now: datetime, step: Step = Step.COLLECTION_FAILED) -> Ticket:
    return world.take(step, ticket, "rider", now, text="Nobody opened.", photos=[photo()])


def test_the_customers_clock_stands_still_while_a_rider_is_booked(world: World, ticket: Ticket) -> None:
    assert (ticket.holder, ticket.due_at) == (Party.CUSTOMER, DUE)
    booked = book(world, ticket, NOON + 5 * HOUR, "2026-11-05-morning")
    assert (booked.state, booked.holder, booked.due_step) == (
        State.AWAITING_RETURN,
        Party.KILIMALL,
        Step.COLLECTION_MISSED,
    )
    assert booked.due_at == local("11-06T00:00")
    gone_on = fail(world, booked, local("11-05T10:00"))
    # Booked on Tuesday at 17:00, failed on Thursday at 10:00: 41 hours, rounded up to a midnight.
    assert (gone_on.holder, gone_on.due_at, gone_on.due_step) == (
        Party.CUSTOMER,
        local("11-09T00:00"),
        Step.EXPIRE,
    )
    assert visits(gone_on) == [("failed", True)]
    visit = Collection.objects.get()
    assert (visit.address, visit.by) == (DOOR, world.people["rider"])
    assert Evidence.objects.get(event=visit.event).party == Party.KILIMALL
    assert Scan.objects.get().step == Step.COLLECTION_FAILED
    assert_whole(gone_on)


def test_the_door_stands_in_no_event(world: World, ticket: Ticket) -> None:
    book(world, ticket, NOON + 5 * HOUR)
    event = ticket.events.get(step=Step.BOOK_COLLECTION)
    assert event.details == {"window": "Wed 4 Nov 2026, 09:00 to 13:00 EAT"}
    assert DOOR not in str(list(ticket.events.values()))


def test_a_rider_who_has_the_goods_ends_the_visit(world: World, ticket: Ticket) -> None:
    book(world, ticket, NOON + 5 * HOUR)
    sent = world.take(Step.HAND_OVER, ticket, "rider", local("11-04T10:00"), place=DOOR)
    assert (sent.state, sent.held_since) == (State.RETURN_IN_TRANSIT, None)
    assert visits(sent) == [("collected", True)]


@pytest.mark.parametrize(
    ("step", "who", "details"),
    [
        (Step.HAND_OVER, "counter", {"place": "K1"}),
        (Step.HAND_OVER, "customer", {"carrier": "G4S", "waybill": "G4S-100200"}),
        (Step.CHANGE_METHOD, "customer", {"method": "kilishop"}),
        (Step.WITHDRAW, "customer", {}),
    ],
)
def test_another_way_calls_the_visit_off(
    world: World, ticket: Ticket, step: Step, who: str, details: dict[str, Any]
) -> None:
    book(world, ticket, NOON + 5 * HOUR)
    other = world.take(step, ticket, who, NOON + 6 * HOUR, **details)
    assert visits(other) == [("called_off", True)]
    assert (other.held_since, other.lost_collections) == (None, 0)
    if step is Step.CHANGE_METHOD:
        # The pause of an hour, up to a midnight.
        assert (other.holder, other.due_at) == (Party.CUSTOMER, local("11-08T00:00"))
    assert_whole(other)


def test_booking_another_time_calls_the_first_off_and_keeps_the_pause(world: World, ticket: Ticket) -> None:
    book(world, ticket, NOON + 5 * HOUR, "2026-11-04-morning")
    again = book(world, ticket, NOON + 7 * HOUR, "2026-11-05-morning")
    assert (again.held_since, again.held_due_at) == (NOON + 5 * HOUR, DUE)
    assert visits(again) == [("called_off", True), ("", False)]


def test_the_third_time_by_the_customers_fault_ends_it(world: World, ticket: Ticket) -> None:
    for day in ("04", "05"):
        book(world, ticket, local(f"11-{day}T06:00"), f"2026-11-{day}-morning")
        ticket = fail(world, ticket, local(f"11-{day}T10:00"))
    book(world, ticket, local("11-06T06:00"), "2026-11-06-morning")
    with pytest.raises(RefusedError) as refused:
        fail(world, ticket, local("11-06T10:00"))
    assert refused.value.code == "not_open"
    ended = fail(world, ticket, local("11-06T10:00"), Step.GIVE_UP_COLLECTION)
    assert (ended.state, ended.lost_collections) == (State.EXPIRED, 3)
    assert [outcome for outcome, _event in visits(ended)] == ["failed"] * 3
    assert_whole(ended)


def test_the_third_time_by_the_riders_fault_gives_fresh_days_and_asks_for_another_way(
    world: World, ticket: Ticket
) -> None:
    for day in ("04", "05"):
        book(world, ticket, local(f"11-{day}T06:00"), f"2026-11-{day}-morning")
        ticket = fail(world, ticket, local(f"11-{day}T10:00"))
    book(world, ticket, local("11-06T06:00"), "2026-11-06-morning")
    missed = world.take(Step.COLLECTION_MISSED, ticket, "rider", local("11-06T10:00"))
    assert (missed.state, missed.holder, missed.method) == (State.AWAITING_RETURN, Party.CUSTOMER, "")
    assert missed.due_at == local("11-10T00:00")
    with pytest.raises(RefusedError) as refused:
        take_step(
            Step.CHANGE_METHOD,
            ticket.pk,
            by=world.people["customer"],
            now=local("11-06T11:00"),
            method="collection",
        )
    assert refused.value.field == "method"
    chosen = world.take(Step.CHANGE_METHOD, ticket, "customer", local("11-06T11:00"), method="kilishop")
    assert (chosen.method, chosen.due_at) == ("kilishop", local("11-10T00:00"))


@pytest.mark.parametrize("door", [lapse_overdue, None])
def test_nobody_came_by_the_end_of_the_day(world: World, ticket: Ticket, door: Any) -> None:
    book(world, ticket, NOON + 5 * HOUR, "2026-11-04-afternoon")
    if door:
        assert door(local("11-05T00:00")) == 1
    else:
        lapse_one(ticket.pk, local("11-05T00:00"))
    missed = Ticket.objects.get(pk=ticket.pk)
    assert (missed.holder, missed.lost_collections, missed.method) == (Party.CUSTOMER, 1, "collection")
    assert missed.due_at == local("11-09T00:00")
    assert visits(missed) == [("missed", False)]
    assert_whole(missed)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"window": "2026-11-08-morning", "address": DOOR}, "window"),
        ({"window": "", "address": DOOR}, "window"),
        ({"window": "2026-11-04-morning", "address": " "}, "address"),
    ],
)
def test_a_wrong_booking_books_nothing(
    world: World, ticket: Ticket, details: dict[str, str], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        world.take(Step.BOOK_COLLECTION, ticket, "customer", NOON + 5 * HOUR, **details)
    assert refused.value.field == field
    assert not Collection.objects.exists()
    assert Ticket.objects.get(pk=ticket.pk).last_event == ticket.last_event


def test_where_no_rider_goes_none_is_booked() -> None:
    world = World(city="Mombasa")
    ticket = walk(world, world.apply(), SENT[:2])
    with pytest.raises(RefusedError) as refused:
        book(world, ticket, NOON + 5 * HOUR)
    assert refused.value.code == "not_open"


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": ""},
        {"outcome": "lost"},
        {"ended_at": None},
        {"ends_at": NOON - timedelta(days=9)},
    ],
)
def test_the_database_keeps_an_end_and_its_outcome_together(
    world: World, ticket: Ticket, change: dict[str, Any]
) -> None:
    book(world, ticket, NOON + 5 * HOUR)
    fail(world, ticket, local("11-04T10:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Collection.objects.update(**change)


def test_one_visit_is_awaited_at_a_time(world: World, ticket: Ticket) -> None:
    book(world, ticket, NOON + 5 * HOUR)
    visit = Collection.objects.get()
    visit.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        visit.save()
    assert Collection.objects.get().outcome not in Collected.values
