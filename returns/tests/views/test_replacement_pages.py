"""The new item of an exchange on the pages: until when, applying for it, the way back to its exchange."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from returns.enums import Role, Service, State, Step
from returns.models import Draft, Ticket
from returns.queries.wording import until_text
from returns.tests.test_machines import DISPATCHED, EXCHANGED, PASSED, walk
from returns.tests.views.doors import OWN_PAGE, House, address_of, at
from returns.tests.views.reading import Page, read
from returns.tests.views.refusing import answer_pages, apply_answers, assert_refused, nothing_moves
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
CONFIRMED = NOON + timedelta(hours=7)
ENDS = datetime.fromisoformat("2026-11-11T00:00:00+03:00")
LAST = ENDS - timedelta(hours=1)
ASKED = {"customer": "returns:replacement_apply", "desk": "returns:desk_replacement_apply"}
CHECKED = {"customer": "returns:replacement_check", "desk": "returns:desk_replacement_check"}


def exchanged() -> tuple[House, Ticket]:
    """Everybody around an exchange whose new item came; the price was 8,000."""
    world = World(quantity=2, price="4000.00")
    return House(world), walk(world, world.apply(Service.EXCHANGE), EXCHANGED)


def asked(who: str, exchange: Ticket) -> str:
    """Where this person applies for the new item."""
    return reverse(ASKED[who], args=[exchange.reference])


def send(house: House, who: str, exchange: Ticket, **answers: str) -> Page:
    """Answer, check, send; the page that follows."""
    browser, check = house.browser(who), reverse(CHECKED[who], args=[exchange.reference])
    answer = answer_pages(browser, asked(who, exchange), apply_answers(photos=2, quantity="2", **answers))
    assert (answer.status_code, answer["Location"]) == (302, check)
    page = read(browser.get(check))
    assert "KES 8,000" in page.text
    assert address_of(OWN_PAGE[who], exchange) in page.links
    sent = browser.post(check, next(form for form in page.forms if "token" in form.names).filled())
    assert sent.status_code == 302
    return read(browser.get(sent["Location"]))


def test_a_customer_applies_for_a_new_item_on_the_last_evening() -> None:
    house, exchange = exchanged()
    with at(LAST):
        page = house.page("customer", exchange)
        assert f"apply for it until {until_text(ENDS, 'KE')} (1 h 0 min left)" in page.text
        assert asked("customer", exchange) in page.links
        browser = house.browser("customer")
        want = asked("customer", exchange) + "want/"
        browser.post(want, {"service": "return_refund"})
        form = read(browser.get(asked("customer", exchange), follow=True))
        assert 'value="change_of_mind"' not in form.html
        assert "KES 8,000" in form.text

        send(house, "customer", exchange, service="return_refund", amount="")

        ticket = Ticket.objects.get(replacement_of=exchange)
        assert (ticket.state, ticket.quantity, ticket.worth_amount) == (State.SELLER_REVIEW, 2, 8000)
        assert ticket.evidence.count() == 2
        assert not Draft.objects.exists()
        page = house.page("customer", exchange)
    assert asked("customer", exchange) not in page.links
    assert "is open already" in page.text
    assert address_of("returns:ticket", ticket) in page.links


def test_a_ticket_on_a_new_item_leads_everybody_back_to_its_exchange() -> None:
    house, exchange = exchanged()
    ticket = house.world.apply(exchange=exchange, now=CONFIRMED)
    house.world.line.serial_numbers = ["SN-1"]
    house.world.line.save()
    with at(CONFIRMED):
        for who, own in OWN_PAGE.items():
            page = house.page(who, ticket)
            assert address_of(own, exchange) in page.links, who
            assert "New item of the exchange" in page.text
            assert "SN-1" not in page.text
            assert "New item of the exchange" not in house.page(who, exchange).text
        assert "SN-1" in house.page("warehouse", exchange).text
        for lists in ("/tickets/", "/orders/"):
            assert "· new item" in read(house.browser("customer").get(lists)).text


def test_after_the_seventh_day_the_page_says_why_not_and_takes_nothing() -> None:
    house, exchange = exchanged()
    browser = house.browser("customer")
    with at(ENDS), nothing_moves():
        page = house.page("customer", exchange)
        assert asked("customer", exchange) not in page.links
        assert "7 days in which you could apply are over" in page.text
        assert not read(browser.get(asked("customer", exchange))).leads_to("")
        answer = answer_pages(browser, asked("customer", exchange), apply_answers(photos=2))
        assert answer.status_code == 422


def test_the_desk_applies_after_that_with_a_reason() -> None:
    house, exchange = exchanged()
    with at(ENDS):
        assert asked("desk", exchange) in house.page("desk", exchange).links
        assert asked("desk", exchange) not in house.page("finance", exchange).links

        page = send(house, "desk", exchange, service="return_refund", on_behalf_reason="She was ill.")

    ticket = Ticket.objects.get(replacement_of=exchange)
    assert ticket.events.get().role == Role.DESK
    assert ticket.reference in page.text


def test_what_was_answered_for_the_line_and_for_its_new_item_is_kept_apart() -> None:
    world = World(quantity=2)
    exchange = walk(world, world.apply(Service.EXCHANGE, quantity=1), EXCHANGED)
    browser = House(world).browser("customer")
    line = reverse("returns:apply", args=[world.order.number, 1])
    with at(CONFIRMED):
        for address, words in ((line, "Of the first one."), (asked("customer", exchange), "Of the new one.")):
            for _each in range(2):
                sent = apply_answers(photos=1, quantity="1", statement=words)
                assert answer_pages(browser, address, sent).status_code in {302, 422}
        drafts = Draft.objects.order_by("pk").values_list("replacement_of", "answers__statement")

    assert list(drafts) == [(None, "Of the first one."), (exchange.pk, "Of the new one.")]


def test_a_change_of_mind_is_refused_at_its_field() -> None:
    house, exchange = exchanged()
    with at(CONFIRMED), nothing_moves("returns.Draft", "returns.Evidence"):
        answers = apply_answers(photos=2, reason="change_of_mind", service="return_refund", amount="")
        browser = house.browser("customer")
        assert_refused(answer_pages(browser, asked("customer", exchange), answers), "reason", "form")


PAGES = ("returns:replacement_question", "returns:desk_replacement_question")


@pytest.mark.parametrize("name", [*PAGES, *CHECKED.values()])
def test_without_a_new_item_there_is_nothing_to_apply_for(name: str) -> None:
    world = World()
    ticket = walk(world, world.apply(Service.EXCHANGE), DISPATCHED)
    house = House(world)
    house.add_strangers()
    who = "desk" if "desk" in name else "customer"
    with at(CONFIRMED):
        address = reverse(name, args=[ticket.reference, *(["want"] if name in PAGES else [])])
        assert house.browser(who).get(address).status_code == 404
        ticket = world.take(Step.CONFIRM, ticket, "customer", CONFIRMED)
        stranger = "abroad" if "desk" in name else "other customer"
        for ask in ("get", "post"):
            found = getattr(house.browser(stranger), ask)(address)
            assert found.status_code == 404


def test_an_exchange_that_the_clock_ends_has_its_new_item_once_that_is_written() -> None:
    world = World()
    path = [*DISPATCHED, (Step.ARRIVE, "counter", {"place": "K1"})]
    ticket = walk(world, world.apply(Service.EXCHANGE), path)
    house = House(world)
    late = NOON + timedelta(days=120)
    with at(late):
        page = house.page("customer", ticket)
    assert "Exchanged" in page.text
    assert 'id="new-item"' not in page.html
    assert ticket.state == State.REPLACEMENT_SHIPPED


def test_a_refund_of_the_new_item_is_worked_out_on_its_own_page() -> None:
    house, exchange = exchanged()
    ticket = walk(house.world, house.world.apply(exchange=exchange, now=CONFIRMED), PASSED, CONFIRMED)
    with at(CONFIRMED + timedelta(days=1)):
        assert "KES 8,000" in house.page("customer", ticket).text
