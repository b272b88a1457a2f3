"""The demo's people, and one-click sign-in as any of them."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import Country, User
from kilicare.accounts.roles import COUNTER, DESK, FINANCE, RIDER, SUPERVISOR, WAREHOUSE

PASSWORD: Final = "kilicare-demo"  # noqa: S105 - printed for everybody; no production has these people
LOOKING_UP: Final = frozenset({DESK, SUPERVISOR, FINANCE})
"""Kilimall's people who also look things up in the admin."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a visitor of the demo may be, and what to try as them."""

    username: str
    name: str
    what: StrOrPromise
    role: str = ""
    sells: bool = False
    is_superuser: bool = False
    country: Country = Country.KENYA

    @property
    def buys(self) -> bool:
        """A customer: comes from the order feed and has no password."""
        return not (self.role or self.sells or self.is_superuser)

    @property
    def is_staff(self) -> bool:
        """Whether the admin lets them in."""
        return self.sells or self.is_superuser or self.role in LOOKING_UP


PEOPLE: Final = (
    Person("amina", "Amina Hassan", _("A customer in Nairobi: apply for a return, answer a seller's offer.")),
    Person("brian", "Brian Kiptoo", _("A customer in Mombasa: send goods back, fetch a new item.")),
    Person(
        "grace",
        "Grace Namukasa",
        _("A customer in Kampala: the same in Ugandan shillings."),
        country=Country.UGANDA,
    ),
    Person(
        "wanjiru", "Wanjiru Mwangi", _("The seller of Mwangi Traders: answer within 48 hours."), sells=True
    ),
    Person(
        "otieno",
        "Otieno Odhiambo",
        _("The seller of Lakeside Electronics and Coast Fashion House."),
        sells=True,
    ),
    Person("desk", "Faith Njeri", _("Kilimall's support desk: decide the quarrels."), DESK),
    Person("supervisor", "Daniel Mutua", _("The supervisor: what nobody decided in time."), SUPERVISOR),
    Person("warehouse", "Peter Kamau", _("The warehouse: receive and inspect what comes back."), WAREHOUSE),
    Person("counter", "Mercy Achieng", _("A Kilishop counter: take goods in, hand them back."), COUNTER),
    Person("rider", "Juma Bakari", _("A rider: collect goods at the door."), RIDER),
    Person("finance", "Esther Wafula", _("Finance: refunds and the ledger."), FINANCE),
    Person("admin", "Alex Kariuki", _("The superuser: see everything in the admin."), is_superuser=True),
)


def make_staff() -> dict[str, User]:
    """The shops' and Kilimall's people, by username; those who are missing are made.

    They share one password, and its hash: to reckon it for each would take seconds.
    """
    wanted = {person.username: person for person in PEOPLE if not person.buys}
    known = {user.username: user for user in User.objects.filter(username__in=wanted)}
    missing = [person for username, person in wanted.items() if username not in known]
    password = make_password(PASSWORD) if missing else ""
    return known | {person.username: _make(person, password) for person in missing}


def _make(person: Person, password: str) -> User:
    user = User.objects.create(
        username=person.username,
        name=person.name,
        email=f"{person.username}@kilicare.example",
        country=person.country,
        password=password,
        is_staff=person.is_staff,
        is_superuser=person.is_superuser,
    )
    if person.role:
        user.groups.add(Group.objects.get(name=person.role))
    return user


def sign_in_as(request: HttpRequest, username: str) -> User:
    """Become one of the demo's people, without password or code.

    PermissionDenied outside the demo, 404 if unknown.
    """
    if not settings.DEMO:
        raise PermissionDenied
    user = get_object_or_404(User, username=username, is_active=True)
    logout(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return user
