"""Applying, page by page: the questions, the photos, the refund worked out, one ticket in the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kilicare.kernel.calendar import Calendar
from orders.actions.stocking import tell_stock
from orders.models import OrderLine, Stock
from returns.enums import MissingKind, Reason, Service
from returns.models import Draft, Evidence, Ticket, TicketEvent
from returns.policy.eligibility import assess
from returns.policy.evidence import required
from returns.policy.facts import Claim
from returns.policy.terms import terms_at
from returns.queries.facts import facts_of
from returns.queries.stakes import parts_of
from returns.tests.views.doors import House, at, enter
from returns.tests.views.reading import Page, read, upload
from returns.tests.views.refusing import (
    PAGES,
    answer_pages,
    apply_address,
    apply_answers,
    assert_refused,
    nothing_moves,
)
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
CHECK = "returns:check"
BAD = {"amount": "", "facts": ["gift_lost", "moon"]}


def question(browser: Client, world: World, page: str) -> Page:
    """One page of questions."""
    return read(browser.get(apply_address(world, page=page)))


def checked(browser: Client, world: World, **answers: Any) -> Page:
    """The page that shows the answers, once they were accepted."""
    answer = answer_pages(browser, apply_address(world), apply_answers(**answers))
    assert (answer.status_code, answer["Location"]) == (302, apply_address(world, CHECK))
    return read(browser.get(answer["Location"]))


def test_looking_at_the_pages_keeps_nothing() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON), nothing_moves():
        first = apply_address(world, page="want")
        assert browser.get(apply_address(world))["Location"] == first
        assert question(browser, world, "want").leads_to(first)
        for early in ("why", "how-much", "proof", "money"):
            assert browser.get(apply_address(world, page=early))["Location"] == first
        answer = browser.get(apply_address(world, CHECK))

    assert (answer.status_code, answer["Location"]) == (302, apply_address(world))


def test_a_refused_form_keeps_the_photos_and_all_that_was_typed() -> None:
    world = World(gift="A cup")
    browser = enter(world.people["customer"])
    typed = {
        "statement": "It hums & <b>sparks</b>.",
        "amount": "12,5",
        "facts": ["gift_lost"],
        "reason": "damaged",
    }
    with at(NOON):
        answer = answer_pages(browser, apply_address(world), apply_answers(photos=2, **typed))
        assert_refused(answer, "amount", "form")
        assert read(answer).form_to(apply_address(world, page="how-much")).filled()["amount"] == "12,5"
        answer = answer_pages(browser, apply_address(world), apply_answers(photos=2, **typed | BAD))
        assert_refused(answer, "facts", "form")
        page, kept = read(answer), list(Evidence.objects.order_by("pk"))
        again = page.form_to(apply_address(world, page="proof")).filled(photos=[])

        assert (again["facts"], again["statement"]) == ("gift_lost", typed["statement"])
        assert page.images == [f"/evidence/{photo.token}/small/" for photo in kept]
        assert browser.get(page.images[0]).content

        proof = apply_address(world, page="proof")
        answer = browser.post(proof, again | {"remove": [str(kept[0].token)]})
        assert_refused(answer, "photos", "form")
        assert read(answer).images == [f"/evidence/{kept[1].token}/small/"]
        again |= {"remove": [str(kept[0].token), "x", "\x00"]}
        assert not kept[0].file.storage.exists(kept[0].file.name)
        answer = browser.post(proof, again | {"photos": [upload()]})

    assert (answer.status_code, answer["Location"]) == (302, apply_address(world, page="money"))
    assert Evidence.objects.filter(draft__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("service", "claim", "sent"),
    [
        (Service.RETURN_REFUND, {"quantity": 1}, {"quantity": "1"}),
        (Service.RETURN_REFUND, {"quantity": 3, "gift_lost": True}, {"facts": ["gift_lost"]}),
        (
            Service.RETURN_REFUND,
            {"quantity": 2, "gift_lost": True, "invoice_lost": True},
            {"quantity": "2", "facts": ["gift_lost", "invoice_lost"]},
        ),
        (Service.REFUND_ONLY, {"quantity": 3}, {"amount": ""}),
        (Service.EXCHANGE, {"quantity": 3}, {}),
    ],
)
def test_the_refund_that_is_shown_is_the_policys(
    service: Service, claim: dict[str, Any], sent: dict[str, Any]
) -> None:
    world = World(price="333.35", quantity=3, gift="A cup", invoice="paper", delivery_fee="150.00")
    OrderLine.objects.update(tax_amount="100.01")
    browser = enter(world.people["customer"])
    with at(NOON):
        answers = {"quantity": "3", "service": service, "reason": "not_as_described"} | sent
        page = checked(browser, world, photos=2, **answers)

    asked = Claim(service=service, reason=Reason.NOT_AS_DESCRIBED, **claim)
    world.line.refresh_from_db()
    verdict = assess(facts_of([world.order])[world.line.pk], asked, terms_at(NOON), Calendar("KE"), now=NOON)
    expected = [f"{part.label} {part.clause} {part.amount}" for part in parts_of(verdict.components)]
    assert all(line in page.text for line in expected), page.text
    assert ("The refund, worked out" in page.text) == bool(expected)
    assert verdict.refund is None or f"Total {verdict.refund.label()}" in page.text


def test_sending_opens_one_ticket_however_often_it_is_clicked() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        page = checked(browser, world, photos=2)
        form = page.form_to(apply_address(world, CHECK))
        answers = [browser.post(form.action, form.filled()) for _each in range(3)]
        ticket = Ticket.objects.get()
        done = f"/tickets/{ticket.reference}/applied/"
        assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, done)] * 3
        shown = read(browser.get(done))

    assert ticket.reference in shown.text
    assert "Thu 5 Nov 2026, 12:00 EAT" in shown.text
    assert (ticket.asked_amount, ticket.statement, ticket.reason) == (500, "It stays cold.", "defective")
    assert ticket.evidence.count() == 2
    assert not Draft.objects.exists()


def test_answers_can_be_changed_until_they_are_sent() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        page = checked(browser, world, photos=2)
        assert all(apply_address(world, page=one) in page.links for one in PAGES)
        want, proof = (question(browser, world, one).forms[-1] for one in ("want", "proof"))
        kept = question(browser, world, "how-much").forms[-1].filled()
        assert (kept["amount"], proof.filled()["statement"]) == ("500.00", "It stays cold.")

        answer = browser.post(apply_address(world, page="want"), want.filled(service="exchange"))
        assert answer["Location"] == apply_address(world, CHECK)
        new = proof.filled(photos=[], statement="I want a new one.")
        assert browser.post(apply_address(world, page="proof"), new)["Location"] == answer["Location"]
        check = read(browser.get(apply_address(world, CHECK)))
        browser.post(apply_address(world, CHECK), check.form_to(apply_address(world, CHECK)).filled())

    ticket = Ticket.objects.get()
    assert (ticket.service, ticket.asked_amount, ticket.statement) == ("exchange", None, "I want a new one.")


def test_what_no_longer_holds_when_it_is_sent_is_refused_on_the_check_page() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        form = checked(browser, world, photos=2).form_to(apply_address(world, CHECK))
    browser = enter(world.people["customer"])
    with at(NOON + timedelta(days=9)), nothing_moves():
        answer = browser.post(form.action, form.filled())

    page = read(answer)
    assert answer.status_code == 422
    assert page.title.startswith("Error: ")
    assert not page.leads_to(form.action)
    assert "2.2" in page.text


def make_virtual(world: World) -> None:
    OrderLine.objects.update(promotion="one_shilling")


def close_the_window(world: World) -> None:
    OrderLine.objects.update(signed_at=NOON - timedelta(days=20))


def give_a_warranty(world: World) -> None:
    OrderLine.objects.update(signed_at=NOON - timedelta(days=20), warranty_months=12)


def open_a_ticket(world: World) -> None:
    world.apply()


def cancel_the_order(world: World) -> None:
    OrderLine.objects.update(signed_at=None, signed_by="")
    world.order.status, world.order.signed_at = "cancelled", None
    world.order.save()


@pytest.mark.parametrize(
    ("spoil", "clause"),
    [
        (make_virtual, "2.1"),
        (close_the_window, "2.2"),
        (give_a_warranty, "2.3"),
        (open_a_ticket, "K1"),
        (cancel_the_order, "2.2"),
    ],
)
def test_what_may_not_come_back_says_why_and_asks_nothing(spoil: Any, clause: str) -> None:
    world = World()
    spoil(world)
    browser = enter(world.people["customer"])
    with at(NOON), nothing_moves():
        page = read(browser.get(apply_address(world)))
        orders = read(browser.get("/orders/"))
        refused = answer_pages(browser, apply_address(world), apply_answers(photos=2))

    assert refused.status_code == 422
    for shown in (page, orders, read(refused)):
        assert f"/policy/#clause-{clause}" in shown.links
        assert not shown.leads_to(apply_address(world))
    assert apply_address(world) not in orders.links


@pytest.mark.parametrize(
    ("reason", "kind", "fewest"),
    [
        *((reason, "", 2) for reason in Reason if reason not in {Reason.CHANGE_OF_MIND, Reason.MISSING}),
        (Reason.CHANGE_OF_MIND, "", 1),
        (Reason.MISSING, MissingKind.PART, 2),
        (Reason.MISSING, MissingKind.PRODUCT, 1),
    ],
)
def test_each_reason_asks_for_its_photos(reason: Reason, kind: str, fewest: int) -> None:
    world = World()
    browser = enter(world.people["customer"])
    service = Service.REFUND_ONLY if reason.is_objective else Service.RETURN_REFUND
    answers = {"reason": reason, "missing_kind": kind, "service": service}
    with at(NOON):
        answer = answer_pages(browser, apply_address(world), apply_answers(photos=fewest - 1, **answers))
        assert_refused(answer, "photos", "form")
        checked(browser, world, photos=1, **answers)


def test_a_parcel_that_never_came_needs_words_and_no_photo() -> None:
    world = World()
    browser = enter(world.people["customer"])
    answers = {"reason": "missing", "missing_kind": "parcel", "amount": ""}
    with at(NOON):
        answer = answer_pages(browser, apply_address(world), apply_answers(statement=" ", **answers))
        assert_refused(answer, "statement", "form")
        assert "Total KES 8,000" in checked(browser, world, **answers).text
        answer = answer_pages(
            browser, apply_address(world), apply_answers(**answers | {"service": "exchange"})
        )

    assert_refused(answer, None, "form")
    assert "K3" in read(answer).text


def test_a_desk_agent_applies_for_a_customer_with_a_reason_and_no_photos() -> None:
    world = World()
    house = House(world)
    browser, address = house.browser("desk"), apply_address(world, "returns:desk_apply")
    with at(NOON + timedelta(days=20)):
        found = read(browser.get("/desk/", {"q": world.order.number}))
        assert address in found.links
        refused = answer_pages(browser, address, apply_answers(on_behalf_reason=" "))
        assert_refused(refused, "on_behalf_reason", "form")
        sent = answer_pages(browser, address, apply_answers(on_behalf_reason="The portal was down on day 7."))
        assert sent.status_code == 302
        form = read(browser.get(sent["Location"])).form_to(sent["Location"])
        answers = [browser.post(form.action, form.filled()) for _each in range(2)]

    ticket = Ticket.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/desk/tickets/{ticket.reference}/"}
    assert (ticket.customer, ticket.opened_by) == (world.customer, house.users["desk"])
    event = TicketEvent.objects.get()
    assert (event.role, event.by, event.text) == (
        "desk",
        house.users["desk"],
        "The portal was down on day 7.",
    )


@pytest.mark.parametrize(("spoil", "clause"), [(make_virtual, "2.1"), (open_a_ticket, "K1")])
def test_the_desk_never_applies_against_what_binds_staff_too(spoil: Any, clause: str) -> None:
    world = World()
    spoil(world)
    browser = House(world).browser("desk")
    with at(NOON), nothing_moves("returns.Draft"):
        sent = apply_answers(on_behalf_reason="They asked so nicely.")
        answer = answer_pages(browser, apply_address(world, "returns:desk_apply"), sent)

    page = read(answer)
    assert answer.status_code == 422
    assert clause in page.text
    assert not [form for form in page.forms if "service" in form.filled()]


def test_i_have_received_it_opens_the_window_once() -> None:
    world = World()
    OrderLine.objects.update(signed_at=None, signed_by="")
    world.order.status, world.order.signed_at = "in_transit", None
    world.order.save()
    browser, address = enter(world.people["customer"]), apply_address(world, "returns:received")
    with at(NOON):
        page = read(browser.get("/orders/"))
        assert apply_address(world) not in page.links
        answer = browser.post(address, page.form_to(address).filled())
        assert answer["Location"] == f"/orders/{world.order.number}/"
        assert apply_address(world) in read(browser.get(answer["Location"])).links
    with at(NOON + timedelta(days=3)), nothing_moves():
        browser.post(address)

    line = OrderLine.objects.get(pk=world.line.pk)
    assert (line.signed_at, line.signed_by) == (NOON, "customer")


def test_the_make_that_an_exchange_shall_bring_is_named() -> None:
    world = World()
    world.line.variants = [
        {"sku": "KETTLE", "name": "Kettle, black", "stock": 1},
        {"sku": "KETTLE-W", "name": "Kettle, white", "stock": 1},
        {"sku": "KETTLE-R", "name": "Kettle, red", "stock": 0},
    ]
    world.line.save()
    tell_stock([world.line])
    browser, address = enter(world.people["customer"]), apply_address(world)
    with at(NOON):
        answers = apply_answers(photos=2, service="exchange", amount="")
        for gone in ("MOON", "KETTLE-R"):
            refused = answer_pages(browser, address, answers | {"variant": gone})
            assert_refused(refused, "variant", "form")
        page = question(browser, world, "how-much")
        assert "Kettle, white (1 left)" in page.text
        assert "Kettle, red (sold out)" in page.text
        sent = answer_pages(browser, address, answers | {"variant": "KETTLE-W"})
        assert "Wanted in exchange Kettle, white" in read(browser.get(sent["Location"])).text
        check = address + "check/"
        form = read(browser.get(check)).form_to(check)
        Stock.objects.filter(sku="KETTLE-W").update(stock=0)
        late = browser.post(check, form.filled())
        assert late.status_code == 422
        assert "This one is sold out." in read(late).text
        Stock.objects.filter(sku="KETTLE-W").update(stock=1)
        browser.post(check, form.filled())
    assert Ticket.objects.get().wanted_sku == "KETTLE-W"


def test_an_application_goes_on_where_it_was_left_on_another_device() -> None:
    world = World()
    start, first, second = apply_address(world), *(enter(world.people["customer"]) for _each in range(2))
    with at(NOON):
        for number, page in enumerate(PAGES, 2):
            shown = browser_page(second, start)
            assert shown.headings[0][0] == "h1"
            assert f"Step {number} of {6 if page == 'want' else 7}" in shown.text
            assert shown.forms[-1].action == apply_address(world, page=page)
            answer_pages(first, start, apply_answers(photos=2), (page,))
        assert second.get(start)["Location"] == apply_address(world, CHECK)


def browser_page(browser: Client, address: str) -> Page:
    """Where an address leads."""
    return read(browser.get(address, follow=True))


def test_a_page_that_a_later_answer_makes_wrong_is_asked_again_and_says_why() -> None:
    world = World()
    browser, want = enter(world.people["customer"]), apply_address(world, page="want")
    answers = apply_answers(service="return_refund", reason="change_of_mind", photos=1)
    with at(NOON):
        assert answer_pages(browser, apply_address(world), answers)["Location"] == apply_address(world, CHECK)
        answer = browser.post(want, {"service": "refund_only"})
        assert answer["Location"] == apply_address(world, page="why")
        page = read(browser.get(answer["Location"]))

    assert page.title.startswith("Error: ")
    assert "This reason does not go with what you want." in page.text
    assert str(Reason.CHANGE_OF_MIND.label) in page.text
    assert "#clause-" in "".join(page.links)


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason.is_objective])
def test_the_proof_that_is_asked_for_is_the_reasons(reason: Reason) -> None:
    world = World()
    browser = enter(world.people["customer"])
    answers = apply_answers(reason=reason, missing_kind="part", amount="")
    with at(NOON):
        answer_pages(browser, apply_address(world), answers, PAGES[:3])
        page = question(browser, world, "proof")

    assert str(required(reason).hint) in page.text
    assert required(reason).wanted in page.text
    assert ("when you use it" in page.text) == (reason is Reason.DEFECTIVE)
