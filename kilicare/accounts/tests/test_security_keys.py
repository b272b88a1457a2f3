"""Security keys: made known, used at sign-in and in between, removed; and what a broken script may post."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from kilicare.accounts.models import User
from kilicare.accounts.tests.people import (
    PASSWORD,
    PASSWORD_PAGE,
    SECOND,
    both_factors,
    by_password,
    faults,
    prove_password,
    seller,
    signed_in,
)
from kilicare.accounts.tests.soft_key import SoftKey

pytestmark = pytest.mark.django_db
KEY, CODE = f"{SECOND}key/", f"{SECOND}code/"
WORDS = "This was not accepted. Try again."

GOOD = json.loads(SoftKey().sign({"publicKey": {"challenge": b"x" * 32}}))
RUBBISH = [
    "",
    "rubbish",
    "null",
    "1",
    "true",
    '"text"',
    "[]",
    "[1]",
    "{}",
    '{"id": "x"}',
    '{"id": 1, "rawId": 1, "type": 1, "response": 1}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}',
    '{"id": "x", "rawId": "x", "type": "public-key", "response": []}',
    json.dumps(GOOD),
    json.dumps(GOOD | {"rawId": "***"}),
    json.dumps(GOOD | {"response": GOOD["response"] | {"clientDataJSON": "e30"}}),
    json.dumps(GOOD | {"response": GOOD["response"] | {"clientDataJSON": "AAAA"}}),
    json.dumps(GOOD | {"response": GOOD["response"] | {"authenticatorData": "AAAA"}}),
    json.dumps(GOOD | {"response": GOOD["response"] | {"attestationObject": "AAAA"}}),
    json.dumps(GOOD | {"response": GOOD["response"] | {"attestationObject": "oA"}}),
    "[" * 5000,
    "1" * 5000,
]


@pytest.fixture
def client() -> Client:
    """A browser on https: keys work nowhere else."""
    return Client(**{"wsgi.url_scheme": "https"})


@pytest.fixture
def wanjiru() -> User:
    """A seller."""
    return seller()


def add(client: Client, key: SoftKey):
    """Make a key known, as the page's script does."""
    options = client.get(KEY).context["js_data"]["creation_options"]
    return client.post(KEY, {"name": "Yellow key", "credential": key.register(options)})


def known_key(client: Client, user: User) -> SoftKey:
    """A key set up in a session that is over."""
    key = SoftKey()
    by_password(client, user)
    prove_password(client)
    add(client, key)
    client.post("/accounts/logout/")
    return key


def test_a_key_is_made_known_and_lets_on_at_once(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)
    prove_password(client)

    done = add(client, SoftKey())

    assert done["Location"] == f"{SECOND}recovery/"
    assert client.get("/accounts/").status_code == 200
    assert "Yellow key" in client.get(SECOND).content.decode()


def test_a_key_is_the_other_half_of_signing_in(client: Client, wanjiru: User) -> None:
    key = known_key(client, wanjiru)
    by_password(client, wanjiru)
    assert signed_in(client) is None

    options = client.get(CODE).context["js_data"]["request_options"]
    client.post(CODE, {"credential": key.sign(options)})

    assert signed_in(client) == wanjiru.pk


def test_another_key_or_another_site_s_signature_is_refused(client: Client, wanjiru: User) -> None:
    key = known_key(client, wanjiru)
    by_password(client, wanjiru)

    for other, origin in [(SoftKey(), "https://testserver"), (key, "https://testserver.evil.example")]:
        options = client.get(CODE).context["js_data"]["request_options"]
        refused = client.post(CODE, {"credential": other.sign(options, origin)})
        assert (refused.status_code, faults(refused, "webauthn_form")) == (422, {"credential": [WORDS]})
    assert signed_in(client) is None


def test_a_forged_signature_is_refused(client: Client, wanjiru: User) -> None:
    key = known_key(client, wanjiru)
    forger = SoftKey()
    forger.name = key.name
    by_password(client, wanjiru)

    options = client.get(CODE).context["js_data"]["request_options"]
    refused = client.post(CODE, {"credential": forger.sign(options)})

    assert (refused.status_code, signed_in(client)) == (422, None)


def test_an_answer_works_once(client: Client, wanjiru: User) -> None:
    key = known_key(client, wanjiru)
    by_password(client, wanjiru)
    answer = key.sign(client.get(CODE).context["js_data"]["request_options"])
    client.post(CODE, {"credential": answer})
    client.post("/accounts/logout/")
    by_password(client, wanjiru)

    assert client.post(CODE, {"credential": answer}).status_code == 422


def test_a_key_is_proof_in_the_middle_of_a_session(client: Client, wanjiru: User) -> None:
    key = known_key(client, wanjiru)
    by_password(client, wanjiru)
    client.post(CODE, {"credential": key.sign(client.get(CODE).context["js_data"]["request_options"])})

    page = client.get(f"{KEY}again/?next={KEY}")
    proved = client.post(
        f"{KEY}again/?next={KEY}", {"credential": key.sign(page.context["js_data"]["request_options"])}
    )

    assert proved["Location"] == KEY
    assert client.get(KEY).status_code == 200


def test_a_key_can_be_removed_by_its_owner_only(client: Client, wanjiru: User) -> None:
    known_key(client, wanjiru)
    key = Authenticator.objects.get(user=wanjiru, type=Authenticator.Type.WEBAUTHN)
    remove = f"{KEY}{key.pk}/remove/"
    thief = Client()
    both_factors(thief, seller())
    prove_password(thief)

    assert thief.get(remove).status_code == thief.post(remove).status_code == 404
    both_factors(client, wanjiru)
    assert client.post(remove)["Location"].startswith("/accounts/password/again/")
    prove_password(client)
    assert client.get(f"{KEY}{10**30}/remove/").status_code == 404
    assert client.get(remove).status_code == 200
    assert client.post(remove)["Location"] == SECOND
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_rubbish_makes_no_key_known(client: Client, wanjiru: User) -> None:
    by_password(client, wanjiru)
    prove_password(client)
    client.get(KEY)

    assert [client.post(KEY, {"credential": rubbish}).status_code for rubbish in RUBBISH] == [422] * len(
        RUBBISH
    )
    assert not Authenticator.objects.exists()


def test_rubbish_lets_nobody_in(client: Client, wanjiru: User) -> None:
    known_key(client, wanjiru)
    by_password(client, wanjiru)
    client.get(CODE)

    for rubbish in RUBBISH:
        cache.clear()  # of the tries that are counted: each is to be looked at
        refused = client.post(CODE, {"credential": rubbish})
        assert refused.status_code == 422, rubbish
        assert "Error:" in refused.content.decode().split("</title>")[0]
        assert signed_in(client) is None


def test_rubbish_proves_nothing(client: Client, wanjiru: User) -> None:
    known_key(client, wanjiru)
    both_factors(client, wanjiru)
    client.get(f"{KEY}again/")

    for rubbish in RUBBISH:
        cache.clear()
        assert client.post(f"{KEY}again/", {"credential": rubbish})["Location"] == PASSWORD_PAGE, rubbish
        assert client.get(f"{SECOND}recovery/").status_code == 302


def test_an_answer_without_a_question_is_refused(client: Client, wanjiru: User) -> None:
    known_key(client, wanjiru)
    client.post(PASSWORD_PAGE, {"login": wanjiru.username, "password": PASSWORD})

    assert client.post(CODE, {"credential": json.dumps(GOOD)}).status_code == 422
    assert client.post(CODE, {}).status_code == 422
