"""The second factor of shops and staff: set up at once, used at each sign-in, lost and replaced."""

from urllib.parse import quote

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from kilicare.accounts.models import User
from kilicare.accounts.tests.people import (
    PASSWORD,
    SECOND,
    app_code,
    app_of,
    both_factors,
    by_code,
    by_password,
    customer,
    faults,
    prove_password,
    recovery_codes_of,
    said,
    seller,
    signed_in,
    worker,
)

pytestmark = pytest.mark.django_db
CODE, APP = f"{SECOND}code/", f"{SECOND}app/"
RECOVERY = f"{SECOND}recovery/"
AGAIN = f"{SECOND}again/"
PASSWORD_AGAIN = "/accounts/password/again/"


@pytest.fixture
def wanjiru() -> User:
    """A seller."""
    return seller(username="wanjiru")


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set an app up as a person does; its secret, and the words of the next page."""
    prove_password(client)
    secret = client.get(APP).context["form"].secret
    done = client.post(APP, {"code": app_code(secret)}, follow=True)
    return secret, said(done)


def test_a_worker_without_one_is_led_to_the_set_up(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)

    page = client.get("/accounts/", follow=True)

    assert page.redirect_chain == [(SECOND, 302)]
    assert "Your work here needs a second proof" in page.content.decode()


def test_setting_up_an_app_asks_for_the_password_first(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)

    answer = client.get(APP)

    assert answer["Location"] == f"{PASSWORD_AGAIN}?next={quote(APP, safe='')}"
    assert client.post(PASSWORD_AGAIN, {"password": "wrong"}).status_code == 422
    assert client.post(answer["Location"], {"password": PASSWORD})["Location"] == APP


@pytest.mark.django_db(transaction=True)
def test_a_worker_sets_an_app_up_and_goes_on(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)

    _secret, words = set_up(client)

    assert words == [
        "Your authenticator app is set up.",
        "Here are your recovery codes: write them down.",
    ]
    assert client.get("/accounts/").status_code == 200
    assert len(client.get(RECOVERY).context["codes"]) == 10


def test_the_set_up_shows_the_key_as_a_drawing_and_as_text(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)
    prove_password(client)

    page = client.get(APP)

    drawing, body = page.context["totp_svg"], page.content.decode()
    assert drawing.startswith("<svg")
    assert "style=" not in drawing
    assert f"<code>{page.context['form'].secret}</code>" in body
    assert "data:image" not in body


@pytest.mark.parametrize("code", ["", "000000", "abcdef", "1" * 400, "\x00"])
def test_a_wrong_first_code_sets_nothing_up(client: Client, wanjiru: User, code: str) -> None:
    by_password(client, wanjiru)
    prove_password(client)
    secret = client.get(APP).context["form"].secret

    refused = client.post(APP, {"code": code})

    assert (refused.status_code, list(faults(refused))) == (422, ["code"])
    assert refused.context["form"].secret == secret  # the app that was scanned stays the right one
    assert not Authenticator.objects.exists()


def test_the_first_code_is_used_up_by_the_set_up(client: Client, wanjiru: User) -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        by_password(client, wanjiru)
        secret, _words = set_up(client)
        thief = Client()
        by_password(thief, wanjiru)

        assert thief.post(CODE, {"code": app_code(secret)}).status_code == 422


def test_the_app_s_code_is_the_other_half_of_signing_in(client: Client, wanjiru: User) -> None:
    app_of(wanjiru)

    first = by_password(client, wanjiru)
    halfway = client.get("/accounts/")
    refused = client.post(CODE, {"code": "000000"})
    assert signed_in(client) is None
    done = client.post(CODE, {"code": app_code()})

    assert first["Location"] == CODE
    assert halfway.status_code == 302
    assert refused.status_code == 422
    assert signed_in(client) == wanjiru.pk
    assert done["Location"] == "/accounts/home/"


def test_the_second_half_is_nothing_without_the_first(client: Client, wanjiru: User) -> None:
    app_of(wanjiru)

    for answer in (client.get(CODE), client.post(CODE, {"code": app_code()})):
        assert answer["Location"] == "/accounts/login/password/"
    assert signed_in(client) is None


@pytest.mark.parametrize("seconds", [0, 31, 59])
def test_an_app_s_code_works_once(wanjiru: User, seconds: int) -> None:
    """Also while it is still good: who looked over a shoulder has it, too."""
    app_of(wanjiru)
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        code = app_code()
        first, second = Client(), Client()
        by_password(first, wanjiru)
        first.post(CODE, {"code": code})
        clock.shift(seconds)

        by_password(second, wanjiru)
        second.post(CODE, {"code": f"{code[:3]} {code[3:]}"})

    assert (signed_in(first), signed_in(second)) == (wanjiru.pk, None)


@pytest.mark.parametrize(("seconds", "works"), [(-61, False), (-30, True), (30, True), (61, False)])
def test_a_phone_whose_clock_is_half_a_minute_off_still_works(
    client: Client, wanjiru: User, seconds: int, works: bool
) -> None:
    app_of(wanjiru)
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        code = app_code()
        clock.shift(seconds)
        by_password(client, wanjiru)
        client.post(CODE, {"code": code})

    assert (signed_in(client) == wanjiru.pk) == works


def test_five_wrong_codes_hold_a_person_up(wanjiru: User) -> None:
    app_of(wanjiru)
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        client = Client()
        by_password(client, wanjiru)
        for _ in range(5):
            client.post(CODE, {"code": "000000"})
        held_up = client.post(CODE, {"code": app_code()})
        clock.shift(301)
        by_password(client, wanjiru)
        client.post(CODE, {"code": app_code()})

    assert faults(held_up)["code"] == ["Too many wrong tries. Wait a few minutes, then start again."]
    assert signed_in(client) == wanjiru.pk


def test_a_recovery_code_lets_in_once(wanjiru: User) -> None:
    app_of(wanjiru)
    code, *others = recovery_codes_of(wanjiru)
    first, second = Client(), Client()

    for client in (first, second):
        by_password(client, wanjiru)
        client.post(CODE, {"code": code})

    assert (signed_in(first), signed_in(second)) == (wanjiru.pk, None)
    assert recovery_codes_of(wanjiru) == others


def test_new_recovery_codes_end_the_old_ones(client: Client, wanjiru: User) -> None:
    both_factors(client, wanjiru)
    old = recovery_codes_of(wanjiru)
    prove_password(client)

    client.post(f"{RECOVERY}new/")

    assert set(recovery_codes_of(wanjiru)).isdisjoint(old)


def test_recovery_codes_are_shown_to_who_proves_their_password_only(client: Client, wanjiru: User) -> None:
    both_factors(client, wanjiru)
    assert client.get(RECOVERY)["Location"].startswith(PASSWORD_AGAIN)

    prove_password(client)
    assert client.get(RECOVERY).status_code == 404
    codes = recovery_codes_of(wanjiru)

    page = client.get(RECOVERY)
    assert all(code in page.content.decode() for code in codes)
    assert "no-store" in page["Cache-Control"]


def test_a_proof_of_the_password_lasts_five_minutes(client: Client, wanjiru: User) -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        both_factors(client, wanjiru)
        recovery_codes_of(wanjiru)
        prove_password(client)
        assert client.get(RECOVERY).status_code == 200
        clock.shift(301)

        assert client.get(RECOVERY).status_code == 302


def test_the_app_can_be_removed_and_must_then_be_replaced(client: Client, wanjiru: User) -> None:
    both_factors(client, wanjiru)
    recovery_codes_of(wanjiru)
    prove_password(client)
    assert client.get(APP)["Location"] == f"{APP}remove/"

    client.post(f"{APP}remove/")

    assert not Authenticator.objects.filter(user=wanjiru).exists()  # codes without a factor are gone, too
    assert client.get("/accounts/")["Location"] == SECOND
    assert client.get(f"{APP}remove/").status_code == 302


def test_a_session_from_before_the_set_up_has_to_prove_itself(wanjiru: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        by_password(client, wanjiru)
    set_up(here)

    led = elsewhere.get("/accounts/?a=1&b=2")
    posted = elsewhere.post("/accounts/password/change/")

    assert led["Location"] == f"{AGAIN}?next=%2Faccounts%2F%3Fa%3D1%26b%3D2"
    assert posted["Location"] == f"{AGAIN}?"


def test_who_holds_the_password_alone_cannot_change_the_factors(client: Client, wanjiru: User) -> None:
    """A session that has not used the factor is led to use it, wherever it goes."""
    by_password(client, wanjiru)
    app = app_of(wanjiru)
    prove_password(client)

    for page in ("", "app/", "app/remove/", "key/", "recovery/", "recovery/new/", "key/1/remove/"):
        for answer in (client.get(f"{SECOND}{page}"), client.post(f"{SECOND}{page}")):
            assert answer["Location"].startswith(AGAIN), page
    assert list(Authenticator.objects.all()) == [app]


def test_a_session_proves_itself_by_the_app(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)
    app_of(wanjiru)

    refused = client.post(f"{AGAIN}?next=/accounts/", {"code": "000000"})
    proved = client.post(f"{AGAIN}?next=/accounts/", {"code": app_code()})

    assert refused.status_code == 422
    assert proved["Location"] == "/accounts/"
    assert client.get("/accounts/").status_code == 200


def test_the_proof_of_one_person_is_not_another_s(client: Client, wanjiru: User) -> None:
    both_factors(client, wanjiru)
    other = seller()
    app_of(other)
    session = client.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(other.pk), other.get_session_auth_hash()
    session.save()

    assert client.get("/accounts/")["Location"].startswith(AGAIN)


def test_customers_are_never_asked(client: Client) -> None:
    by_code(client, customer())

    assert client.get("/accounts/").status_code == 200


def test_in_the_demo_nobody_is_asked(client: Client, settings) -> None:
    settings.DEMO = True
    by_password(client, worker("desk"))

    assert client.get("/accounts/login/")["Location"] == "/accounts/home/"
