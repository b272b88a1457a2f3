"""A small marketplace for tests: one shop, one customer, one order; and everybody who acts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from PIL import Image

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from orders.models import Category, Customer, Order, OrderLine, Shop, ShopStaff
from returns.actions.opening import Application, open_ticket
from returns.actions.proving import add_to_draft
from returns.actions.stepping import take_step
from returns.enums import Reason, RefundRoute, Role, Service, Step
from returns.gateways.images import Photo, read_photo
from returns.models import Draft, Ticket
from returns.policy.facts import Claim
from returns.queries.access import LOOKING_UP

SIGNED = datetime.fromisoformat("2026-11-02T15:20:00+03:00")
NOON = datetime.fromisoformat("2026-11-03T12:00:00+03:00")
"""A Tuesday; no public holiday of Kenya is near."""
NUMBERS = count(1)


def photo(colour: str = "red") -> Photo:
    """A real photo, as the gateway reads it."""
    file = BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    file.seek(0)
    return read_photo(file, "photo.png")


def person(role: str = "", **fields: Any) -> User:
    """A person without a password, in a group where a role is named; who looks up may enter the admin."""
    user = _person(role, **fields)
    user.save()
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


def _person(role: str = "", **fields: Any) -> User:
    number = next(NUMBERS)
    own = {
        "password": make_password(None),
        "is_staff": role in LOOKING_UP,
        "phone": f"+2547{number:08d}",
    }
    return User(
        username=f"person-{number}",
        name=f"Person {number}",
        email=f"person{number}@people.example",
        **(own | fields),
    )


def everybody() -> dict[str, User]:
    """One of each role by its name, a customer and a seller: in few statements, for hundreds of tests."""
    staff = {role: _person(role) for role in Role if role.party == "kilimall"}
    people = {**staff, "customer": _person(), "seller": _person(is_staff=True)}
    User.objects.bulk_create(people.values())
    Group.objects.bulk_create([Group(name=role) for role in staff], ignore_conflicts=True)
    groups = Group.objects.in_bulk(list(staff), field_name="name")
    member = User.groups.through
    member.objects.bulk_create(member(user=user, group=groups[role]) for role, user in staff.items())
    return people


@dataclass
class World:
    """One order line and the people around it."""

    price: str = "8000.00"
    quantity: int = 1
    kind: str = "dropship"
    gift: str = ""
    invoice: str = "electronic"
    city: str = "Nairobi"
    delivery_fee: str = "0.00"
    people: dict[str, User] = field(init=False)
    line: OrderLine = field(init=False)

    def __post_init__(self) -> None:
        self.people = everybody()
        number = next(NUMBERS)
        self.shop = Shop.objects.create(external_id=f"s{number}", name="Mwangi", country="KE")
        ShopStaff.objects.create(user=self.people["seller"], shop=self.shop)
        self.customer = Customer.objects.create(external_id=f"c{number}", user=self.people["customer"])
        self.order = Order.objects.create(
            number=f"KE{number:014d}",
            country="KE",
            currency="KES",
            kind=self.kind,
            status="completed",
            placed_at=SIGNED - timedelta(days=5),
            signed_at=SIGNED,
            customer=self.customer,
            city=self.city,
        )
        self.line = self.add_line()

    def add_line(self) -> OrderLine:
        """One more line like the first."""
        category, _new = Category.objects.get_or_create(code="kettle", defaults={"name": "Kettle"})
        return OrderLine.objects.create(
            order=self.order,
            number=self.order.lines.count() + 1,
            sku="KETTLE",
            name="Kettle",
            category=category,
            shop=self.shop,
            quantity=self.quantity,
            unit_price_amount=Decimal(self.price),
            paid_amount=Decimal(self.price) * self.quantity,
            delivery_fee_amount=Decimal(self.delivery_fee),
            gift=self.gift,
            invoice=self.invoice,
            signed_at=SIGNED,
            signed_by="feed",
        )

    def apply(
        self,
        service: Service = Service.RETURN_REFUND,
        reason: Reason = Reason.DEFECTIVE,
        *,
        now: datetime = NOON,
        amount: str | None = None,
        line: OrderLine | None = None,
        exchange: Ticket | None = None,
        photos: int = 2,
        route: RefundRoute = RefundRoute.WALLET,
        variant: str = "",
        **facts: Any,
    ) -> Ticket:
        """The customer applies, for a line or for the new item of an exchange."""
        line, owner = line or self.line, self.people["customer"]
        draft = Draft.objects.create(owner=owner, line=line, replacement_of=exchange, updated_at=now)
        add_to_draft(draft, [photo() for _each in range(photos)], by=owner, now=now)
        asked = Money(Decimal(amount), "KES") if amount else None
        claim = Claim(service=service, reason=reason, amount=asked, **facts)
        application = Application(
            claim=claim,
            statement="It stays cold.",
            draft=draft,
            replacement_of=exchange,
            route=RefundRoute(route),
            variant=variant,
        )
        return open_ticket(line.pk, application, by=owner, now=now)

    def take(self, step: Step, ticket: Ticket, who: str | None, now: datetime, **more: Any) -> Ticket:
        """One person, by their role, takes a step; None is the system."""
        by = None if who is None else self.people[who]
        take_step(step, ticket.pk, by=by, now=now, **more)
        return Ticket.objects.get(pk=ticket.pk)
