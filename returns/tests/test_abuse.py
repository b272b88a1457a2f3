"""Parcels that held something else: counted by person, with what follows, and open to an objection."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from returns.actions.engine import tick
from returns.actions.objecting import answer_objection, raise_objection
from returns.actions.stepping import lapse_overdue
from returns.enums import Against, Reason, Role, Service, State, Step
from returns.models import Inspection, Ticket
from returns.queries.objections import chance_of
from returns.queries.trust import cheats_of, counted_against
from returns.tests.test_machines import SENT, Path, assert_whole, walk
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + timedelta(hours=9)
WHY = {"clause": "3-X1", "text": "A brick.", "photos": "one"}


def failed(world: World, came: str = "empty", now: datetime = NOON) -> Ticket:
    """A line of its own whose parcel failed."""
    line = world.add_line()
    ticket = world.apply(line=line, now=now)
    path: Path = [*SENT, (Step.FAIL, "warehouse", {"findings": {"came": came}, **WHY})]
    return walk(world, ticket, path, now)


def cheat(world: World, times: int) -> None:
    for _time in range(times):
        failed(world)


def test_only_what_failed_for_other_goods_counts_and_for_90_days() -> None:
    world = World()
    customer = world.people["customer"].pk
    failed(world, "as_ordered")
    failed(world, "other")
    failed(world, "empty")
    walk(world, world.apply(), [*SENT, (Step.PASS, "warehouse", {"findings": {"came": "other"}})])
    assert cheats_of(customer, LATER) == 2
    at = Inspection.objects.latest("at").at
    assert cheats_of(customer, at + 90 * DAY - timedelta(seconds=1)) > 0
    assert cheats_of(customer, at + 90 * DAY) == 0
    assert cheats_of(World().people["customer"].pk, LATER) == 0


@pytest.mark.parametrize(("times", "ruled"), [(1, True), (2, False)])
def test_from_two_on_nothing_is_granted_because_the_seller_was_silent(times: int, ruled: bool) -> None:
    world = World()
    cheat(world, times)
    ticket = world.apply(Service.REFUND_ONLY, amount="500", now=LATER)
    assert ticket.cheats == times
    for day in (3, 10):
        while lapse_overdue(LATER + day * DAY):
            pass
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.events.filter(step=Step.RULE_BY_DEFAULT).exists() is ruled
    assert (ticket.flagged_at is None) is ruled
    assert_whole(ticket)


@pytest.mark.parametrize(
    ("times", "step", "state"),
    [
        (1, Step.PRESUME_RECEIVED, State.REFUND_PROCESSING),
        (2, Step.TRACE_PARCEL, State.KILIMALL_REVIEW),
    ],
)
def test_from_two_on_no_parcel_is_presumed_received(times: int, step: Step, state: State) -> None:
    world = World()
    cheat(world, times)
    ticket = walk(world, world.apply(now=LATER), SENT[:3], LATER)
    assert lapse_overdue(LATER + 16 * DAY) > 0
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.state, ticket.events.last().step) == (state, step)
    assert_whole(ticket)


@pytest.mark.parametrize(("times", "state"), [(3, State.SELLER_REVIEW), (4, State.KILIMALL_REVIEW)])
def test_from_four_on_the_desk_has_every_ticket(times: int, state: State) -> None:
    world = World()
    cheat(world, times)
    ticket = Ticket.objects.get(pk=world.apply(Service.EXCHANGE, Reason.DAMAGED, now=LATER).pk)
    assert ticket.state == state
    assert ticket.events.filter(step=Step.SEND_TO_DESK).count() == (times >= 4)
    assert_whole(ticket)


def test_the_person_sees_the_count_and_may_contest_it() -> None:
    world = World()
    ticket, customer = failed(world), world.people["customer"]
    counted = counted_against(customer, LATER)
    assert counted is not None
    assert (counted.number, counted.days, counted.no_default, counted.to_desk) == (1, 90, 2, 4)
    chance = chance_of(ticket, Role.CUSTOMER, LATER)
    assert chance is not None
    assert chance.against is Against.COUNT
    objection = raise_objection(ticket.pk, by=customer, text="It was a kettle.", now=LATER)
    given: dict[str, Any] = {"upheld": True, "clause": "3-X1", "text": "So it was.", "now": LATER}
    answer_objection(objection.pk, by=world.people["desk"], **given)
    assert cheats_of(world.people["customer"].pk, LATER) == 0
    assert counted_against(customer, LATER) is None
    assert Ticket.objects.get(pk=ticket.pk).state == State.INSPECTION_FAILED


def test_a_dismissed_objection_leaves_it_counted() -> None:
    world = World()
    ticket = failed(world)
    objection = raise_objection(ticket.pk, by=world.people["customer"], text="No.", now=LATER)
    answer_objection(
        objection.pk, by=world.people["desk"], upheld=False, clause="3-X1", text="A brick.", now=LATER
    )
    assert cheats_of(world.people["customer"].pk, LATER) == 1
    tick(LATER)
