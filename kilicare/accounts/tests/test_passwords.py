"""Shops and staff come in by a password: by which names, how often they may be wrong, how it is changed."""

import pytest
import time_machine
from django.test import Client

from kilicare.accounts.backends import PasswordBackend
from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import (
    PASSWORD,
    PASSWORD_PAGE,
    app_code,
    app_of,
    both_factors,
    by_code,
    by_password,
    customer,
    faults,
    said,
    seller,
    signed_in,
    worker,
)

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
NOT_TOGETHER = "This name and this password don't belong together."
TOO_OFTEN = "Too many wrong tries. Wait a few minutes, then start again."
NEW = "quite another phrase"


def sign_in(client: Client, login: str, password: str = PASSWORD):
    return client.post(PASSWORD_PAGE, {"login": login, "password": password})


@pytest.mark.parametrize(
    "login", ["Wanjiru", "wanjiru", " Wanjiru ", "wanjiru@shops.example", " WANJIRU@Shops.Example "]
)
def test_a_seller_comes_in_by_username_or_mail(client: Client, login: str) -> None:
    wanjiru = seller(username="Wanjiru", email="wanjiru@shops.example")

    response = sign_in(client, login)

    assert (response.status_code, response["Location"]) == (302, "/accounts/home/")
    assert signed_in(client) == wanjiru.pk


def test_a_username_may_look_like_a_mail_address(client: Client) -> None:
    wanjiru = seller(username="shop@shops.example", email="wanjiru@shops.example")

    sign_in(client, "shop@shops.example")

    assert signed_in(client) == wanjiru.pk


def test_two_usernames_that_differ_in_case_let_neither_in_and_break_nothing(client: Client) -> None:
    seller(username="wanjiru")
    seller(username="Wanjiru")

    assert sign_in(client, "WANJIRU").status_code == 422


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("wanjiru", "wrong"),
        ("wanjiru", PASSWORD.upper()),
        ("wanjiru", f"{PASSWORD} "),
        ("nobody", PASSWORD),
        ("nobody@shops.example", PASSWORD),
        ("shared@shops.example", PASSWORD),
        ("+254712345678", PASSWORD),
        ("amina@customers.example", "!"),
        ("gone@shops.example", PASSWORD),
    ],
)
def test_all_that_is_wrong_gets_the_same_words(client: Client, login: str, password: str) -> None:
    seller(username="wanjiru")
    for name in ("first", "second"):
        seller(username=name, email="shared@shops.example", phone="+254712345678")
    seller(username="gone", email="gone@shops.example", is_active=False)
    customer()

    response = sign_in(client, login, password)

    assert response.status_code == 422
    assert faults(response) == {"__all__": [NOT_TOGETHER]}
    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ["login", "password"]),
        ({"login": "wanjiru"}, ["password"]),
        ({"login": "\x00", "password": "x"}, ["login"]),
    ],
)
def test_what_is_missing_is_named(client: Client, fields: dict[str, str], missing: list[str]) -> None:
    response = client.post(PASSWORD_PAGE, fields)

    assert (response.status_code, list(faults(response))) == (422, missing)


def test_a_shared_mail_lets_each_in_by_their_username(client: Client) -> None:
    first = seller(email="shared@shops.example")
    seller(email="shared@shops.example")

    sign_in(client, first.username)

    assert signed_in(client) == first.pk


def test_a_closed_account_is_told_so_to_who_knows_its_password(client: Client) -> None:
    gone = seller(is_active=False)

    response = by_password(client, gone)

    assert response["Location"] == "/accounts/inactive/"
    assert signed_in(client) is None


def test_a_colleague_without_a_role_comes_in_by_password_too(client: Client) -> None:
    someone = worker()

    by_password(client, someone)

    assert signed_in(client) == someone.pk


@pytest.mark.parametrize("host", ["testserver", "testserver:{}", "localhost:{}"])
def test_five_wrong_tries_hold_a_name_up_for_five_minutes(settings, host: str) -> None:
    """Whatever host the request names: its port is the sender's own to choose."""
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    wanjiru = seller(username="wanjiru")
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        tries = [
            sign_in(Client(headers={"host": host.format(port)}), "Wanjiru", "wrong") for port in range(1, 6)
        ]
        held_up = sign_in(Client(), "wanjiru")
        clock.shift(301)
        client = Client()
        sign_in(client, "wanjiru")

    assert {str(faults(response)["__all__"]) for response in tries} == {str([NOT_TOGETHER])}
    assert (held_up.status_code, faults(held_up)) == (422, {"__all__": [TOO_OFTEN]})
    assert signed_in(client) == wanjiru.pk


