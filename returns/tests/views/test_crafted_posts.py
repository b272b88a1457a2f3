"""What no page of ours sends: refused in words at its field, nothing moved, never a fault of ours."""

from typing import Any

import pytest

from returns.enums import Role, Step
from returns.forms.steps import STEP_FORMS
from returns.models import Draft, Ticket
from returns.policy.permissions import PERMISSIONS
from returns.tests.views.doors import OWN_PAGE, House, address_of, at, enter
from returns.tests.views.reading import read
from returns.tests.views.refusing import (
    NOTHING_TO_SHOW,
    answer_pages,
    apply_address,
    apply_answers,
    assert_refused,
    nothing_moves,
)
from returns.tests.views.routes import ROUTES, Route
from returns.tests.world import NOON, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HUGE = "9" * 400
AMOUNTS = [
    *("0", "-1", "-0.01", "NaN", "sNaN", "Infinity", "-Infinity", "1e9", "1e400", "1E-9", "0.001"),
    *("12,5", "1,50", "1.500,00", "1,,500", "abc", HUGE, "8000.01", "5\x00", "USD 5"),
]
TEXTS = ["", "   ", "x" * 2001, "words\x00more", "\x00"]
TOO_LONG = "x" * 81


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("quantity", ["0", "-1", "99999", "100000", "1.5", "abc", "", "3", HUGE, "1\x00"]),
        ("amount", AMOUNTS),
        ("service", ["", "gift", "REFUND_ONLY", "exchange\x00", HUGE]),
        ("reason", ["", "bored", "missing\x00"]),
        ("missing_kind", ["everything", "\x00"]),
        ("route", ["", "mpesa", "bank"]),
        ("facts", ["state", "refunded", "\x00"]),
        ("statement", TEXTS[2:]),
    ],
)
def test_an_answer_that_the_questions_do_not_have_is_refused(field: str, values: list[str]) -> None:
    world = World(quantity=2, price="4000.00")
    browser = enter(world.people["customer"])
    with at(NOON), nothing_moves("returns.Draft"):
        for value in values:
            sent = apply_answers(**(NOTHING_TO_SHOW if field == "route" else {}) | {field: value})
            answer = answer_pages(browser, apply_address(world), sent)
            assert_refused(answer, field, "form")


OFFER = {"service": "refund_only", "amount": "500", "text": "Half of it?"}
REJECT = {"code": "condition", "clause": "2.5", "text": "It was used."}
RULE = {"clause": "2-T2", "text": "We looked at it.", "liable": "shop", "amount": "500"}
WAYBILL = {"carrier": "G4S", "waybill": "G4S-100200", "freight": "350"}
NO_WAYBILLS = [
    "",
    "0712345678",
    "+254712345678",
    "Wanjiku",
    "x" * 41,
    "WF\x00884412",
    "#1",
    "<script>1234</script>",
]
CLAUSES = ["", "9.9", "2.5\x00", "2-t2"]


@pytest.mark.parametrize(
    ("step", "role", "sound", "field", "values"),
    [
        (Step.OFFER, "seller", OFFER, "amount", [*AMOUNTS, ""]),
        (Step.OFFER, "seller", OFFER, "service", ["", "gift", "\x00"]),
        (Step.OFFER, "seller", OFFER, "text", TEXTS),
        (Step.REJECT, "seller", REJECT, "code", ["", "rude", "condition\x00"]),
        (Step.REJECT, "seller", REJECT, "clause", [*CLAUSES, "1.1"]),
        (Step.REJECT, "seller", REJECT, "text", TEXTS),
        (Step.REJECT, "seller", REJECT, "seen", ["abc", "1.5", "\x00"]),
        (Step.ACCEPT, "customer", {}, "method", ["", "fly", "\x00"]),
        (Step.WITHDRAW, "customer", {}, "text", TEXTS[2:]),
        (Step.APPEAL, "customer", {}, "text", TEXTS),
        (Step.ASK_EVIDENCE, "desk", {"text": "A video?"}, "party", ["", "kilimall", "system"]),
        (Step.RULE_REFUND, "desk", RULE, "amount", AMOUNTS),
        (Step.RULE_REFUND, "desk", RULE, "clause", CLAUSES),
        (Step.RULE_REFUND, "desk", RULE, "liable", ["", "customer", "moon"]),
        (Step.HAND_OVER, "customer", WAYBILL, "waybill", NO_WAYBILLS),
        (Step.HAND_OVER, "customer", WAYBILL, "carrier", ["", "  ", "x" * 61, "G\x00S"]),
        (Step.HAND_OVER, "customer", WAYBILL, "freight", [amount for amount in AMOUNTS if amount != "1e9"]),
        (Step.HAND_OVER, "rider", {}, "place", ["", " ", TOO_LONG, "K\x001"]),
        (
            Step.HAND_BACK,
            "counter",
            {"place": "K1"},
            "code",
            ["", "abcdef", "1234567", "12345\x00", "000 00"],
        ),
    ],
)
def test_a_wrong_answer_to_a_step_is_refused_at_its_field(
    step: Step, role: str, sound: dict[str, str], field: str, values: list[str]
) -> None:
    world, ticket, now = ROUTES[step, Role(role)].go()
    browser = House(world).browser(role)
    address = address_of(OWN_PAGE[role], ticket, step)
    with at(now), nothing_moves():
        for value in values:
            assert_refused(browser.post(address, sound | {field: value}), field)


