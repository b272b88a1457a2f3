"""The desk's lists: in their order, page by page without a gap, narrowed, searched; and what lists cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orders.models import Order
from returns.enums import Step
from returns.models import Ticket
from returns.tests.test_machines import APPEALED, SENT, Path, walk
from returns.tests.views.crowds import CLOSED, FLAGGED, RUNNING, crowd
from returns.tests.views.doors import OWN_PAGE, House, address_of, at, enter
from returns.tests.views.reading import read
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ASKED: Path = [
    (Step.ASK_EVIDENCE, "desk", {"party": "customer", "text": "A photo?"}),
    (Step.ANSWER, "customer", {"text": "Here.", "photos": "one"}),
]
LATE = NOON + 9 * HOUR


def listed(browser: Client, address: str) -> list[str]:
    """The references of a list, page after page."""
    found: list[str] = []
    while address:
        page = read(browser.get(address))
        rows = [link for link in page.links if link.count("/") >= 3 and "/KC-" in link]
        found += [link.rstrip("/").rpartition("/")[2] for link in rows]
        more = [link for link in page.links if "after=" in link]
        address = f"{address.partition('?')[0]}{more[0]}" if more else ""
    return found


def references(tickets: list[Ticket]) -> list[str]:
    return [ticket.reference for ticket in tickets]


def test_equal_due_times_leave_no_gap_and_nothing_double() -> None:
    world = World()
    due = [NOON + (number % 3 + 1) * HOUR for number in range(60)]
    rows = crowd(world, world.apply(), [RUNNING | {"due_at": moment} for moment in due])
    rows.sort(key=lambda row: (row.due_at, row.pk))
    with at(NOON):
        for name in ("decide", "ours"):
            assert listed(House(world).browser("desk"), f"/desk/?list={name}") == references(rows)


def test_each_list_has_its_own_and_in_its_order() -> None:
    world = World()
    ticket = world.apply()
    moments = [NOON + hours * HOUR for hours in (3, 1, 2)]
    running = crowd(world, ticket, [RUNNING | {"due_at": moment} for moment in moments])
    flagged = crowd(world, ticket, [FLAGGED | {"flagged_at": moment} for moment in moments])
    closed = crowd(world, ticket, [CLOSED | {"closed_at": moment} for moment in moments])
    checked = crowd(world, ticket, [RUNNING | {"state": "inspection", "due_at": NOON + 9 * HOUR}])
    in_order = [1, 2, 0]
    browser = House(world).browser("supervisor")
    with at(NOON):
        assert listed(browser, "/desk/?list=decide") == references([running[place] for place in in_order])
        assert listed(browser, "/desk/?list=ours") == references(
            [running[place] for place in in_order] + checked
        )
        assert listed(browser, "/desk/?list=supervisor") == references([flagged[place] for place in in_order])
        assert listed(browser, "/desk/?list=closed") == references([closed[place] for place in (0, 2, 1)])
        soon = listed(browser, "/desk/?list=soon")
        assert soon == references([running[place] for place in in_order] + checked + [ticket])
        page = read(browser.get("/desk/"))
    assert "3 To decide" in page.text
    assert "3 Supervisor" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("service=exchange", {1}),
        ("reason=damaged", {2}),
        ("holder=seller", {3}),
        ("silent=true", {4}),
        ("state=inspection", {5}),
        ("service=return_refund&reason=defective&holder=kilimall&state=kilimall_review&silent=false", {0}),
        ("service=refund_only", set()),
    ],
)
def test_a_list_is_narrowed_by_its_address(query: str, found: set[int]) -> None:
    world = World()
    changes: list[dict[str, Any]] = [
        {},
        {"service": "exchange"},
        {"reason": "damaged"},
        {"holder": "seller", "state": "seller_review"},
        {"seller_silent": True},
        {"state": "inspection"},
    ]
    rows = crowd(world, world.apply(), [RUNNING | change | {"due_at": NOON + HOUR} for change in changes])
    Ticket.objects.exclude(pk__in=[row.pk for row in rows]).update(**CLOSED, closed_at=NOON)
    with at(NOON):
        shown = listed(House(world).browser("desk"), f"/desk/?list=soon&{query}")

    assert set(shown) == {rows[place].reference for place in found}


def test_a_ticket_is_found_however_it_is_typed() -> None:
    world = World()
    ticket, other = world.apply(), World().apply()
    phone, bare = world.people["customer"].phone, ticket.reference.replace("-", "")
    typed = [
        *(
            ticket.reference,
            ticket.reference.lower(),
            bare,
            bare.lower(),
            f" {bare[:2]} {bare[2:6]} {bare[6:]} ",
        ),
        *(
            world.order.number,
            f" {world.order.number} ",
            phone,
            f"0{phone[4:]}",
            phone[1:],
            f"0{phone[4:7]} {phone[7:]}",
        ),
    ]
    browser = House(world).browser("desk")
    with at(NOON):
        for text in typed:
            assert references([row.ticket for row in browser.get("/desk/", {"q": text}).context["rows"]]) == [
                ticket.reference
            ], text
        for text in (ticket.reference[:-1], "KC", phone[:-1], "Person", "%", "_", ""):
            found = browser.get("/desk/", {"q": text})
            assert other.reference not in found.content.decode() or not text
            assert ticket.reference not in found.content.decode() or not text


def test_other_countries_and_ones_own_are_not_seen() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    abroad, agent = person("desk", country="UG"), world.people["customer"]
    agent.groups.add(*world.people["desk"].groups.all())
    with at(NOON + 5 * HOUR):
        for user in (abroad, agent):
            browser = enter(type(user).objects.get(pk=user.pk))
            for name in ("decide", "ours", "supervisor", "soon", "closed"):
                assert listed(browser, f"/desk/?list={name}") == []
            assert "0 To decide" in read(browser.get("/desk/")).text
            for text in (ticket.reference, world.order.number, world.people["customer"].phone):
                assert browser.get("/desk/", {"q": text}).context["rows"] == []


def test_a_scan_leads_to_the_ticket_and_the_list_shows_whose_goods_come_next() -> None:
    world = World()
    house = House(world)
    ticket = walk(world, world.apply(), SENT[:3])
    with at(NOON + 5 * HOUR):
        answer = house.browser("warehouse").get(
            "/counter/", {"q": ticket.reference.replace("-", " ").lower()}
        )
        assert answer["Location"] == f"/counter/{ticket.reference}/"
        lists = {who: listed(house.browser(who), "/counter/") for who in ("warehouse", "counter", "rider")}
        assert lists == {"warehouse": [ticket.reference], "counter": [], "rider": []}
        assert (
            "There is no ticket with this code here."
            in read(house.browser("rider").get("/counter/?q=KC-1")).text
        )


def statements(browser: Client, address: str) -> int:
    """How many a page takes, the second time it is looked at."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