def test_signing_in_rightly_is_not_counted(client: Client) -> None:
    wanjiru = seller(username="wanjiru")
    for _ in range(6):
        sign_in(client, "wanjiru")
        assert signed_in(client) == wanjiru.pk
        client.post("/accounts/logout/")


def test_one_address_may_be_wrong_ten_times_a_minute(client: Client) -> None:
    seller(username="wanjiru")

    answers = [faults(sign_in(client, f"name{number}", "wrong"))["__all__"] for number in range(11)]

    assert answers == [[NOT_TOGETHER]] * 10 + [[TOO_OFTEN]]


def test_an_unknown_name_takes_as_long_as_a_wrong_password(django_assert_max_num_queries) -> None:
    """The password is hashed in both cases: the backend does so for nobody's, too."""
    seller(username="wanjiru")
    backend = PasswordBackend()

    assert backend.authenticate(None, username="wanjiru", password="wrong") is None
    assert backend._did_check_password
    with django_assert_max_num_queries(2):
        assert backend.authenticate(None, email="nobody@shops.example", password="wrong") is None
    assert not backend._did_check_password  # so it hashed one for nobody


def test_the_password_is_changed_by_who_knows_the_old_one(client: Client) -> None:
    wanjiru = seller()
    both_factors(client, wanjiru)

    changed = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    page = client.get(changed["Location"])

    wanjiru.refresh_from_db()
    assert wanjiru.check_password(NEW)
    assert (changed["Location"], said(page)) == ("/accounts/", ["Your password is changed."])


def test_a_changed_password_ends_the_other_sessions(client: Client) -> None:
    wanjiru, elsewhere = seller(), Client()
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        both_factors(elsewhere, wanjiru)
        clock.shift(120)
        both_factors(client, wanjiru)

        client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

        assert elsewhere.get("/accounts/").status_code == 302
        assert client.get("/accounts/").status_code == 200


@pytest.mark.parametrize(
    ("old", "first", "second", "field"),
    [
        ("wrong", NEW, NEW, "oldpassword"),
        ("", NEW, NEW, "oldpassword"),
        (PASSWORD, NEW, "another", "password2"),
        (PASSWORD, "short", "short", "password1"),
        (PASSWORD, "password1234", "password1234", "password1"),
        (PASSWORD, "739124680", "739124680", "password1"),
        (PASSWORD, "wanjiru.mwangi", "wanjiru.mwangi", "password1"),
    ],
)
def test_a_bad_change_changes_nothing(client: Client, old: str, first: str, second: str, field: str) -> None:
    wanjiru = seller(name="Wanjiru Mwangi", username="wanjiru.mwangi")
    both_factors(client, wanjiru)

    response = client.post(CHANGE, {"oldpassword": old, "password1": first, "password2": second})

    wanjiru.refresh_from_db()
    assert (response.status_code, list(faults(response))) == (422, [field])
    assert wanjiru.check_password(PASSWORD)


@pytest.mark.parametrize(
    "page",
    [
        "password/change/",
        "password/again/",
        "second-factor/",
        "second-factor/again/",
        "second-factor/app/",
        "second-factor/app/remove/",
        "second-factor/recovery/",
        "second-factor/recovery/new/",
        "second-factor/key/",
        "second-factor/key/again/",
        "second-factor/key/1/remove/",
    ],
)
def test_the_pages_of_passwords_are_not_there_for_customers(client: Client, page: str) -> None:
    by_code(client, customer())

    for answer in (client.get(f"/accounts/{page}"), client.post(f"/accounts/{page}")):
        assert answer.status_code == 404


def test_a_customer_cannot_get_a_password(client: Client) -> None:
    by_code(client, customer())
    CodeMessage.objects.all().delete()

    client.post("/accounts/password/reset/", {"email": "amina@customers.example"})

    assert not CodeMessage.objects.exists()


def test_who_has_no_password_yet_cannot_change_it(client: Client) -> None:
    new = worker("desk", password=None)
    app_of(new)
    client.force_login(new)
    client.post("/accounts/second-factor/again/", {"code": app_code()})

    assert client.get("/accounts/").status_code == 200
    assert client.get(CHANGE).status_code == 404
