"""Every step on the page of everybody who may take it: drawn, filled in, sent, taken. And nobody else's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from django.http import HttpResponse

from returns.enums import FOUNDING, Role, Step
from returns.forms.steps import STEP_FORMS
from returns.models import Scan, Ticket, TicketEvent
from returns.policy.permissions import PERMISSIONS
from returns.policy.terms import FIRST
from returns.queries.wording import told_of
from returns.tests.views.doors import (
    OWN_PAGE,
    House,
    address_of,
    at,
    counted,
    drawn,
)
from returns.tests.views.reading import read
from returns.tests.views.routes import PLACES, ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OTHERS = OWN_PAGE | {
    "nobody": "returns:ticket",
    "other customer": "returns:ticket",
    "other seller": "admin:returns_ticket_change",
    "abroad": "returns:desk_ticket",
}
ANSWERS = {
    "waybill": "WF-990011",
    "carrier": "Wells Fargo",
    "place": "Kilishop Ngong Road",
    "freight": "350",
    "amount": "",
    "findings": '{"came": "as_ordered"}',
    "passed": "1",
    "variant": "KETTLE-W",
    "window": "2026-11-04-morning",
    "address": "The green gate",
}


def test_every_step_has_its_routes() -> None:
    wanted = {(step, role) for step in STEP_FORMS for role in PERMISSIONS[step] if role is not Role.SYSTEM}

    assert set(ROUTES) == wanted


def test_every_step_that_a_person_may_take_has_its_form() -> None:
    taken = {step for step, roles in PERMISSIONS.items() if roles - {Role.SYSTEM}}

    assert set(STEP_FORMS) == taken - FOUNDING


@pytest.mark.parametrize(("step", "role"), ROUTES, ids=str)
def test_a_step_is_drawn_and_taken_and_refused_to_all_others(step: Step, role: Role) -> None:
    world, ticket, now = ROUTES[step, role].go()
    house, own = House(world), OWN_PAGE[role]
    with at(now):
        form = house.page(role, ticket).form_to(address_of(own, ticket, step))
        answers = form.filled(**ANSWERS | ({"code": ticket.pickup_code} if step is Step.HAND_BACK else {}))
        if role is min(PERMISSIONS[step]):
            others_are_refused(house, ticket, step, answers, now)

        answer = house.browser(role).post(form.action, again(answers))

        assert (answer.status_code, answer["Location"]) == (302, address_of(own, ticket))
        event = TicketEvent.objects.get(ticket=ticket, number=ticket.last_event + 1)
        assert (event.step, event.role, event.by) == (step, role, house.users[role])
        assert (event.at, event.from_state) == (now, ticket.state)
        moved = Ticket.objects.get(pk=ticket.pk)
        after = house.page(role, moved)
    assert told_of(step, FIRST, role.party) in after.text
    assert drawn(after, own, moved) == house.steps_of(role, moved, now)


def others_are_refused(
    house: House, ticket: Ticket, step: Step, answers: Mapping[str, Any], now: datetime
) -> None:
    """Everybody else sends the same answers from where they come to tickets, and nothing moves."""
    house.add_strangers()
    others = {who: own for who, own in OTHERS.items() if step not in house.steps_of(who, ticket, now)}
    browsers = {who: house.browser(who) for who in others}
    before = counted()
    for who, own in others.items():
        answer = browsers[who].post(address_of(own, ticket, step), again(answers))
        assert is_refusal(answer), (who, answer.status_code, answer.get("Location"))
    assert counted() == before
    assert not Scan.objects.filter(moved=True, at=now).exists()


def again(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The same answers, the files from their start."""
    for value in answers.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return dict(answers)


def is_refusal(answer: HttpResponse) -> bool:
    """Led to the sign-in, forbidden, not there, or told what happened meanwhile."""
    if answer.status_code == 302:
        return answer["Location"].startswith(("/accounts/login/", "/admin/login/"))
    return answer.status_code in {403, 404, 409}


@pytest.mark.parametrize(
    ("place", "who", "step"),
    [
        ("overdue with the seller", "customer", Step.WITHDRAW),
        ("overdue with the desk", "desk", Step.RULE_AGAINST),
    ],
)
def test_what_is_drawn_on_an_overdue_ticket_is_taken_after_the_clocks_step(
    place: str, who: str, step: Step
) -> None:
    world, ticket, now = PLACES[place][1].go()
    house, own = House(world), OWN_PAGE[who]
    with at(now):
        form = house.page(who, ticket).form_to(address_of(own, ticket, step))
        answer = house.browser(who).post(form.action, form.filled())

    assert answer.status_code == 302
    steps = ticket.events.filter(number__gt=ticket.last_event).values_list("step", "at")
    assert list(steps) == [(ticket.due_step, ticket.due_at), (step, now)]


@pytest.mark.parametrize("seen", ["1", ""])
def test_a_page_from_before_the_clock_ran_out_is_told_the_outcome(seen: str) -> None:
    world, ticket, now = PLACES["overdue with the seller"][1].go()
    browser = House(world).browser("customer")
    with at(now):
        answer = browser.post(address_of("returns:ticket", ticket, Step.WITHDRAW), {"seen": seen})

    assert answer.status_code == 409
    assert "The time was up before this was sent." in read(answer).text
    assert ticket.events.latest("number").step == ticket.due_step
