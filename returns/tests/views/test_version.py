"""An open ticket's page asks whether it is still what it was: session, person, and one statement."""

import re

import pytest

from returns.actions.writing import write
from returns.enums import Step
from returns.tests.views.doors import House, at
from returns.tests.views.test_desk import statements
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db


def shown(house: House, who: str, page: str) -> tuple[str, str]:
    """What the page asks, and what it says that it shows."""
    found = re.search(r'data-poll="(.*?)"\s+data-version="(.*?)"', page)
    assert found, who
    return found[1], found[2]


def test_it_changes_with_steps_and_with_what_the_side_may_read() -> None:
    world = World()
    ticket = world.apply()
    house = House(world)
    with at(NOON):
        asked = {who: shown(house, who, house.page(who, ticket).html) for who in ("customer", "desk")}
        for who, (url, version) in asked.items():
            assert house.browser(who).get(url).json() == {"version": version}
        write(
            ticket.pk,
            by=house.users["desk"],
            text="A note.",
            token="0b9b2f5e-7d38-4b53-8ac9-7a8f4f6d2c11",
            now=NOON,
            is_internal=True,
        )
        same, other = (house.browser(who).get(asked[who][0]).json()["version"] for who in asked)
        assert same == asked["customer"][1]
        assert other != asked["desk"][1]
        world.take(Step.APPROVE, ticket, "seller", NOON)
        assert house.browser("customer").get(asked["customer"][0]).json()["version"] != same


def test_a_closed_ticket_asks_no_more() -> None:
    world = World()
    ticket = world.take(Step.WITHDRAW, world.apply(), "customer", NOON)
    house = House(world)
    with at(NOON):
        for who in ("customer", "desk"):
            assert "data-poll" not in house.page(who, ticket).html


def test_it_costs_three_statements_and_is_nobody_elses() -> None:
    world = World()
    ticket = world.apply()
    house = House(world)
    house.add_strangers()
    with at(NOON):
        assert statements(house.browser("customer"), f"/tickets/{ticket.reference}/version.json") == 3
        for who, place in (("other customer", "tickets"), ("abroad", "desk/tickets")):
            assert house.browser(who).get(f"/{place}/{ticket.reference}/version.json").status_code == 404
