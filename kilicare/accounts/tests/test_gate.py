"""Without a second factor no page opens to shops and staff but its set-up and the way out: all are tried."""

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from kilicare.accounts.tests.addresses import Address, every_address
from kilicare.accounts.tests.people import SECOND, app_of, by_password, seller, worker

pytestmark = pytest.mark.django_db
OPEN = {
    "account_logout",
    "account_reauthenticate",
    "accounts:language",
    "livez",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "readyz",
}
SET_UP = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_index"}


def closed(names_open: set[str]) -> list[Address]:
    found = [address for address in every_address() if address.name not in names_open]
    assert len(found) > 40
    return found


def test_the_walk_finds_every_view() -> None:
    addresses = every_address()

    assert {address.name for address in addresses} >= OPEN | SET_UP
    assert {"admin:index", "admin:login", "accounts:account", "returns:home"} <= {a.name for a in addresses}
    for address in addresses:
        try:
            resolve(address.path)
        except Resolver404:
            pytest.fail(f"teach the walk to build {address}")


def test_who_has_no_second_factor_is_led_to_the_set_up_from_everywhere(client: Client) -> None:
    by_password(client, worker("desk", is_staff=True, is_superuser=True))

    for address in closed(OPEN | SET_UP):
        answer = client.post(address.path)
        assert (answer.status_code, answer.get("Location")) == (302, SECOND), address


def test_who_has_not_used_it_is_led_to_use_it_from_everywhere(client: Client) -> None:
    person = seller()
    by_password(client, person)
    app_of(person)

    for address in closed(OPEN):
        answer = client.get(address.path)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith(f"{SECOND}again/"), address


def test_what_is_open_answers_without_it(client: Client) -> None:
    by_password(client, seller())

    for address in every_address():
        if address.name in OPEN | SET_UP:
            assert client.get(address.path).get("Location") != SECOND or address.name == "mfa_index"


def test_an_address_that_is_not_there_is_not_there_for_them_either(client: Client) -> None:
    by_password(client, seller())

    assert client.get("/nowhere/").status_code == 404
