"""Every address of the portal, from the URLconf, with the values of a house in its places."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver

from kilicare.accounts.models import User
from orders.models import Stock
from returns.actions.unclaimed import log_parcel
from returns.enums import PayoutState, Service, Step
from returns.models import (
    Carrier,
    Closure,
    Evidence,
    Holiday,
    Macro,
    Notice,
    Payout,
    PayoutPause,
    Point,
    Refund,
    Setback,
    Ticket,
    Transfer,
    UnclaimedParcel,
)
from returns.tests.test_machines import EXCHANGED, PASSED, walk
from returns.tests.views.doors import House
from returns.tests.world import NOON, World, person

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
STEP_OF = {
    "tickets": Step.APPEAL,
    "desk": Step.ASK_EVIDENCE,
    "counter": Step.RECEIVE,
    "admin": Step.REJECT,
    "hooks": "result",
}
SHORTCUT = "r:<path:content_type_id>"
"""The admin's own address that leads to a row's page, whoever asks."""
LATER = NOON + timedelta(hours=12)


def routes() -> list[str]:
    """Every route as it is written, the regular ones with their marks."""
    return list(_walk(get_resolver().url_patterns, "/"))


def _walk(patterns: list[Any], before: str) -> Iterator[str]:
    for entry in patterns:
        route = before + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route


def filled(route: str, values: dict[str, str]) -> str:
    """The address that a route leads to with these values."""
    place = route.split("/")[1]
    own = {"object_id": values.get(":".join(route.split("/")[2:4]), "1"), "word": str(STEP_OF.get(place, ""))}
    return PLACE.sub(lambda found: (values | own)[found[1] or found[2]], route)


class Town:
    """Two worlds: one with an open, a paid and an exchanged ticket, one whose customer works at the desk."""

    def __init__(self) -> None:
        self.world, self.agents = World(), World()
        self.house = House(self.world)
        self.house.add_strangers()
        self.house.users["gone"] = person("desk", is_active=False, is_staff=True)
        agent = self.agents.people["customer"]
        agent.groups.add(Group.objects.get(name="desk"))
        User.objects.filter(pk=agent.pk).update(is_staff=True)
        self.house.users["agent"] = User.objects.get(pk=agent.pk)
        self.ticket, self.agents_ticket = self.world.apply(), self.agents.apply()
        paid = walk(self.world, self.world.apply(line=self.world.add_line()), PASSED)
        self.world.take(Step.SETTLE, paid, None, LATER)
        self.exchange, self.agents_exchange = (
            walk(world, world.apply(Service.EXCHANGE, line=world.add_line()), EXCHANGED)
            for world in (self.world, self.agents)
        )
        for who in self.house.users:
            self.house.sign_in(who)
        Holiday.objects.get_or_create(country="KE", day=NOON.date(), defaults={"name": "A day off"})
        Payout.objects.create(
            refund=Refund.objects.get(),
            phone="+254712000101",
            currency="KES",
            amount=100,
            state=PayoutState.TO_WALLET,
            entered_at=NOON,
        )
        for place in (self.world, self.agents):
            Stock.objects.create(shop=place.shop, sku="KETTLE", stock=1)
        PayoutPause.objects.create(reason="A look at it", since=NOON)
        Point.objects.create(code="MOI", country="KE", town="Nairobi", name="Moi", address="1", hours="8-5")
        log_parcel(
            by=self.house.users["counter"], place="K1", label=self.world.order.number, note="A box", now=NOON
        )
        Carrier.objects.create(country="KE", name="Coast Couriers")
        days = {"first_day": NOON.date(), "last_day": NOON.date()}
        Closure.objects.create(shop=self.world.shop, **days)
        Macro.objects.create(country="KE", title="We look at it", text="Dear {customer}, we look at it.")
        times = {"first_at": NOON, "last_at": NOON, "not_before": NOON}
        Setback.objects.create(ticket=self.ticket, part="lapse", number=1, attempts=1, error="no", **times)
        self.common = self.fixed()

    def values(self, who: str) -> dict[str, str]:
        """What stands in the addresses that this kind of person tries."""
        world, ticket = (self.agents, self.agents_ticket) if who == "agent" else (self.world, self.ticket)
        exchange = self.agents_exchange if who == "agent" else self.exchange
        return self.common | {
            "number": world.order.number,
            "line": "1",
            "reference": ticket.reference,
            "exchange": exchange.reference,
            "token": str(Evidence.objects.filter(ticket=ticket)[0].token),
            "notice": str(Notice.objects.filter(ticket=ticket, channel="email")[0].pk),
            "returns:ticket": str(ticket.pk),
            SHORTCUT: str(ticket.pk),
            "orders:order": str(world.order.pk),
            "orders:shop": str(world.shop.pk),
            "orders:stock": str(Stock.objects.get(shop=world.shop).pk),
            "orders:category": str(world.line.category_id),
        }

    def fixed(self) -> dict[str, str]:
        """What is the same for everybody."""
        return {
            "returns:refund": str(Refund.objects.get().pk),
            "returns:payout": str(Payout.objects.get().pk),
            "returns:payoutpause": str(PayoutPause.objects.get().pk),
            "returns:setback": str(Setback.objects.get().pk),
            "returns:notice": str(Notice.objects.filter(ticket=self.ticket).earliest("pk").pk),
            "returns:transfer": str(Transfer.objects.get(credit__kind="wallet").pk),
            "returns:holiday": str(Holiday.objects.latest("pk").pk),
            "parcel": str(UnclaimedParcel.objects.get().pk),
            "objection": "1",
            "view": "1",
            "returns:closure": str(Closure.objects.get().pk),
            "returns:macro": str(Macro.objects.get().pk),
            "returns:point": str(Point.objects.get().pk),
            "returns:carrier": str(Carrier.objects.get().pk),
            "accounts:user": str(User.objects.latest("pk").pk),
            "mfa:authenticator": str(self.house.users["seller"].authenticator_set.get().pk),
            "content_type_id": str(ContentType.objects.get_for_model(Ticket).pk),
            "app_label": "returns",
            "url": "nowhere",
            "uidb36": "1",
            "key": "set-password",
            "pk": "1",
            "page": "want",
            "signed": "x",
        }


MISSING = {
    "number": "KE99999999999999",
    "reference": "KC-2222-2222",
    "exchange": "KC-2222-2222",
    "token": str(uuid4()),
    "returns:ticket": "999999999",
    SHORTCUT: "999999999",
    "returns:refund": "999999999",
    "returns:transfer": "999999999",
    "returns:payout": "999999999",
    "orders:order": "999999999",
    "orders:stock": "999999999",
}
"""What was never there."""
