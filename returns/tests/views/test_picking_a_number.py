"""Where a refund goes: the wallet, the number that paid, or one of the customer's own; nobody else's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from orders.models import Customer, Order
from returns.actions.opening import NO_SUCH_NUMBER, Application, open_ticket
from returns.actions.refusal import RefusedError
from returns.enums import MissingKind, Reason, RefundRoute, Service, Step
from returns.models import Payout, Ticket, VerifiedNumber
from returns.policy.facts import Claim
from returns.queries.numbers import PayoutNumber, payout_numbers
from returns.tests.numbers import NUMBERS, PAYER, PHONE, REMOVE, use_mpesa, verified
from returns.tests.views.doors import House, at, enter
from returns.tests.views.reading import Field, Page, read
from returns.tests.views.refusing import (
    NOTHING_TO_SHOW,
    PAGES,
    answer_pages,
    apply_address,
    apply_answers,
    assert_refused,
    nothing_moves,
)
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
CHECK = "returns:check"
LOST = Claim(service=Service.REFUND_ONLY, reason=Reason.MISSING, missing_kind=MissingKind.PARCEL)
"""What needs no photo."""


@pytest.fixture(autouse=True)
def _mpesa(settings: Any) -> None:
    use_mpesa(settings)


def somebody() -> Customer:
    """Another customer."""
    return Customer.objects.create(external_id="somebody", user=person())


def paid_by(world: World, phone: str, country: str = "KE", currency: str = "KES") -> Order:
    """The world's order, as it was paid."""
    Order.objects.filter(pk=world.order.pk).update(payment_phone=phone, country=country, currency=currency)
    return Order.objects.get(pk=world.order.pk)


@pytest.mark.parametrize(
    ("paid", "own", "country", "expected"),
    [
        ("", [], "KE", []),
        (PAYER, [], "KE", [PAYER]),
        ("", [PHONE], "KE", [PHONE]),
        ("+256772345678", [PHONE], "KE", [PHONE]),
        (PAYER, [PHONE, PAYER], "KE", [PAYER, PHONE]),
        ("+256772345678", [PHONE], "UG", []),
    ],
)
def test_the_numbers_of_an_order(paid: str, own: list[str], country: str, expected: list[str]) -> None:
    world = World()
    order = paid_by(world, paid, country, {"KE": "KES", "UG": "UGX"}[country])
    for phone in own:
        verified(world.customer, phone)
    verified(somebody(), "+254712000999")

    found = payout_numbers(order, world.customer)

    keys = {phone: str(pk) for phone, pk in VerifiedNumber.objects.values_list("phone", "pk")}
    assert found == [PayoutNumber("" if phone == paid else keys[phone], phone) for phone in expected]


def test_without_mpesa_there_is_no_number(settings: Any) -> None:
    use_mpesa(settings, "")
    world = World()
    verified(world.customer)

    assert payout_numbers(paid_by(world, PAYER), world.customer) == []


def test_a_number_with_which_somebody_else_signs_in_since_is_left_out() -> None:
    world = World()
    verified(world.customer)
    other = person(phone=PHONE, is_active=False)
    assert [number.phone for number in payout_numbers(world.order, world.customer)] == [PHONE]

    other.is_active = True
    other.save()
    assert payout_numbers(world.order, world.customer) == []


def routes(page: Page) -> list[Field]:
    """The ways to get money back, as the page asks for one."""
    return [found for form in page.forms for found in form.fields if found.name == "route"]


def offered(page: Page) -> list[str]:
    """Their words."""
    return [route.value for route in routes(page)]


def to_add(world: World) -> str:
    """Where a customer adds a number, and comes back to the questions."""
    return f"{NUMBERS}?{urlencode({'next': apply_address(world, page='money')})}"


def asked(browser: Client, world: World, way: str = "", **answers: Any) -> Page:
    """The page that asks how the money comes back, once all before it is answered."""
    start = apply_address(world, f"returns:{way}apply")
    answer = answer_pages(browser, start, apply_answers(**NOTHING_TO_SHOW, **answers), PAGES[:-1])
    assert answer.status_code == 302
    return read(browser.get(f"{start}money/"))


def send(browser: Client, world: World, route: str, way: str = "", **answers: Any) -> Page:
    """Answer and check; the page of the answers."""
    address = apply_address(world, f"returns:{way}apply")
    answer = answer_pages(browser, address, apply_answers(photos=2, route=route, **answers))
    assert (answer.status_code, answer["Location"]) == (302, apply_address(world, f"returns:{way}check"))
    return read(browser.get(answer["Location"]))


