"""A forgotten password: one link by mail, for an hour, once, and the same answer for everybody."""

import re

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from kilicare.accounts.models import CodeMessage, User
from kilicare.accounts.tests.people import (
    PASSWORD,
    app_of,
    both_factors,
    by_password,
    customer,
    faults,
    seller,
    signed_in,
    worker,
)

pytestmark = pytest.mark.django_db
ASK = "/accounts/password/reset/"
SENT = "/accounts/password/reset/sent/"
MAIL = "wanjiru@shops.example"
NEW = "quite another phrase"
USED = "This link was used before, or its hour has passed."


@pytest.fixture
def wanjiru() -> User:
    """A seller who forgot her password."""
    return seller(username="wanjiru", email=MAIL)


def ask(client: Client, email: str = MAIL) -> HttpResponse:
    return client.post(ASK, {"email": email})


def link() -> str:
    """The path of the newest link."""
    (path,) = re.findall(r"https?://[^/]+(/\S+)", CodeMessage.objects.latest("pk").body)
    return path


def set_new(client: Client, password: str = NEW, again: str = "") -> HttpResponse:
    """Follow the link and type a new password."""
    page = client.get(link(), follow=True)
    assert "token_fail" not in page.context
    return client.post(page.redirect_chain[-1][0], {"password1": password, "password2": again or password})


@pytest.mark.parametrize("typed", [MAIL, " Wanjiru@Shops.EXAMPLE "])
def test_a_link_by_mail_sets_a_new_password(client: Client, wanjiru: User, typed: str) -> None:
    assert ask(client, typed)["Location"] == SENT
    message = CodeMessage.objects.get()

    done = set_new(client)

    wanjiru.refresh_from_db()
    assert (message.channel, message.to, message.subject) == ("email", MAIL, "Set a new KiliCare password")
    assert "Your username is wanjiru." in message.body
    assert (message.expires_at - message.created_at).total_seconds() == 3600
    assert done["Location"] == "/accounts/password/reset/done/"
    assert wanjiru.check_password(NEW)
    assert signed_in(client) is None


def test_the_link_s_page_does_not_have_the_key_in_its_address(client: Client, wanjiru: User) -> None:
    ask(client)

    page = client.get(link(), follow=True)

    assert page.redirect_chain[0][0].endswith("-set-password/")
    assert link().split("-", 1)[1].rstrip("/") not in page.content.decode()


def test_a_link_works_once(client: Client, wanjiru: User) -> None:
    ask(client)
    set_new(client)

    page = Client().get(link())

    assert USED in page.content.decode()
    assert "password1" not in page.content.decode()


@pytest.mark.parametrize(("seconds", "works"), [(3600, True), (3602, False)])
def test_a_link_works_for_an_hour(client: Client, wanjiru: User, seconds: int, works: bool) -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        ask(client)
        clock.shift(seconds)

        page = client.get(link(), follow=True).content.decode()

    assert ("password1" in page, USED in page) == (works, not works)


def test_a_link_dies_when_its_person_signs_in_or_changes_the_address(client: Client, wanjiru: User) -> None:
    ask(client)
    by_password(client, wanjiru)
    assert USED in Client().get(link()).content.decode()

    ask(Client())
    User.objects.filter(pk=wanjiru.pk).update(email="new@shops.example")
    assert USED in Client().get(link()).content.decode()


@pytest.mark.parametrize(
    "path",
    ["1-abc-def", "zzzzzzzzzzzzz-abc-def", "z" * 60 + "-abc-def", "1-set-password", "0--", "1-" + "x" * 3000],
)
def test_a_made_up_link_is_refused(client: Client, wanjiru: User, path: str) -> None:
    for answer in (
        client.get(f"{ASK}{path}/"),
        client.post(f"{ASK}{path}/", {"password1": NEW, "password2": NEW}),
    ):
        assert USED in answer.content.decode()
    wanjiru.refresh_from_db()
    assert wanjiru.check_password(PASSWORD)


def test_a_link_is_for_its_own_person_only(client: Client, wanjiru: User) -> None:
    other = seller()
    ask(client)
    key = link().split("-", 1)[1]

    assert USED in client.get(f"{ASK}{other.pk}-{key}").content.decode()


@pytest.mark.parametrize("host", ["evil.kilicare.example", "www.kilicare.example:666"])
def test_the_link_leads_to_the_portal_s_own_address(settings, wanjiru: User, host: str) -> None:
    """Whatever host the request named: who asks for somebody else's link must not choose where it leads."""
    settings.ALLOWED_HOSTS, settings.SITE_URL = [".kilicare.example"], "https://www.kilicare.example"

    ask(Client(headers={"host": host}))

    assert f"\nhttps://www.kilicare.example{link()}\n" in CodeMessage.objects.get().body


@pytest.mark.parametrize(
    "email", ["nobody@shops.example", "gone@shops.example", "shared@shops.example", "amina@customers.example"]
)
def test_the_answer_is_the_same_for_everybody(client: Client, wanjiru: User, email: str) -> None:
    seller(email="gone@shops.example", is_active=False)
    for _ in range(2):
        seller(email="shared@shops.example")
    customer()

    answer = ask(client, email)

    assert (answer.status_code, answer["Location"], answer.content) == (302, SENT, b"")
    assert not CodeMessage.objects.exists()


def test_a_new_colleague_gets_their_first_password_by_a_link(client: Client) -> None:
    new = worker("desk", password=None, email=MAIL)
    ask(client)

    set_new(client)

    new.refresh_from_db()
    assert new.check_password(NEW)


def test_the_new_password_does_not_stand_in_for_the_second_factor(client: Client, wanjiru: User) -> None:
    app_of(wanjiru)
    ask(client)
    set_new(client)

    by_password(client, wanjiru, NEW)

    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [(NEW, "another one here", "password2"), ("short", "", "password1"), ("wanjiru@shops", "", "password1")],
)
def test_a_weak_password_is_refused(
    client: Client, wanjiru: User, password: str, again: str, field: str
) -> None:
    ask(client)

    response = set_new(client, password, again)

    wanjiru.refresh_from_db()
    assert (response.status_code, list(faults(response))) == (422, [field])
    assert wanjiru.check_password(PASSWORD)


@pytest.mark.parametrize("typed", ["", "wanjiru", "wanjiru@", "a@b\r\nBcc: c@d.example"])
def test_what_is_no_address_is_refused(client: Client, typed: str) -> None:
    assert ask(client, typed).status_code == 422
    assert not CodeMessage.objects.exists()


def test_one_address_gets_three_links_an_hour(wanjiru: User) -> None:
    answers = [ask(Client(), MAIL.upper() if number % 2 else MAIL) for number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert CodeMessage.objects.count() == 3


def test_a_link_signs_another_person_out_before_it_is_used(client: Client, wanjiru: User) -> None:
    both_factors(client, worker())
    ask(Client())

    client.get(link(), follow=True)

    assert signed_in(client) is None
