"""A ticket's page, in every place that a ticket can come to, as each side reads it."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils.text import capfirst

from orders.models import OrderLine, Shop
from returns.enums import Party, Role, State, Step
from returns.models.ticket import Machine
from returns.policy.terms import FIRST, terms_of
from returns.policy.turns import turn_of
from returns.queries.deciding import as_decided
from returns.queries.wording import awaited, lapse_of, moment_text, next_of, task_of, told_of, until_text
from returns.tests.test_machines import HOME, walk
from returns.tests.views.doors import OWN_PAGE, House, at, drawn
from returns.tests.views.reading import Page, read
from returns.tests.views.routes import HOUR, PLACES
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert('x')</script>"


def test_the_places_are_all_that_there_are() -> None:
    assert {state for state, _route in PLACES.values()} == set(State)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("place", PLACES)
def test_each_side_reads_where_it_stands_and_what_it_may_do(place: str) -> None:
    state, route = PLACES[place]
    world, ticket, now = route.go()
    assert ticket.state == state
    house, decided = House(world), as_decided(ticket, now)
    with at(now):
        for who in OWN_PAGE:
            page, steps = house.page(who, ticket), house.steps_of(who, ticket, now)
            assert drawn(page, OWN_PAGE[who], ticket) == steps, who
            says_who_acts(page, who, decided, bool(steps), now)
            says_until_when(page, who, decided)
            keeps_secrets(page, who, house, decided)


def party_of(who: str) -> Party:
    return Party.KILIMALL if who == "root" else Role(who).party


def says_who_acts(page: Page, who: str, ticket: Machine, may_act: bool, now: datetime) -> None:
    """Whose turn it is and what for; of a closed ticket, how it ended."""
    party = party_of(who)
    assert ticket.get_state_display() in page.text
    if not ticket.is_open:
        assert next_of(ticket.state, party) in page.text
    elif ticket.holder == party and (may_act or party != Party.KILIMALL):
        assert f"Your turn {task_of(turn_of(ticket), now)}" in page.text
    else:
        told = capfirst(awaited(turn_of(ticket), party))
        assert f"Now {told}." in page.text


def says_until_when(page: Page, who: str, ticket: Machine) -> None:
    """The deadline with its zone and what happens else; or since when the supervisor looks into it."""
    if ticket.due_at:
        assert until_text(ticket.due_at, "KE") in page.text
        assert lapse_of(ticket.due_step, terms_of(ticket.terms), party_of(who)) in page.text
    if ticket.flagged_at:
        assert f"The time for this ended on {until_text(ticket.flagged_at, 'KE')}." in page.text
        assert "A supervisor looks into it" in page.text


def keeps_secrets(page: Page, who: str, house: House, ticket: Machine) -> None:
    """The customer's number from the shop, staff's names from both, the pick-up code from all others."""
    customer = house.users["customer"]
    hidden = [] if who in {"desk", "supervisor", "finance", "root"} else [customer.phone, customer.email]
    door = "The green gate"
    if who == "rider" and (ticket.due_step == Step.COLLECTION_MISSED or is_brought(ticket)):
        hidden.remove(customer.phone)
    if who == "seller":
        assert door not in page.html
    if who in {"customer", "seller"}:
        others = [user for name, user in house.users.items() if name not in {"customer", who}]
        hidden = [customer.phone[4:], customer.email] if who == "seller" else []
        hidden += [word for user in others for word in (user.name, user.phone, user.email)]
    for word in hidden:
        assert not re.search(rf"{re.escape(word)}\b", page.html), (who, word)
    waits = ticket.state == State.SENDING_BACK and bool(ticket.pickup_code)
    assert (f"Your pick-up code {ticket.pickup_code} " in page.text) == (who == "customer" and waits)
    assert who == "customer" or not ticket.pickup_code or ticket.pickup_code not in page.text


def is_brought(ticket: Machine) -> bool:
    """Whether a rider brings it to the door."""
    return ticket.to_door and ticket.state in {State.SENDING_BACK, State.REPLACEMENT_SHIPPED}


@pytest.mark.parametrize(
    ("place", "step", "state"),
    [
        ("overdue with the seller", Step.TAKE_OVER, State.KILIMALL_REVIEW),
        ("overdue with the customer", Step.EXPIRE, State.EXPIRED),
        ("overdue with the desk", Step.ESCALATE, State.KILIMALL_REVIEW),
    ],
)
def test_an_overdue_ticket_is_shown_as_its_clock_decided_it_everywhere(
    place: str, step: Step, state: State
) -> None:
    world, ticket, now = PLACES[place][1].go()
    house = House(world)
    before = ticket.events.count()
    with at(now):
        for who in ("customer", "seller", "desk"):
            page = house.page(who, ticket)
            assert told_of(step, FIRST, party_of(who)) in page.text
            assert f"KiliCare, {moment_text(ticket.due_at, 'KE')}" in page.text
        for who, address in (("customer", "/tickets/"), ("desk", f"/desk/?q={ticket.reference}")):
            assert str(state.label) in read(house.browser(who).get(address)).text
        listed = house.browser("seller").get("/admin/returns/ticket/").content.decode()
        assert str(state.label) in listed

    ticket.refresh_from_db(fields=["holder", "due_at"])
    assert (ticket.events.count(), ticket.due_at) == (before, ticket.due_at)


def test_what_people_write_is_shown_as_they_wrote_it() -> None:
    world = World(gift=SCRIPT)
    for user in world.people.values():
        user.name = SCRIPT
        user.save()
    OrderLine.objects.update(
        name=SCRIPT, disclosed_flaw=SCRIPT, serial_numbers=[SCRIPT], service_centre=SCRIPT
    )
    Shop.objects.update(name=SCRIPT)
    evil = [(step, who, _spoilt(details)) for step, who, details in HOME]
    ticket = walk(world, world.apply(), evil)
    type(ticket).objects.filter(pk=ticket.pk).update(statement=SCRIPT)
    house = House(world)
    lists = {
        "customer": [
            "/tickets/",
            "/orders/",
            f"/orders/{world.order.number}/",
            f"/tickets/{ticket.reference}/applied/",
        ],
        "desk": ["/desk/", "/desk/?list=soon", f"/desk/?q={world.order.number}", f"/desk/?q={SCRIPT}"],
        "counter": ["/counter/", f"/counter/?q={SCRIPT}1"],
        "seller": ["/admin/returns/ticket/", f"/admin/returns/ticket/?q={SCRIPT}", "/accounts/"],
        "root": [reverse("admin:orders_order_change", args=[world.order.pk]), "/admin/orders/order/"],
    }
    with at(NOON + (len(HOME) + 1) * HOUR):
        for who, own in OWN_PAGE.items():
            addresses = [reverse(own, args=[ticket.pk if own.startswith("admin:") else ticket.reference])]
            for address in [*addresses, *lists.get(who, [])]:
                html = house.browser(who).get(address).content.decode()
                assert "<script>alert" not in html, (who, address)
                assert "alert(&#x27;x&#x27;)" in html or "/accounts/" in address, (who, address)


def _spoilt(details: dict[str, Any]) -> dict[str, Any]:
    return {name: SCRIPT if name in {"text", "place"} else value for name, value in details.items()}


def test_the_seller_is_led_to_the_next_ticket_that_waits() -> None:
    world = World()
    first, second = world.apply(), world.apply(line=world.add_line())
    house = House(world)
    with at(NOON):
        page = house.page("seller", first)

    assert reverse("admin:returns_ticket_change", args=[second.pk]) in page.links
