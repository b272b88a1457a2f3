"""Who is sent where, by which cookie, and what a stranger's page may make a browser do."""

from urllib.parse import quote

import pytest
from django.conf import settings as portal
from django.test import Client

from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import (
    ASK,
    ENTER,
    PASSWORD,
    PASSWORD_PAGE,
    PHONE,
    SECOND,
    app_code,
    app_of,
    ask,
    both_factors,
    by_code,
    by_password,
    customer,
    enter,
    seller,
    sent_code,
    signed_in,
)

pytestmark = pytest.mark.django_db
HOME = "/accounts/home/"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "http:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "\x08//evil.example",
    " //evil.example",
    "/\t/evil.example/",
    "https://testserver.evil.example/",
    "https://testserver@evil.example/",
    "https://localhost/",
    "ftp://testserver/",
]


def test_next_is_kept_through_the_code(client: Client) -> None:
    customer()

    led = client.post(f"{ASK}?next={quote('/policy/?a=1&b=2')}", {"who": PHONE})
    came = client.post(led["Location"], {"code": sent_code()})

    assert led["Location"].startswith(f"{ENTER}?next=")
    assert came["Location"] == "/policy/?a=1&b=2"


def test_next_is_kept_through_the_link_to_the_other_door(client: Client) -> None:
    for page, other in [(ASK, PASSWORD_PAGE), (PASSWORD_PAGE, ASK)]:
        assert f'href="{other}?next=%2Fpolicy%2F"' in client.get(f"{page}?next=/policy/").content.decode()


def test_next_is_kept_through_both_factors(client: Client) -> None:
    person = seller()
    app_of(person)

    led = client.post(f"{PASSWORD_PAGE}?next=/policy/", {"login": person.username, "password": PASSWORD})
    came = client.post(led["Location"], {"code": app_code()})

    assert came["Location"] == "/policy/"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_to_another_site(settings, target: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    customer()
    worker = seller()
    query = f"?next={quote(target)}"

    client = Client()
    led = client.post(f"{ASK}{query}", {"who": PHONE, "next": target})
    came = client.post(led["Location"], {"code": sent_code(), "next": target})
    assert came["Location"] == HOME
    assert client.get(f"{ASK}{query}")["Location"] == HOME
    assert client.post("/accounts/language/", {"language": "en", "next": target})["Location"] == "/accounts/"
    assert client.post(f"/accounts/logout/{query}", {"next": target})["Location"] == "/"
    came = client.post(
        f"{PASSWORD_PAGE}{query}", {"login": worker.username, "password": PASSWORD, "next": target}
    )
    assert came["Location"] == HOME
    again = client.post(f"/accounts/password/again/{query}", {"password": PASSWORD, "next": target})
    assert again["Location"] == HOME
    assert client.get(f"/admin/login/{query}")["Location"] == SECOND
    assert quote(target, safe="") not in Client().get(f"/admin/login/{query}")["Location"]


def test_this_site_s_own_whole_address_is_no_other_site(client: Client) -> None:
    customer()
    led = client.post(f"{ASK}?next=http://testserver/policy/", {"who": PHONE})

    assert client.post(led["Location"], {"code": sent_code()})["Location"] == "http://testserver/policy/"


def test_on_https_nobody_is_led_back_to_http(client: Client) -> None:
    customer()
    led = client.post(f"{ASK}?next=http://testserver/policy/", {"who": PHONE}, secure=True)

    assert client.post(led["Location"], {"code": sent_code()}, secure=True)["Location"] == HOME


def test_the_session_s_key_changes_at_sign_in_and_at_sign_out(client: Client) -> None:
    customer()
    ask(client, PHONE)
    before = client.session.session_key

    enter(client, sent_code())
    within = client.session.session_key
    client.post("/accounts/logout/")

    assert before != within
    assert not Client(headers={"cookie": f"sessionid={before}"}).session.get("_auth_user_id")
    assert portal.SESSION_COOKIE_NAME not in {name for name, value in client.cookies.items() if value.value}
    stale = Client()
    stale.cookies[portal.SESSION_COOKIE_NAME] = within
    assert stale.get("/accounts/").status_code == 302


def test_a_key_that_a_stranger_planted_is_not_taken_over(client: Client) -> None:
    client.cookies[portal.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"

    by_code(client, customer())

    assert client.cookies[portal.SESSION_COOKIE_NAME].value != "planted0planted0planted0planted0"


def test_the_session_s_cookie_is_not_for_scripts_nor_for_other_sites(client: Client) -> None:
    by_code(client, customer())

    cookie = client.cookies[portal.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (
        True,
        "Lax",
        "/",
        "",
    )


def test_a_session_without_a_sign_in_ends_with_its_browser_or_soon(client: Client) -> None:
    client.get(ASK)
    assert portal.SESSION_COOKIE_NAME not in client.cookies

    ask(client, PHONE)
    assert client.session.get("_auth_user_id") is None


@pytest.mark.parametrize(
    "address",
    [
        ASK,
        ENTER,
        PASSWORD_PAGE,
        "/accounts/logout/",
        "/accounts/language/",
        "/accounts/password/reset/",
        "/accounts/password/change/",
        "/accounts/password/again/",
        f"{SECOND}app/",
        f"{SECOND}key/",
        f"{SECOND}recovery/new/",
    ],
)
def test_a_form_on_another_site_posts_in_vain(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    person = seller()
    client.force_login(person)
    session = dict(client.session)

    answer = client.post(address, {"who": PHONE, "language": "en", "password": PASSWORD})

    assert answer.status_code == 403
    assert dict(client.session) == session
    assert not CodeMessage.objects.exists()


def test_our_own_form_posts_well() -> None:
    client = Client(enforce_csrf_checks=True)
    token = client.get(ASK).context["csrf_token"]

    answer = client.post(ASK, {"who": PHONE, "csrfmiddlewaretoken": str(token)})

    assert answer["Location"] == ENTER


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_signs_out(client: Client, method: str) -> None:
    amina = customer()
    by_code(client, amina)

    getattr(client, method)("/accounts/logout/")

    assert signed_in(client) == amina.pk


def test_signing_out_says_so_and_is_no_trouble_for_a_stranger(client: Client) -> None:
    by_code(client, customer())

    page = client.post("/accounts/logout/", follow=True)

    assert [str(message) for message in page.context["messages"]] == ["You are signed out."]
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert client.get("/accounts/logout/")["Location"] == "/"


def test_who_is_signed_in_does_not_meet_the_doors(client: Client) -> None:
    both_factors(client, seller())

    for door in (ASK, ENTER, PASSWORD_PAGE, f"{SECOND}code/"):
        assert client.get(door)["Location"] == HOME


def test_a_closed_account_s_session_is_over(client: Client) -> None:
    amina = customer()
    by_code(client, amina)
    amina.is_active = False
    amina.save()

    assert client.get("/accounts/")["Location"] == f"{ASK}?next=/accounts/"


def test_a_customer_who_is_taken_on_has_to_set_a_second_factor_up(client: Client) -> None:
    amina = customer()
    by_code(client, amina)
    amina.is_staff = True
    amina.save()

    assert client.get("/admin/")["Location"] == SECOND


def test_one_s_own_worker_session_replaces_a_customer_s(client: Client) -> None:
    by_code(client, customer())
    client.post("/accounts/logout/")
    worker = seller()

    by_password(client, worker)

    assert signed_in(client) == worker.pk