@pytest.mark.parametrize("typed", ["1,500", "KES 1500", "1500.00", " kes1,500.00 "])
def test_an_amount_is_taken_as_people_type_it(typed: str) -> None:
    world, ticket, now = ROUTES[Step.OFFER, Role.SELLER].go()
    with at(now):
        address = address_of(OWN_PAGE["seller"], ticket, Step.OFFER)
        enter(world.people["seller"]).post(address, OFFER | {"amount": typed})

    assert Ticket.objects.get(pk=ticket.pk).offer_amount == 1500


FORGED = {
    "state": "refunded",
    "refund_amount": "999999",
    "amount": "999999",
    "is_staff": "1",
    "is_superuser": "1",
    "liable": "kilimall",
    "country": "UG",
    "holder": "customer",
    "by": "1",
    "role": "desk",
    "now": "2020-01-01",
    "ticket_id": "1",
    "step": "rule_refund",
    "photos": "x",
    "token": "x",
    "on_behalf_reason": "Because.",
    "shop": "1",
}


def test_fields_that_a_step_does_not_ask_are_not_heard() -> None:
    world, ticket, now = ROUTES[Step.APPROVE, Role.SELLER].go()
    seller = world.people["seller"]
    with at(now):
        answer = enter(seller).post(address_of(OWN_PAGE["seller"], ticket, Step.APPROVE), FORGED)

    assert answer.status_code == 302
    after = Ticket.objects.get(pk=ticket.pk)
    assert (after.state, after.holder, after.country) == ("solution_offered", "customer", "KE")
    assert (after.liable, after.offer_amount, after.ruled_by) == ("", None, None)
    assert (ticket.events.latest("number").by, ticket.events.latest("number").details) == (seller, {})
    seller.refresh_from_db()
    assert not seller.is_superuser


def test_fields_that_the_application_does_not_ask_are_not_heard() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        sent = FORGED | apply_answers(photos=2, misuse="on", gift_lost="on")
        assert answer_pages(browser, apply_address(world), sent).status_code == 302
        draft = Draft.objects.get()
        answer = browser.post(
            apply_address(world, "returns:check"), FORGED | {"quantity": "99", "route": "bank"}
        )

    ticket = Ticket.objects.get()
    assert answer["Location"] == f"/tickets/{ticket.reference}/applied/"
    assert (ticket.state, ticket.asked_amount, ticket.quantity) == ("seller_review", 500, 1)
    assert (ticket.on_behalf_reason, ticket.opened_by) == ("", world.people["customer"])
    assert not any(ticket.declared[fact] for fact in ("misuse", "gift_lost"))
    assert ticket.draft_token == draft.token


@pytest.mark.parametrize(
    "word", ["fly", "open", "take_over", "settle", "escalate", "begin", "save", "APPROVE", "x" * 99]
)
@pytest.mark.parametrize("who", ["customer", "seller", "desk", "warehouse"])
def test_a_step_that_no_page_has_is_not_there(who: str, word: str) -> None:
    world = World()
    ticket = world.apply()
    browser = House(world).browser(who)
    with at(NOON), nothing_moves():
        for ask in (browser.get, browser.post):
            assert ask(address_of(OWN_PAGE[who], ticket, word)).status_code == 404


@pytest.mark.parametrize("seen", ["1", "-1", "0", "99", HUGE])
def test_an_old_page_is_told_who_decided_what_and_when(seen: str) -> None:
    world, ticket, now = Route(path=ROUTES[Step.RULE_AGAINST, Role.DESK].path).go()
    address = address_of("returns:desk_ticket", ticket, Step.RULE_AGAINST)
    browser = House(world).browser("desk")
    with at(now), nothing_moves():
        answer = browser.post(address, RULE | {"seen": seen})

    assert answer.status_code == 409
    assert "Somebody acted on this ticket while the page was open." in read(answer).text
    assert "The customer asked Kilimall to decide. By" in read(answer).text


def test_the_same_form_sent_twice_counts_once() -> None:
    world, ticket, now = ROUTES[Step.REJECT, Role.SELLER].go()
    browser, own = House(world).browser("seller"), OWN_PAGE["seller"]
    with at(now):
        form = read(browser.get(address_of(own, ticket))).form_to(address_of(own, ticket, Step.REJECT))
        first = browser.post(form.action, form.filled())
        with nothing_moves():
            second = browser.post(form.action, form.filled())

    assert (first.status_code, second.status_code) == (302, 409)
    assert "You said no. By Mwangi" in read(second).text


def test_each_step_of_a_party_refuses_where_it_is_not_open() -> None:
    world, ticket, now = ROUTES[Step.REFUND_INSTEAD, Role.CUSTOMER].go()
    house = House(world)
    answers: dict[str, Any] = (
        OFFER | REJECT | RULE | WAYBILL | {"method": "kilishop", "place": "K1", "code": "000000"}
    )
    with at(now):
        for who, own in OWN_PAGE.items():
            known = [step for step in STEP_FORMS if who in PERMISSIONS[step]]
            house.browser(who)
            with nothing_moves():
                for step in known:
                    if step not in house.steps_of(who, ticket, now):
                        answer = house.browser(who).post(address_of(own, ticket, step), answers)
                        assert answer.status_code in {409, 422}, (who, step, answer.status_code)
