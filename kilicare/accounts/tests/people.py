"""People for tests, and the doors that they use as a browser would."""

import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client

from kilicare.accounts.models import CodeMessage, User

PHONE = "+254712345678"
EMAIL = "amina@customers.example"
PASSWORD = "a long enough phrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NUMBERS = count(1)

ASK = "/accounts/login/"
ENTER = "/accounts/login/code/"
PASSWORD_PAGE = "/accounts/login/password/"
SECOND = "/accounts/second-factor/"


def customer(**fields: Any) -> User:
    """A customer, as the order feed makes them; with a phone and an e-mail unless told otherwise."""
    user = User.new_customer(**({"name": "Amina Otieno", "phone": PHONE, "email": EMAIL} | fields))
    user.save()
    return user


def worker(*roles: str, password: str = PASSWORD, **fields: Any) -> User:
    """A member of staff: Kilimall's with `roles`, a shop's with `is_staff=True` alone."""
    name = f"worker{next(NUMBERS)}"
    user = User.objects.create_user(
        **({"username": name, "email": f"{name}@kilicare.example", "password": password} | fields)
    )
    user.groups.set(Group.objects.get_or_create(name=role)[0] for role in roles)
    return user


def seller(**fields: Any) -> User:
    """A shop's person."""
    return worker(**({"is_staff": True} | fields))


def app_of(user: User) -> Authenticator:
    """An authenticator app, set up before."""
    return totp.TOTP.activate(user, SECRET).instance


def app_code(secret: str = SECRET) -> str:
    """What the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[1]))


def recovery_codes_of(user: User) -> list[str]:
    """The recovery codes, drawn if there are none."""
    return RecoveryCodes.activate(user).get_unused_codes()


def ask(client: Client, who: str, **fields: str) -> HttpResponse:
    """Ask for a code."""
    return client.post(ASK, {"who": who, **fields})


def sent_code() -> str:
    """The six digits of the newest message."""
    message = CodeMessage.objects.latest("pk")
    (code,) = re.findall(r"\b\d{6}\b", message.body)
    return code


def wrong(code: str) -> str:
    """Another code than this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def enter(client: Client, code: str, **fields: str) -> HttpResponse:
    """Type the code."""
    return client.post(ENTER, {"code": code, **fields})


def by_code(client: Client, user: User) -> None:
    """Sign a customer in."""
    ask(client, user.phone)
    enter(client, sent_code())
    assert signed_in(client) == user.pk


def by_password(client: Client, user: User, password: str = PASSWORD) -> HttpResponse:
    """The first half of a worker's sign-in, and all of it where no second factor is set."""
    return client.post(PASSWORD_PAGE, {"login": user.username, "password": password})


def both_factors(client: Client, user: User) -> None:
    """Sign a worker in with an authenticator app."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        app_of(user)
    by_password(client, user)
    client.post(f"{SECOND}code/", {"code": app_code()})
    assert signed_in(client) == user.pk


def let_in(client: Client, user: User) -> None:
    """A worker's whole sign-in in short, also for one without a password: the session has used an app."""
    app_of(user)
    client.force_login(user)
    client.post(f"{SECOND}again/", {"code": app_code()})


def prove_password(client: Client, password: str = PASSWORD) -> HttpResponse:
    """Type the password once more, in the middle of a session."""
    return client.post("/accounts/password/again/?next=/accounts/", {"password": password})


def signed_in(client: Client) -> int | None:
    """The key of the person who is signed in here; None for a stranger."""
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def said(response: HttpResponse) -> list[str]:
    """What the page tells once, on top."""
    return [str(message) for message in response.context["messages"]]


def faults(response: HttpResponse, form: str = "form") -> dict[str, list[str]]:
    """The words of a refused form, by field."""
    errors: dict[str, Iterable[str]] = response.context[form].errors
    return {field: [str(words) for words in errors[field]] for field in errors}