BUDGETS = {
    ("desk", "/desk/"): 7,
    ("desk", "/desk/?list=supervisor"): 7,
    ("desk", "/desk/?q={number}"): 13,
    ("desk", "/desk/dashboard/"): 10,
    ("desk", "/desk/gallery/"): 2,
    ("seller", "/admin/returns/ticket/scorecard/"): 12,
    ("customer", "/tickets/"): 5,
    ("customer", "/orders/"): 8,
    ("counter", "/counter/"): 5,
    ("seller", "/admin/returns/ticket/"): 7,
}
"""The most statements of a list: session, person and shops are up to three of them."""


@pytest.mark.parametrize(("who", "address"), BUDGETS)
def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(who: str, address: str) -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    browser, asked = House(world).browser(who), address.format(number=world.order.number)
    overdue = {"holder": "seller", "state": "seller_review", "due_step": "take_over", "due_at": NOON}
    home = {"holder": "kilimall", "state": "sending_back", "due_step": "escalate"}
    kinds = [RUNNING | {"due_at": LATE}, FLAGGED | {"flagged_at": NOON}, overdue, home | {"due_at": LATE}]
    with at(NOON + 5 * HOUR):
        crowd(world, ticket, kinds)
        few = statements(browser, asked)
        crowd(world, ticket, kinds * 6)
        many = statements(browser, asked)

    assert few == many <= BUDGETS[who, address]


def test_the_desk_finds_ten_orders_with_as_many_statements_as_one() -> None:
    world = World()
    browser, phone = House(world).browser("desk"), world.people["customer"].phone
    with at(NOON):
        few = statements(browser, f"/desk/?q={phone[1:]}")
        for number in range(9):
            order = Order.objects.get(pk=world.order.pk)
            order.pk, order.number = None, f"KE{number}"
            order.save()
        many = statements(browser, f"/desk/?q={phone[1:]}")

    assert few == many


@pytest.mark.parametrize(("who", "most"), [("customer", 9), ("desk", 11), ("warehouse", 9), ("seller", 11)])
def test_a_ticket_takes_as_many_statements_for_a_long_history_as_for_a_short_one(who: str, most: int) -> None:
    counts = []
    for path in (APPEALED, [*APPEALED, *ASKED, *ASKED]):
        world = World()
        ticket = walk(world, world.apply(), path)
        with at(NOON + 9 * HOUR):
            counts.append(statements(House(world).browser(who), address_of(OWN_PAGE[who], ticket)))

    assert counts[0] == counts[1] <= most