def test_each_number_is_offered_masked_and_the_one_that_is_picked_is_paid() -> None:
    world = World()
    paid_by(world, PAYER)
    own, foreign = verified(world.customer), verified(somebody(), "+254712000999")
    browser, picked = enter(world.people["customer"]), f"mpesa-{own.pk}"
    with at(NOON):
        page = asked(browser, world)
        assert offered(page) == ["wallet", "mpesa", picked]
        assert [link for link in page.links if link.startswith(NUMBERS)] == [to_add(world)]
        assert not [phone for phone in (PAYER, PHONE, foreign.phone) if phone[-9:] in page.html]
        check = send(browser, world, picked)
        assert "M-Pesa, +254 ••••••777" in check.text
        assert to_add(world) in check.links
        form = check.form_to(apply_address(world, CHECK))
        assert browser.post(form.action, form.filled()).status_code == 302

        ticket = Ticket.objects.get()
        assert (ticket.refund_route, ticket.refund_phone) == ("mpesa", PHONE)
        browser.post(REMOVE, {"number": str(own.pk)})
        assert Ticket.objects.get().refund_phone == PHONE
        assert not VerifiedNumber.objects.filter(customer=world.customer).exists()
    world.take(Step.APPROVE, ticket, "seller", NOON)
    assert Payout.objects.get().phone == PHONE


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("1500.75", "KES 1,500 by M-Pesa, and the KES 0.75 that it can't pay into your wallet."),
        ("1500", ""),
        ("9.50", "M-Pesa pays KES 10 to KES 250,000: this goes into your wallet."),
    ],
)
def test_what_mpesa_can_not_carry_is_told_before_and_until_it_is_paid(amount: str, says: str) -> None:
    world = World()
    paid_by(world, PAYER)
    browser = enter(world.people["customer"])
    with at(NOON):
        check = send(browser, world, "mpesa", amount=amount)
        assert says in check.text
        form = check.form_to(apply_address(world, CHECK))
        browser.post(form.action, form.filled())
    ticket = world.take(Step.APPROVE, Ticket.objects.get(), "seller", NOON)
    with at(NOON):
        page = read(browser.get(reverse("returns:ticket", args=[ticket.reference])))
    assert f"It is on its way to: M-Pesa. {says}".strip() in page.text
    assert ("into your wallet" in page.text) == bool(says)


def test_a_number_that_is_not_ones_own_is_refused_by_form_and_action() -> None:
    world = World()
    own, foreign = verified(world.customer), verified(somebody(), "+254712000999")
    browser = enter(world.people["customer"])
    ways = ["mpesa", "mpesa-", f"mpesa-{foreign.pk}", f"mpesa-0{own.pk}", f"wallet-{own.pk}", "mpesa-999999"]
    with at(NOON), nothing_moves("returns.Draft"):
        for way in [*ways, f"mpesa-{foreign.phone}", f"mpesa-{own.phone}"]:
            sent = apply_answers(route=way, number=str(foreign.pk), **NOTHING_TO_SHOW)
            answer = answer_pages(browser, apply_address(world), sent)
            assert_refused(answer, "route", "form")
    for key in ("", str(foreign.pk), f"0{own.pk}", foreign.phone, own.phone):
        sent = Application(claim=LOST, statement="It never came.", route=RefundRoute.MPESA, number=key)
        with nothing_moves(), pytest.raises(RefusedError) as refused:
            open_ticket(world.line.pk, sent, by=world.people["customer"], now=NOON)
        assert (refused.value.code, refused.value.field) == ("invalid", "route")


def test_a_number_that_was_taken_off_meanwhile_is_told_on_the_check_page() -> None:
    world = World()
    own = verified(world.customer)
    browser, address = enter(world.people["customer"]), apply_address(world, CHECK)
    with at(NOON):
        form = send(browser, world, f"mpesa-{own.pk}").form_to(address)
        own.delete()
        with nothing_moves():
            pages = browser.get(address), browser.post(form.action, form.filled())
        assert [page.status_code for page in pages] == [200, 422]
        for page in map(read, pages):
            assert page.text.count(str(NO_SUCH_NUMBER)) == 1
            assert not page.leads_to(address)
            assert apply_address(world, page="money") in page.links
        again = read(browser.get(apply_address(world), follow=True))

    assert [(route.value, "checked" in route.attrs) for route in routes(again)] == [("wallet", False)]
    assert again.title.startswith("Error: ")


def test_the_desk_chooses_among_the_customers_own_and_adds_none() -> None:
    world = World()
    own = verified(world.customer)
    agents = Customer.objects.create(external_id="agent", user=world.people["desk"])
    verified(agents, "+254712000999")
    browser, picked = House(world).browser("desk"), f"mpesa-{own.pk}"
    with at(NOON):
        page = asked(browser, world, "desk_", on_behalf_reason="They rang.")
        assert offered(page) == ["wallet", picked]
        check = send(browser, world, picked, "desk_", on_behalf_reason="They rang.")
        form = check.form_to(apply_address(world, "returns:desk_check"))
        browser.post(form.action, form.filled())

    assert not [link for link in page.links + check.links if link.startswith(NUMBERS)]
    assert Ticket.objects.get().refund_phone == PHONE


@pytest.mark.parametrize(("url", "country"), [("", "KE"), ("http://127.0.0.1:1", "UG")])
def test_where_mpesa_carries_no_refund_no_number_is_spoken_of(settings: Any, url: str, country: str) -> None:
    use_mpesa(settings, url)
    world = World()
    paid_by(world, PAYER, country, {"KE": "KES", "UG": "UGX"}[country])
    own = verified(world.customer)
    browser = enter(world.people["customer"])
    with at(NOON), nothing_moves("returns.Draft"):
        page = asked(browser, world)
        for way in ("mpesa", f"mpesa-{own.pk}"):
            sent = apply_answers(route=way, **NOTHING_TO_SHOW)
            assert_refused(answer_pages(browser, apply_address(world), sent), "route", "form")

    assert offered(page) == ["wallet"]
    assert not [link for link in page.links if link.startswith(NUMBERS)]
