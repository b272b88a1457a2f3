"""The seller's tools in the admin: counters, several approved together, the scorecard, the holiday notice."""

from datetime import date, timedelta

import pytest

from returns.enums import Party, Service, Step
from returns.models import Closure, Refund, Ticket
from returns.tests.test_machines import walk
from returns.tests.views.doors import House, at
from returns.tests.views.reading import Page, read
from returns.tests.views.refusing import nothing_moves
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
LIST, APPROVE = "/admin/returns/ticket/", "/admin/returns/ticket/approve/"
HOUR = timedelta(hours=1)


def three() -> tuple[House, list[Ticket]]:
    """Two tickets that wait for the shop, and one that does not any more."""
    world = World()
    tickets = [world.apply(Service.REFUND_ONLY)]
    tickets += [world.apply(line=world.add_line()), world.apply(line=world.add_line())]
    walk(
        world, tickets[2], [(Step.REJECT, "seller", {"code": "condition", "clause": "2.5", "text": "Used."})]
    )
    return House(world), tickets


def chosen(house: House, who: str, tickets: list[Ticket]) -> Page:
    """The page that shows what approving them would do."""
    sent = {"action": "approve_selected", "_selected_action": [str(ticket.pk) for ticket in tickets]}
    return read(house.browser(who).post(LIST, sent))


def test_a_dry_run_says_which_would_be_refused_and_why_and_moves_nothing() -> None:
    house, tickets = three()
    with at(NOON + 9 * HOUR), nothing_moves():
        page = chosen(house, "seller", tickets)
    possible, refused = page.text.split("These can't be approved")
    assert all(ticket.reference in possible for ticket in tickets[:2])
    assert tickets[2].reference in refused
    assert "This step is not open any more" in refused
    assert "Approve these 2" in page.text


def test_those_are_approved_and_what_moved_meanwhile_is_told() -> None:
    house, tickets = three()
    with at(NOON + 9 * HOUR):
        form = chosen(house, "seller", tickets).form_to(APPROVE)
        sent = {"ticket": [f"{ticket.pk}:{ticket.last_event}" for ticket in tickets[:2]]}
        assert sorted(field.value for field in form.fields if field.name == "ticket") == sorted(
            sent["ticket"]
        )
        house.world.take(Step.WITHDRAW, tickets[1], "customer", NOON + 9 * HOUR)
        page = read(house.browser("seller").post(APPROVE, sent, follow=True))
    assert "Approved: 1." in page.text
    assert f"{tickets[1].reference}: " in page.text
    assert Refund.objects.get().ticket_id == tickets[0].pk
    assert Ticket.objects.get(pk=tickets[1].pk).state == "cancelled"


@pytest.mark.parametrize(
    "value", ["", "1", "x:1", ":", "1:", "9999999:1", "1:x", "\x00:1", "9" * 30 + ":1", "-1:1"]
)
def test_crafted_tickets_move_nothing(value: str) -> None:
    house, _tickets = three()
    with at(NOON), nothing_moves():
        assert house.browser("seller").post(APPROVE, {"ticket": value}).status_code == 302
        assert house.browser("seller").get(APPROVE).status_code == 302


def test_only_the_shops_people_approve_and_only_their_own() -> None:
    house, tickets = three()
    house.add_strangers()
    sent = {"ticket": [f"{ticket.pk}:{ticket.last_event}" for ticket in tickets]}
    with at(NOON + 9 * HOUR), nothing_moves():
        for who in ("other seller", "desk", "supervisor", "root"):
            assert house.browser(who).post(APPROVE, sent).status_code == 302
            assert "approve_selected" not in read(house.browser("desk").get(LIST)).html


def test_the_counters_lead_to_what_they_count() -> None:
    house, tickets = three()
    Ticket.objects.filter(pk=tickets[0].pk).update(due_at=NOON + 12 * HOUR)
    with at(NOON + 9 * HOUR):
        page = read(house.browser("seller").get(LIST))
        urgent = read(house.browser("seller").get(f"{LIST}?turn=urgent"))
    assert "2 wait for an answer of the shop" in page.text
    assert "1 under 4 hours" in page.text
    assert "0 with a new message" in page.text
    assert tickets[0].reference in urgent.text
    assert tickets[1].reference not in urgent.text


def test_the_scorecard_is_for_the_shops_people() -> None:
    house, _tickets = three()
    with at(NOON + 9 * HOUR):
        page = read(house.browser("seller").get(f"{LIST}scorecard/?days=7"))
        assert house.browser("desk").get(f"{LIST}scorecard/").status_code == 404
        nonsense = read(house.browser("seller").get(f"{LIST}scorecard/?days=moon"))
    assert house.world.shop.name in page.text
    assert "Opened 3" in page.text
    assert "Refunds that the shop bears: KES 0." in page.text
    assert "30 days" in nonsense.text


def test_a_holiday_notice_is_read_by_customers_while_the_shop_must_answer() -> None:
    house, tickets = three()
    browser, shop = house.browser("seller"), house.world.shop
    notice = {"shop": shop.pk, "first_day": "2026-11-03", "last_day": "2026-11-05", "text": "Ask Njoki."}
    with at(NOON):
        wrong = browser.post("/admin/returns/closure/add/", notice | {"last_day": "2026-11-02"})
        assert "The last day comes before the first." in read(wrong).text
        assert browser.post("/admin/returns/closure/add/", notice).status_code == 302
        first, third = (house.page("customer", tickets[place]) for place in (0, 2))
    with at(NOON + timedelta(days=3)):
        assert "The shop is away" not in house.page("customer", tickets[1]).text
    assert "The shop is away until Thu 5 Nov 2026." in first.text
    assert "Ask Njoki." in first.text
    assert "The shop is away" not in third.text
    assert Ticket.objects.get(pk=tickets[1].pk).holder == Party.SELLER


def test_nobody_keeps_a_notice_for_somebody_elses_shop() -> None:
    house, _tickets = three()
    house.add_strangers()
    day = date(2026, 11, 3)
    own = Closure.objects.create(shop=house.world.shop, first_day=day, last_day=day)
    sent = {"shop": house.world.shop.pk, "first_day": "2026-11-03", "last_day": "2026-11-04", "text": ""}
    with at(NOON), nothing_moves():
        assert house.browser("other seller").post("/admin/returns/closure/add/", sent).status_code == 200
        for address in (
            f"/admin/returns/closure/{own.pk}/change/",
            f"/admin/returns/closure/{own.pk}/delete/",
        ):
            assert house.browser("other seller").post(address, sent | {"post": "yes"}).status_code == 302
        assert house.browser("desk").get("/admin/returns/closure/").status_code == 403
