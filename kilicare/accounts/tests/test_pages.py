"""Every page of sign-in, as a browser gets it: sound HTML, one heading, refusals that say so everywhere."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client

from kilicare.accounts.tests.people import (
    ASK,
    ENTER,
    PASSWORD_PAGE,
    PHONE,
    SECOND,
    app_of,
    ask,
    both_factors,
    by_code,
    by_password,
    customer,
    prove_password,
    recovery_codes_of,
    seller,
    worker,
)
from kilicare.accounts.tests.reading import Reading
from kilicare.accounts.tests.soft_key import SoftKey
from kilicare.accounts.tests.test_security_keys import add

pytestmark = pytest.mark.django_db
RESET = "/accounts/password/reset/"
Scene = Callable[[Client], None]


def a_stranger(_client: Client) -> None:
    """Nothing before."""


def a_code_is_sent(client: Client) -> None:
    ask(client, PHONE)


def a_customer(client: Client) -> None:
    by_code(client, customer())


def a_new_worker(client: Client) -> None:
    by_password(client, worker("desk"))
    prove_password(client)


def halfway(client: Client) -> None:
    person = seller()
    app_of(person)
    by_password(client, person)


def a_worker(client: Client) -> None:
    """With everything: an app, a key and recovery codes."""
    person = seller()
    both_factors(client, person)
    prove_password(client)
    recovery_codes_of(person)
    add(client, SoftKey())


PAGES: list[tuple[Scene, str, str]] = [
    (a_stranger, ASK, "Sign in"),
    (a_code_is_sent, ENTER, "Enter your code"),
    (a_stranger, PASSWORD_PAGE, "Sign in with a password"),
    (a_stranger, "/accounts/inactive/", "This account is closed"),
    (a_stranger, RESET, "Forgotten password"),
    (a_stranger, f"{RESET}sent/", "Look into your mail"),
    (a_stranger, f"{RESET}1-a-b/", "Set a new password"),
    (a_stranger, f"{RESET}done/", "Your password is set"),
    (a_customer, "/accounts/", "Your account"),
    (a_customer, "/accounts/logout/", "Sign out"),
    (a_new_worker, SECOND, "Second factor"),
    (a_new_worker, f"{SECOND}app/", "Set up an authenticator app"),
    (a_new_worker, f"{SECOND}key/", "Add a security key"),
    (halfway, f"{SECOND}code/", "Your second factor"),
    (a_worker, "/accounts/", "Your account"),
    (a_worker, "/accounts/password/change/", "Change your password"),
    (a_worker, "/accounts/password/again/", "Your password, please"),
    (a_worker, SECOND, "Second factor"),
    (a_worker, f"{SECOND}again/", "Your second factor, please"),
    (a_worker, f"{SECOND}key/again/", "Your security key, please"),
    (a_worker, f"{SECOND}key/PK/remove/", "Remove the security key"),
    (a_worker, f"{SECOND}app/remove/", "Remove the authenticator app"),
    (a_worker, f"{SECOND}recovery/", "Recovery codes"),
    (a_worker, f"{SECOND}recovery/new/", "New recovery codes"),
]
# Pages with a form that can be refused, and a post that is.
REFUSED: list[tuple[Scene, str, str]] = [
    (a_stranger, ASK, "who"),
    (a_code_is_sent, ENTER, "code"),
    (a_stranger, PASSWORD_PAGE, "login"),
    (a_stranger, RESET, "email"),
    (a_worker, "/accounts/password/change/", "oldpassword"),
    (a_worker, "/accounts/password/again/", "password"),
    (a_new_worker, f"{SECOND}app/", "code"),
    (halfway, f"{SECOND}code/", "code"),
    (a_worker, f"{SECOND}again/", "code"),
]


def body_of(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("scene", "address", "heading"), PAGES)
def test_a_page_is_sound_and_kept_in_no_cache(scene: Scene, address: str, heading: str) -> None:
    client = Client(**{"wsgi.url_scheme": "https"})
    scene(client)
    key = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).first()

    page = client.get(address.replace("PK", str(key.pk if key else 0)))

    read = Reading(body_of(page))
    assert page.status_code == 200
    assert read.faults == []
    assert read.title == f"{heading} · KiliCare"
    assert f"<h1>{heading}</h1>" in body_of(page)
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(("scene", "address", "field"), REFUSED)
def test_a_refused_form_says_so_in_status_title_summary_and_field(
    client: Client, scene: Scene, address: str, field: str
) -> None:
    scene(client)

    page = client.post(address, {field: ""})

    read, body = Reading(body_of(page)), body_of(page)
    assert page.status_code == 422
    assert read.faults == []
    assert read.title.startswith("Error: ")
    assert "There is a problem" in body
    assert f'href="#id_{field}"' in body
    assert re.search(rf'<(?:input|select)[^>]*name="{field}"[^>]*aria-invalid="true"', body)


def test_a_form_s_post_stays_on_its_own_address(client: Client) -> None:
    """So a `next` in the address stays with it."""
    assert not re.search(
        r"<form[^>]*action=",
        body_of(client.get(f"{ASK}?next=/policy/")).split("<main")[1].split("<footer")[0],
    )


def test_what_was_typed_is_kept_but_a_password_is_not(client: Client) -> None:
    asked = body_of(ask(client, "0712", country="UG"))
    refused = body_of(client.post(PASSWORD_PAGE, {"login": "wanjiru", "password": "hunter22"}))

    assert 'value="0712"' in asked
    assert re.search(r'<option value="UG"\s+selected', asked)
    assert 'value="wanjiru"' in refused
    assert "hunter22" not in refused


def test_a_name_is_escaped(client: Client) -> None:
    by_code(client, customer(name="<script>alert(1)</script>"))

    assert "<script>alert(1)" not in body_of(client.get("/accounts/"))


def test_too_many_of_anything_is_told_on_a_page_too(client: Client) -> None:
    for _ in range(3):
        client.post(RESET, {"email": "nobody@shops.example"})

    page = client.post(RESET, {"email": "nobody@shops.example"})

    assert page.status_code == 429
    assert Reading(body_of(page)).faults == []


@pytest.mark.parametrize(("scene", "address", "_heading"), PAGES[:7])
def test_there_is_no_json_twin_of_a_page(client: Client, scene: Scene, address: str, _heading: str) -> None:
    scene(client)

    for headers in ({"accept": "application/json"}, {"x-requested-with": "XMLHttpRequest"}):
        for answer in (client.get(address, headers=headers), client.post(address, headers=headers)):
            assert not answer.get("Content-Type", "text/html").startswith("application/json")
