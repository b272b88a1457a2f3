"""Who comes to the pages: everybody signed in as a browser would be, the second factor used."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from kilicare.accounts.models import User
from kilicare.accounts.roles import signs_in_by_password
from orders.models import Shop, ShopStaff
from returns.models import Ticket
from returns.queries.access import roles_on
from returns.queries.deciding import as_decided
from returns.queries.steps import open_steps
from returns.tests.views.reading import Page, read
from returns.tests.world import World, person

OWN_PAGE = {
    "customer": "returns:ticket",
    "seller": "admin:returns_ticket_change",
    "desk": "returns:desk_ticket",
    "supervisor": "returns:desk_ticket",
    "finance": "returns:desk_ticket",
    "warehouse": "returns:counter_ticket",
    "counter": "returns:counter_ticket",
    "rider": "returns:counter_ticket",
    "root": "admin:returns_ticket_change",
}
"""Where each kind of person meets a ticket."""

OWN_STEP = {
    "returns:ticket": "returns:ticket_step",
    "admin:returns_ticket_change": "admin:returns_ticket_step",
    "returns:desk_ticket": "returns:desk_step",
    "returns:counter_ticket": "returns:counter_step",
}
UNCOUNTED = {"session", "scan", "authenticator", "cache"}
"""What no refused step moves is counted, but for a stray scan, which is kept on purpose."""


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The portal at a moment."""
    with time_machine.travel(moment, tick=False):
        yield


def sign_in(user: User) -> str:
    """The key of a session as a sign-in leaves it, with the second factor where one is asked.

    Written at once: `force_login` asks and writes it in a dozen statements, for hundreds of people.
    """
    request = HttpRequest()
    request.session = SessionStore()
    request.session[SESSION_KEY] = str(user.pk)
    request.session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if signs_in_by_password(user):
        if not user.authenticator_set.exists():
            user.authenticator_set.create(type=Authenticator.Type.TOTP, data={"secret": ""})
        record_authentication(request, user, "mfa", type=Authenticator.Type.TOTP)
    request.session.save()
    return str(request.session.session_key)


def browser_of(session: str) -> Client:
    """A browser with this session."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def enter(user: User) -> Client:
    """A browser in which this person is signed in."""
    return browser_of(sign_in(user))


@dataclass
class House:
    """A world, everybody around it at their browsers, and some who have no business there."""

    world: World
    users: dict[str, User] = field(init=False)
    sessions: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.users = dict(self.world.people)
        self.users["root"] = person(is_superuser=True, is_staff=True)

    def add_strangers(self) -> None:
        """Another customer, another shop's person, the desk of another country."""
        self.users["other customer"] = person()
        self.users["other seller"] = person(is_staff=True)
        other = Shop.objects.create(external_id=f"other-{self.world.shop.pk}", name="Other", country="KE")
        ShopStaff.objects.create(user=self.users["other seller"], shop=other)
        self.users["abroad"] = person("desk", country="UG", is_staff=True)

    def sign_in(self, who: str) -> str:
        """The key of one person's session; a new one where there is none yet."""
        if who not in self.sessions:
            self.sessions[who] = sign_in(self.users[who])
        return self.sessions[who]

    def browser(self, who: str) -> Client:
        """One person's browser; nobody's for a stranger who has not signed in."""
        if who not in self.browsers:
            self.browsers[who] = browser_of(self.sign_in(who)) if who in self.users else Client()
        return self.browsers[who]

    def page(self, who: str, ticket: Ticket) -> Page:
        """The ticket as a person reads it in their own place."""
        answer = self.browser(who).get(address_of(OWN_PAGE[who], ticket))
        assert answer.status_code == 200
        return read(answer)

    def steps_of(self, who: str, ticket: Ticket, now: datetime) -> list[str]:
        """What the one answer leaves open to this person, once every clock that has run out took its step."""
        if who not in self.users:
            return []
        user, decided = User.objects.get(pk=self.users[who].pk), as_decided(ticket, now)
        return sorted(open_steps(decided, roles_on(user, ticket), now=now, user=user))


def address_of(page: str, ticket: Ticket, step: str = "") -> str:
    """A ticket's page, or one of its steps there."""
    key = ticket.pk if page.startswith("admin:") else ticket.reference
    return reverse(OWN_STEP[page], args=[key, step]) if step else reverse(page, args=[key])


def drawn(page: Page, name: str, ticket: Ticket) -> list[str]:
    """The steps whose forms stand on a page, sorted."""
    before = address_of(name, ticket, "x").removesuffix("x/")
    forms = (form for form in page.forms if form.method == "post")
    actions = (form.action for form in forms if form.action.startswith(before))
    words = (action.removeprefix(before).rstrip("/") for action in actions)
    return sorted(word for word in words if word != "messages")  # which is no step


def counted() -> dict[str, Any]:
    """How many rows there are of everything, and how each ticket stands."""
    tables = {
        model._meta.label: connection.ops.quote_name(model._meta.db_table)
        for model in apps.get_models()
        if model._meta.model_name not in UNCOUNTED and not model._meta.proxy
    }
    with connection.cursor() as cursor:
        parts = (f"SELECT '{label}', COUNT(*) FROM {table}" for label, table in tables.items())  # noqa: S608
        cursor.execute(" UNION ALL ".join(parts))
        rows: dict[str, Any] = dict(cursor.fetchall())
    rows["tickets"] = list(Ticket.objects.order_by("pk").values())
    return rows
