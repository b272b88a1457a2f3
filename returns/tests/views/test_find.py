"""Finding a ticket without signing in: by reference, phone and code; what no answer tells."""

from datetime import timedelta

import pytest
from django.test import Client

from kilicare.accounts.models import CodeMessage, User
from kilicare.accounts.tests.people import ASK, wrong
from returns.tests.numbers import codes
from returns.tests.views.doors import at
from returns.tests.views.reading import read
from returns.tests.views.refusing import assert_refused, nothing_moves
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
PHONE = "+254712000123"
MINUTE = timedelta(minutes=1)


def applied() -> tuple[World, str]:
    """Somebody with a phone who applied; the reference."""
    world = World()
    User.objects.filter(pk=world.people["customer"].pk).update(phone=PHONE)
    return world, world.apply().reference


def ask(browser: Client, reference: str, phone: str = "0712 000 123", country: str = "KE") -> object:
    """Ask for a code."""
    return browser.post("/find/", {"reference": reference, "phone": phone, "country": country})


def test_reference_phone_and_code_show_where_it_stands_for_half_an_hour() -> None:
    _world, reference = applied()
    browser = Client()
    with at(NOON):
        asked = ask(browser, reference.replace("-", " ").lower())
        page = read(browser.get("/find/code/"))
        (code,) = codes()
        message = CodeMessage.objects.get()
        kept = str(dict(browser.session))
        refused = browser.post("/find/code/", {"code": wrong(code)})
        shown = browser.post("/find/code/", {"code": f"{code[:3]} {code[3:]}"}, follow=True)
    with at(NOON + 29 * MINUTE):
        assert browser.get("/find/ticket/").status_code == 200
    with at(NOON + 30 * MINUTE):
        over = browser.get("/find/ticket/")

    assert (asked["Location"], message.to) == ("/find/code/", PHONE)
    assert len(message.body) <= 160
    assert reference in message.body
    assert "if an application with this reference" in page.text
    assert code not in kept
    assert_refused(refused, "code", "form")
    ticket = read(shown)
    assert ticket.headings[0][1] == "Kettle"
    assert "Thu 5 Nov 2026, 12:00 EAT" in ticket.text
    assert [form.action for form in ticket.forms] == ["/find/ticket/"]
    assert "no-store" in shown["Cache-Control"]
    assert ticket.images == []
    assert over["Location"] == "/find/"


@pytest.mark.parametrize(
    ("reference", "phone"), [("KC-2222-2222", "0712 000 123"), ("", "0712 000 124"), ("KC", "0712000123")]
)
def test_what_does_not_belong_together_looks_the_same_and_opens_nothing(reference: str, phone: str) -> None:
    _world, right = applied()
    browser, other = Client(), Client()
    with at(NOON):
        ask(other, right)
        same = read(other.get("/find/code/"))
        (code,) = codes()
        with nothing_moves():
            answer = ask(browser, reference or right, phone)
            page = read(browser.get("/find/code/"))
            refused = browser.post("/find/code/", {"code": code})
            assert browser.get("/find/ticket/")["Location"] == "/find/"

    assert answer["Location"] == "/find/code/"
    assert page.text.replace(phone.replace(" ", "")[1:], "") == same.text.replace(PHONE[4:], "")
    assert_refused(refused, "code", "form")
    assert len(CodeMessage.objects.all()) == 1


def test_it_can_be_closed_before_its_half_hour_is_over() -> None:
    _world, reference = applied()
    browser = Client()
    with at(NOON):
        ask(browser, reference)
        (code,) = codes()
        page = read(browser.post("/find/code/", {"code": code}, follow=True))
        assert "Done: close it on this device" in page.text
        closed = read(browser.post("/find/ticket/", follow=True))
        assert "nobody can read it now" in closed.text
        assert browser.get("/find/ticket/")["Location"] == "/find/"


def test_what_a_password_guards_is_opened_by_no_code() -> None:
    world, reference = applied()
    world.people["customer"].set_password("long enough, 42")
    world.people["customer"].save()
    with at(NOON), nothing_moves():
        ask(Client(), reference)


def test_who_types_the_phones_of_others_keeps_nobody_from_signing_in() -> None:
    applied()
    with at(NOON):
        for _time in range(3):
            ask(Client(), "KC-2222-2222")
        assert_refused(ask(Client(), "KC-2222-2222"), None, "form")
        assert Client().post(ASK, {"who": PHONE}).status_code == 302
        assert len(codes()) == 1


def test_a_closed_account_is_not_found() -> None:
    world, reference = applied()
    world.people["customer"].is_active = False
    world.people["customer"].save()
    with at(NOON), nothing_moves():
        ask(Client(), reference)


def test_five_tries_and_three_codes_an_hour() -> None:
    _world, reference = applied()
    browser = Client()
    with at(NOON):
        ask(browser, reference)
        (code,) = codes()
        for _try in range(5):
            assert browser.post("/find/code/", {"code": wrong(code)}).status_code == 422
        assert browser.post("/find/code/", {"code": code})["Location"] == "/find/"
        assert browser.get("/find/code/")["Location"] == "/find/"
        ask(browser, reference)
        ask(browser, reference)
        assert_refused(ask(browser, reference), None, "form")
        assert len(codes()) == 3


def test_a_code_runs_out_and_opens_one_ticket_only() -> None:
    world, reference = applied()
    second = world.apply(line=world.add_line()).reference
    browser = Client()
    with at(NOON):
        ask(browser, reference)
        (code,) = codes()
        ask(browser, second)
        assert_refused(browser.post("/find/code/", {"code": code}), "code", "form")
    with at(NOON + 5 * MINUTE):
        assert browser.get("/find/code/")["Location"] == "/find/"


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("reference", {"reference": ""}),
        ("reference", {"reference": "x" * 21}),
        ("phone", {"phone": ""}),
        ("phone", {"phone": "amina"}),
        ("phone", {"phone": "0712"}),
        ("country", {"country": "TZ"}),
    ],
)
def test_what_can_be_no_ticket_is_refused_at_its_field(field: str, sent: dict[str, str]) -> None:
    with at(NOON), nothing_moves():
        form = {"reference": "KC-2222-2222", "phone": "0712000123", "country": "KE"}
        assert_refused(Client().post("/find/", form | sent), field, "form")
