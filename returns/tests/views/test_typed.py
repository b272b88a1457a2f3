"""What was typed when the session had ended: kept, offered once, sent by nobody but its writer."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from returns.models import Message
from returns.tests.views.doors import House, at, enter
from returns.tests.views.reading import read
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
TOKEN = "0b9b2f5e-7d38-4b53-8ac9-7a8f4f6d2c11"


def once_signed_in(world: World, who: str) -> Client:
    """A browser whose session ended by itself."""
    browser = enter(world.people[who])
    assert browser.get("/messages/").status_code == 200
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    return browser


def typed_too_late(world: World) -> tuple[Client, str]:
    """Somebody sends a message from a page of a session that is over, and is led to the sign-in."""
    ticket = world.apply()
    browser, path = once_signed_in(world, "customer"), f"/tickets/{ticket.reference}/messages/"
    answer = browser.post(path, {"text": "It hums & <b>sparks</b>.", "token": TOKEN, "password": "x"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")
    return browser, path


def signed_in_again(browser: Client, world: World, who: str = "customer") -> Client:
    """The same browser, its session's data kept as a sign-in keeps them."""
    kept = dict(browser.session)
    again = enter(world.people[who])
    session = again.session
    session.update(kept)
    session.save()
    return again


def test_it_is_offered_after_signing_in_and_sent_by_one_press() -> None:
    world = World()
    with at(NOON):
        browser, path = typed_too_late(world)
        again = signed_in_again(browser, world)
        page = read(again.get(path))
        form = page.form_to(path)
        assert again.post(path, form.filled()).status_code == 302
    assert "It hums & <b>sparks</b>." in page.text
    assert "password" not in form.names
    assert Message.objects.get().text == "It hums & <b>sparks</b>."


def test_it_is_offered_once_and_on_its_own_page_only() -> None:
    world = World()
    with at(NOON):
        browser, path = typed_too_late(world)
        again = signed_in_again(browser, world)
        assert "You were signed out" not in read(again.get("/orders/")).text
        assert "You were signed out" in read(again.get(path)).text
        assert again.get(path).status_code == 405
    assert not Message.objects.exists()


def test_after_an_hour_it_is_forgotten() -> None:
    world = World()
    with at(NOON):
        browser, path = typed_too_late(world)
    with at(NOON + timedelta(hours=1)):
        assert signed_in_again(browser, world).get(path).status_code == 405


def test_too_much_and_nothing_are_not_kept() -> None:
    world = World()
    ticket = world.apply()
    path = f"/tickets/{ticket.reference}/messages/"
    with at(NOON):
        for sent in ({"text": "x" * 20_001}, {"x" * 20_001: "x"}, {"text": ""}):
            browser = once_signed_in(world, "customer")
            browser.post(path, sent)
            assert "typed" not in browser.session


def test_nobody_else_is_offered_it() -> None:
    world = World()
    with at(NOON):
        browser, path = typed_too_late(world)
        other = signed_in_again(browser, world, "desk")
        assert "hums" not in other.get(path).text
        assert "typed" not in other.session


def test_nothing_is_kept_of_who_never_signed_in_here_or_signed_out() -> None:
    world = World()
    ticket = world.apply()
    with at(NOON):
        out = enter(world.people["customer"])
        out.get("/messages/")
        assert "last_person" in out.cookies
        out.post("/accounts/logout/")
        assert out.cookies["last_person"].value == ""
        for browser in (Client(), out):
            browser.post(f"/tickets/{ticket.reference}/messages/", {"text": "It hums.", "token": TOKEN})
            assert "typed" not in browser.session


def test_a_code_or_a_password_is_never_kept() -> None:
    browser = once_signed_in(World(), "customer")
    with at(NOON):
        browser.post("/accounts/login/password/", {"login": "amina", "password": "hunter22"})
        browser.post("/wallet/numbers/code/", {"code": "123456"})
    assert "typed" not in browser.session


def test_who_is_signed_in_is_asked_nothing() -> None:
    house = House(World())
    ticket = house.world.apply()
    with at(NOON):
        house.browser("customer").post(f"/tickets/{ticket.reference}/messages/", {"text": "", "token": TOKEN})
        assert "typed" not in house.browser("customer").session
