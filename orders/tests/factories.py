"""Rows for tests: a signed order of one line, unless a test says otherwise."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from kilicare.accounts.models import User
from orders.enums import CURRENCY_OF, Country, OrderKind, OrderStatus, SignedBy
from orders.models import Category, Customer, Order, OrderLine, Shop, ShopStaff

SIGNED_AT = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
"""Monday, 15:20 in Nairobi."""


class UserFactory(DjangoModelFactory[User]):
    """A person who signs in by code."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"customer-{n:032x}")
    password = "!unusable"
    name = factory.Sequence(lambda n: f"Amina Otieno {n}")
    phone = factory.Sequence(lambda n: f"+2547{n:08d}")
    email = factory.Sequence(lambda n: f"amina{n}@customers.example")
    country = Country.KENYA


class CustomerFactory(DjangoModelFactory[Customer]):
    """A buyer."""

    class Meta:
        model = Customer

    external_id = factory.Sequence(lambda n: f"c{n}")
    user = factory.SubFactory(UserFactory)


class ShopFactory(DjangoModelFactory[Shop]):
    """A seller."""

    class Meta:
        model = Shop

    external_id = factory.Sequence(lambda n: f"s{n}")
    name = factory.Sequence(lambda n: f"Mwangi Traders {n}")
    city = "Nairobi"
    country = Country.KENYA


class ShopStaffFactory(DjangoModelFactory[ShopStaff]):
    """A person who acts for a shop, in the admin."""

    class Meta:
        model = ShopStaff

    user = factory.SubFactory(UserFactory, username=factory.Sequence(lambda n: f"seller{n}"), is_staff=True)
    shop = factory.SubFactory(ShopFactory)


class CategoryFactory(DjangoModelFactory[Category]):
    """A standard category that staff have looked at."""

    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = "blender"
    name = factory.LazyAttribute(lambda row: row.code.replace("_", " ").capitalize())
    is_classed = True


class OrderFactory(DjangoModelFactory[Order]):
    """A completed order, without lines; `signed_at` is that of the whole order."""

    class Meta:
        model = Order

    number = factory.Sequence(lambda n: f"KE{n:014d}")
    country = Country.KENYA
    currency = factory.LazyAttribute(lambda row: CURRENCY_OF[row.country])
    kind = OrderKind.LOCAL
    status = OrderStatus.COMPLETED
    signed_at = factory.LazyAttribute(lambda row: SIGNED_AT if row.status == OrderStatus.COMPLETED else None)
    placed_at = SIGNED_AT - timedelta(days=5)
    customer = factory.SubFactory(CustomerFactory)
    city = "Nairobi"


class OrderLineFactory(DjangoModelFactory[OrderLine]):
    """A line of 8,000.00, signed when its order was; `OrderLineFactory(order__status=...)`."""

    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    number = 1
    sku = "BLENDER"
    name = "Blender 500 W"
    category = factory.SubFactory(CategoryFactory)
    shop = factory.SubFactory(ShopFactory)
    quantity = 1
    unit_price_amount = Decimal("8000.00")
    discount_amount = Decimal(0)
    tax_amount = Decimal("1103.45")
    paid_amount = factory.LazyAttribute(
        lambda row: row.unit_price_amount * row.quantity - row.discount_amount
    )
    invoice = "electronic"
    signed_at = factory.LazyAttribute(lambda row: row.order.signed_at)
    signed_by = factory.LazyAttribute(lambda row: SignedBy.FEED if row.signed_at else "")
