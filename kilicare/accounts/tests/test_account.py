"""A home for everybody, one's own account, the language, and the admin's door."""

import pytest
from django.conf import settings as portal
from django.test import Client
from django.urls import reverse

from kilicare.accounts.models import User
from kilicare.accounts.tests.people import (
    PASSWORD_PAGE,
    both_factors,
    by_code,
    customer,
    seller,
    signed_in,
    worker,
)
from kilicare.accounts.views import home_of

pytestmark = pytest.mark.django_db
LANGUAGE = "/accounts/language/"
LANGUAGES = [("en", "English"), ("sw", "Kiswahili")]


@pytest.mark.parametrize(
    ("roles", "fields", "home"),
    [
        ([], {"is_superuser": True}, "admin:index"),
        (["desk"], {"is_superuser": True, "is_staff": True}, "admin:index"),
        (["desk"], {}, "returns:desk"),
        (["supervisor"], {"is_staff": True}, "returns:desk"),
        (["desk", "finance", "rider"], {}, "returns:desk"),
        (["warehouse"], {}, "returns:counter"),
        (["counter"], {}, "returns:counter"),
        (["rider"], {}, "returns:counter"),
        (["finance"], {"is_staff": True}, "admin:index"),
        ([], {"is_staff": True}, "admin:returns_ticket_changelist"),
        ([], {}, "returns:orders"),
    ],
)
def test_everybody_has_a_home(roles: list[str], fields: dict[str, bool], home: str) -> None:
    assert home_of(worker(*roles, **fields)) == home


def test_a_customer_s_home_is_their_orders() -> None:
    assert home_of(customer()) == "returns:orders"


@pytest.mark.parametrize(
    "roles", [["desk"], ["supervisor"], ["warehouse"], ["counter"], ["rider"], ["finance"]]
)
def test_the_way_home_leads_to_a_page_that_opens(client: Client, roles: list[str]) -> None:
    person = worker(*roles, is_staff=roles == ["finance"])
    both_factors(client, person)

    answer = client.get("/accounts/home/", follow=True)

    assert answer.redirect_chain == [(reverse(home_of(person)), 302)]
    assert answer.status_code == 200


def test_a_customer_s_way_home_opens(client: Client) -> None:
    by_code(client, customer())

    assert client.get("/accounts/home/", follow=True).status_code == 200


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/home/", "/accounts/second-factor/"])
def test_a_stranger_is_asked_to_sign_in_first(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/home/", "/accounts/second-factor/recovery/"])
def test_what_is_read_takes_no_post(client: Client, address: str) -> None:
    both_factors(client, seller())

    assert client.post(address).status_code == 405


def test_the_account_shows_the_person_and_only_the_end_of_the_phone(client: Client) -> None:
    by_code(client, customer(name="Amina Otieno"))

    page = client.get("/accounts/").content.decode()

    assert "Amina Otieno" in page
    assert "+254 ••••••678" in page
    assert "12345" not in page
    assert "/accounts/password/change/" not in page


def test_the_account_of_a_worker_leads_to_password_and_second_factor(client: Client) -> None:
    both_factors(client, seller())

    page = client.get("/accounts/").content.decode()

    assert "/accounts/password/change/" in page
    assert "/accounts/second-factor/" in page
    assert "<dt>Phone</dt>" not in page


def test_a_customer_chooses_a_language_for_this_device_and_for_themselves(client: Client, settings) -> None:
    settings.LANGUAGES = LANGUAGES
    amina, other = customer(), customer(phone="", email="")
    by_code(client, amina)

    answer = client.post(LANGUAGE, {"language": "sw"})

    cookie = answer.cookies[portal.LANGUAGE_COOKIE_NAME]
    assert answer["Location"] == "/accounts/"
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("sw", True, "Lax")
    assert [User.objects.get(pk=person.pk).language for person in (amina, other)] == ["sw", "en"]
    assert 'lang="sw"' in client.get("/accounts/").content.decode()


def test_a_stranger_chooses_a_language_for_this_device(client: Client, settings) -> None:
    settings.LANGUAGES = LANGUAGES
    amina = customer()

    answer = client.post(LANGUAGE, {"language": "sw", "next": "/policy/"})

    amina.refresh_from_db()
    assert (answer["Location"], amina.language) == ("/policy/", "en")
    assert answer.cookies[portal.LANGUAGE_COOKIE_NAME].value == "sw"
    assert client.post(LANGUAGE, {"language": "sw"})["Location"] == "/"


@pytest.mark.parametrize("place", ["condition", "returns:orders", "a b", "/a\r\nX: y", "\N{PILE OF POO}"])
def test_a_way_back_that_is_no_address_of_ours_is_no_fault(client: Client, place: str) -> None:
    answer = client.post(LANGUAGE, {"language": "en", "next": place})

    assert (answer.status_code, answer.has_header("X")) == (302, False)
    both_factors(client, seller(is_superuser=True))
    assert client.get("/admin/login/", {"next": place}).status_code == 302


@pytest.mark.parametrize("language", ["", "xx", "EN", "../../etc", "en\r\nSet-Cookie: a=b"])
def test_a_language_that_is_not_offered_changes_nothing(client: Client, language: str) -> None:
    amina = customer()
    by_code(client, amina)

    answer = client.post(LANGUAGE, {"language": language})

    amina.refresh_from_db()
    assert answer.status_code == 302
    assert portal.LANGUAGE_COOKIE_NAME not in answer.cookies
    assert amina.language == "en"


def test_the_language_is_changed_by_a_post_only(client: Client) -> None:
    assert client.get(LANGUAGE, {"language": "en"}).status_code == 405


@pytest.mark.parametrize(
    ("own", "cookie", "shown"),
    [
        ("sw", "", "sw"),
        ("sw", "en", "en"),
        ("en", "sw", "sw"),
        ("xx", "", "en"),
        ("../etc", "", "en"),
        ("", "", "en"),
    ],
)
def test_pages_are_in_the_device_s_language_else_in_the_person_s(
    client: Client, settings, own: str, cookie: str, shown: str
) -> None:
    settings.LANGUAGES = LANGUAGES
    by_code(client, customer(language=own))
    if cookie:
        client.cookies[portal.LANGUAGE_COOKIE_NAME] = cookie

    page = client.get("/accounts/")

    assert f'<html lang="{shown}">' in page.content.decode()
    assert page["Content-Language"] == shown


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/login/?next=/admin/"])
def test_the_admin_s_door_is_the_page_of_passwords(client: Client, address: str) -> None:
    answer = client.get(address, follow=True)

    assert answer.redirect_chain[-1] == (f"{PASSWORD_PAGE}?next=%2Fadmin%2F", 302)


def test_the_admin_has_no_door_of_its_own(client: Client) -> None:
    person = seller(is_superuser=True)

    answer = client.post("/admin/login/", {"username": person.username, "password": "a long enough phrase"})

    assert answer["Location"].startswith(PASSWORD_PAGE)
    assert signed_in(client) is None


def test_who_has_no_business_in_the_admin_is_told_so(client: Client) -> None:
    by_code(client, customer())

    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/admin/login/").status_code == 403


def test_who_is_in_already_is_led_on(client: Client) -> None:
    both_factors(client, seller(is_superuser=True))

    assert client.get("/admin/login/?next=/admin/auth/")["Location"] == "/admin/auth/"
    assert client.get("/admin/login/")["Location"] == "/admin/"
