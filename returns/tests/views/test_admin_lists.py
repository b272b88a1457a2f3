"""The shop's list of tickets: its own, by time left, found, narrowed; no other question is answered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from returns.models import Ticket
from returns.tests.test_machines import PASSED, walk
from returns.tests.views.crowds import CLOSED, FLAGGED, crowd
from returns.tests.views.doors import House, at
from returns.tests.views.refusing import nothing_moves
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
LIST = "/admin/returns/ticket/"
HOUR = timedelta(hours=1)


def listed(browser: Client, query: str = "") -> list[str]:
    """The references of a page of the list."""
    return [ticket.reference for ticket in browser.get(f"{LIST}{query}").context["cl"].result_list]


def references(tickets: list[Ticket]) -> list[str]:
    return [ticket.reference for ticket in tickets]


def test_a_shop_sees_its_own_tickets_by_time_left() -> None:
    world, other = World(), World()
    ticket, foreign = world.apply(), other.apply()
    due = [{"due_at": NOON + hours * HOUR} for hours in (90, 1, 30)]
    late, first, middle = crowd(world, ticket, due)
    still = crowd(world, ticket, [FLAGGED | {"flagged_at": NOON}, CLOSED | {"closed_at": NOON}])
    house = House(world)
    with at(NOON):
        answer = house.browser("seller").get(LIST)
        shown = [row.reference for row in answer.context["cl"].result_list]
        assert shown == references([first, middle, ticket, late, *still])
        html = answer.content.decode()
        assert '1 h 0 min</span> <strong class="urgent">urgent</strong>' in html
        assert html.count('class="urgent"') == 1
        assert foreign.reference not in html
        for hidden in (world.people["customer"].phone, world.people["customer"].email):
            assert hidden not in html
        for order in ("?o=1", "?o=-3", "?o=3.1"):
            assert listed(house.browser("seller"), order) == shown


def test_a_list_is_found_and_narrowed_in_its_address() -> None:
    world = World()
    ticket = world.apply()
    (exchange,) = crowd(
        world, ticket, [{"service": "exchange", "holder": "customer", "state": "awaiting_return"}]
    )
    (closed,) = crowd(world, ticket, [CLOSED | {"closed_at": NOON}])
    foreign = World().apply()
    browser = House(world).browser("seller")
    with at(NOON):
        for query, found in {
            "?turn=shop": [ticket],
            "?turn=others": [exchange],
            "?turn=closed": [closed],
            "?turn=x": [ticket, exchange, closed],
            "?service__exact=exchange": [exchange],
            f"?q={ticket.reference.lower()}": [ticket],
            f"?q={world.order.number}": [ticket, exchange, closed],
            f"?q={foreign.reference}": [],
            f"?q={foreign.line.order.number}": [],
            f"?q={world.people['customer'].phone}": [],
            "?q=Person": [],
        }.items():
            assert listed(browser, query) == references(found), query


CRAFTED = [
    "customer__user__phone__startswith=%2B2547",
    "customer__user__email__contains=person",
    "line__order__customer__user__name__startswith=P",
    "line__order__payment_phone=1",
    "shop__staff__user__password__startswith=md5",
    "shop=1",
    "shop__id__exact=1",
    "pk=1",
    "reference__startswith=K",
    "country=KE",
    "events__text__contains=x",
    "opened_by__groups__name=desk",
    "service__in=exchange",
    "turn__x=1",
]


@pytest.mark.parametrize("who", ["seller", "finance", "root"])
def test_no_other_question_is_answered(who: str) -> None:
    world = World()
    paid = walk(world, world.apply(), PASSED)
    world.take("settle", paid, None, NOON + 9 * HOUR)
    browser = House(world).browser(who)
    lists = [LIST] if who == "seller" else [LIST, "/admin/returns/refund/", "/admin/returns/transfer/"]
    with at(NOON + 10 * HOUR), nothing_moves():
        for address in (f"{found}?{query}" for found in lists for query in CRAFTED):
            answer = browser.get(address)
            assert answer.status_code in {302, 400}, (address, answer.status_code)
            assert answer.get("Location", "?e=1").endswith("?e=1")


@pytest.mark.parametrize(
    "query", ["?_popup=1", "?_popup=1&_to_field=id", "?_to_field=reference", "?_popup=1&q=KC"]
)
def test_a_popup_shows_no_more_than_the_list(query: str) -> None:
    world = World()
    ticket, foreign = world.apply(), World().apply()
    browser = House(world).browser("seller")
    with at(NOON):
        answer = browser.get(f"{LIST}{query}")

    assert answer.status_code in {200, 400}
    assert foreign.reference not in answer.content.decode()
    assert ticket.reference in answer.content.decode() or answer.status_code == 400 or "q=" in query


@pytest.mark.parametrize("who", ["seller", "desk", "root"])
def test_nothing_is_edited_added_removed_or_acted_on_by_hand(who: str) -> None:
    world = World()
    ticket = world.apply()
    browser = House(world).browser(who)
    forged = {
        "state": "refunded",
        "_save": "Save",
        "action": "delete_selected",
        "_selected_action": ticket.pk,
        "post": "yes",
    }
    closed = {
        reverse("admin:returns_ticket_change", args=[ticket.pk]): {404},
        reverse("admin:returns_ticket_delete", args=[ticket.pk]): {403},
        reverse("admin:returns_ticket_add"): {403},
        LIST: {200, 302},
    }
    with at(NOON), nothing_moves():
        for address, answers in closed.items():
            assert browser.post(address, forged).status_code in answers, address
        history = browser.get(reverse("admin:returns_ticket_history", args=[ticket.pk]))
    assert history["Location"] == reverse("admin:returns_ticket_change", args=[ticket.pk])
