"""What allauth is told: nobody signs up, a phone is its one owner's, a mail waits in the outbox."""

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_second_adapter
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kilicare.accounts.adapter import AccountAdapter, SecondFactorAdapter
from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import EMAIL, PHONE, ask, customer

pytestmark = pytest.mark.django_db


def test_allauth_asks_us() -> None:
    assert type(get_adapter()) is AccountAdapter
    assert type(get_second_adapter()) is SecondFactorAdapter


def test_nobody_signs_up(rf) -> None:
    assert not get_adapter().is_open_for_signup(rf.get("/"))


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_confirm_email",
        "mfa_login_webauthn",
        "mfa_signup_webauthn",
        "mfa_trust",
    ],
)
def test_the_pages_that_nobody_needs_are_not_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_phone_is_its_one_owner_s_and_vouched_for_by_the_feed() -> None:
    amina = customer()
    adapter = get_adapter()

    adapter.set_phone_verified(amina, PHONE)

    assert adapter.get_phone(amina) == (PHONE, True)
    assert adapter.get_phone(customer(phone="")) is None
    assert adapter.get_user_by_phone(PHONE) == amina
    assert adapter.get_user_by_phone("") is None


def test_a_request_sends_nothing_by_itself(client: Client) -> None:
    customer()

    ask(client, EMAIL)

    assert mail.outbox == []
    assert CodeMessage.objects.get().attempts == 0


def test_a_drawing_of_a_key_needs_no_address_of_its_own() -> None:
    drawing = get_second_adapter().build_totp_svg(
        "otpauth://totp/KiliCare:wanjiru?secret=ABC&issuer=KiliCare"
    )

    assert drawing.startswith("<svg")
    assert "<?xml" not in drawing
