"""Tickets in the desk's hands: taken, released, handed on; two who reach for one; what bars nobody."""

from datetime import timedelta
from functools import partial

import pytest

from returns.actions.assigning import assign, release, take
from returns.actions.refusal import RefusedError
from returns.enums import Step
from returns.models import Assignment, Ticket
from returns.queries.console import colleagues_on
from returns.tests.test_machines import APPEALED, walk
from returns.tests.test_races import ROUNDS, race
from returns.tests.views.refusing import nothing_moves
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=9)


def appealed() -> tuple[World, Ticket]:
    """A ticket before the desk."""
    world = World()
    return world, walk(world, world.apply(), APPEALED)


def test_one_takes_it_and_the_next_is_told_unless_they_saw_who_has_it() -> None:
    world, ticket = appealed()
    faith, other = world.people["desk"], person("desk")
    take(ticket.pk, by=faith, seen=None, now=NOON)
    take(ticket.pk, by=faith, seen=None, now=NOON)
    with nothing_moves(), pytest.raises(RefusedError) as refused:
        take(ticket.pk, by=other, seen=None, now=NOON)
    assert refused.value.code == "stale"
    assert str(refused.value.text) == f"{faith} has just taken this ticket."

    take(ticket.pk, by=other, seen=faith.pk, now=NOON)
    assert Assignment.objects.get().agent == other


def test_only_who_has_it_or_a_supervisor_lets_it_go() -> None:
    world, ticket = appealed()
    take(ticket.pk, by=world.people["desk"], seen=None, now=NOON)
    other = person("desk")
    with nothing_moves(), pytest.raises(RefusedError) as refused:
        release(ticket.pk, by=other)
    assert refused.value.code == "not_open"
    release(ticket.pk, by=world.people["supervisor"])
    assert not Assignment.objects.exists()
    release(ticket.pk, by=world.people["desk"])


def test_a_supervisor_hands_it_to_a_colleague_of_the_country_who_may_act() -> None:
    world, ticket = appealed()
    desk, supervisor = world.people["desk"], world.people["supervisor"]
    strangers = [person("desk", country="UG"), person("desk", is_active=False), person("warehouse")]
    strangers += [world.people["customer"], world.people["seller"]]
    assert set(colleagues_on(ticket)) == {desk, supervisor}
    for to in [*(str(one.pk) for one in strangers), "", "x", "999999"]:
        with nothing_moves(), pytest.raises(RefusedError) as refused:
            assign(ticket.pk, to=to, by=supervisor, now=NOON)
        assert (refused.value.code, refused.value.field) == ("invalid", "agent")
    with nothing_moves(), pytest.raises(RefusedError):
        assign(ticket.pk, to=str(desk.pk), by=desk, now=NOON)

    put = assign(ticket.pk, to=str(desk.pk), by=supervisor, now=NOON)
    assert (put.agent, put.by) == (desk, supervisor)


@pytest.mark.parametrize("who", ["customer", "seller", "warehouse", "finance"])
def test_nobody_but_the_desk_takes_a_ticket(who: str) -> None:
    world, ticket = appealed()
    with nothing_moves(), pytest.raises(RefusedError) as refused:
        take(ticket.pk, by=world.people[who], seen=None, now=NOON)
    assert refused.value.code == "not_open"


def test_a_closed_ticket_is_not_taken() -> None:
    world, ticket = appealed()
    world.take(Step.WITHDRAW, ticket, "customer", LATER)
    with nothing_moves(), pytest.raises(RefusedError):
        take(ticket.pk, by=world.people["desk"], seen=None, now=NOON)


def test_a_colleague_may_act_all_the_same() -> None:
    world, ticket = appealed()
    take(ticket.pk, by=person("desk"), seen=None, now=NOON)
    asked = world.take(Step.ASK_EVIDENCE, ticket, "desk", LATER, party="customer", text="A photo?")
    assert asked.state == "evidence_requested"


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_reach_for_it_at_once_and_one_has_it() -> None:
    for _round in range(ROUNDS):
        world, ticket = appealed()
        people = [world.people["desk"], person("desk")]
        reach = partial(take, ticket.pk, seen=None, now=NOON)
        assert sorted(race(*(partial(reach, by=agent) for agent in people))) == ["done", "stale"]
        assert Assignment.objects.filter(ticket=ticket).count() == 1
