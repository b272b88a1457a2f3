"""The shops, customers and categories that a batch of the feed names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Manager, Model

from kilicare.accounts.models import User
from orders.actions.feed import FeedOrder, FeedSeller
from orders.models import Category, Customer, Shop

Row = TypeVar("Row", bound=Model)

SHOP_COLUMNS = ["name", "city", "phone", "email", "country", "described_at", "described_by"]

USER_COLUMNS = ["name", "phone", "email", "country"]


def assign(row: Model, values: Mapping[str, object]) -> bool:
    """Set what differs; say whether anything did."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def upsert(rows: Manager[Row], told: Iterable[Row], key: Sequence[str], columns: Sequence[str]) -> None:
    """Insert rows, or update these columns where the key stands already; each row gets its pk."""
    rows.bulk_create(list(told), update_conflicts=True, unique_fields=list(key), update_fields=list(columns))


class Parties:
    """Rows found at once, described in memory, written at once."""

    def __init__(self, orders: Sequence[FeedOrder]) -> None:
        lines = [line for order in orders for line in order.lines]
        codes = {line.category for line in lines}
        shops = {line.seller.id for line in lines}
        customers = Customer.objects.filter(external_id__in={order.customer.id for order in orders})
        self._categories = {row.code: row for row in Category.objects.filter(code__in=codes)}
        self._shops = {row.external_id: row for row in Shop.objects.filter(external_id__in=shops)}
        self._customers = {row.external_id: row for row in customers.select_related("user")}
        self._new_categories: list[Category] = []
        self._new_users: dict[str, User] = {}
        self._told_users: dict[str, User] = {}
        self._told_customers: dict[str, Customer] = {}
        self._told_shops: dict[str, Shop] = {}

    def category(self, code: str) -> Category:
        """The category of a code; one not met before is standard, and waits for staff (2)."""
        if code not in self._categories:
            self._categories[code] = Category(code=code, name=code)
            self._new_categories.append(self._categories[code])
        return self._categories[code]

    def customer(self, order: FeedOrder) -> Customer:
        """The customer of an order, described by it unless a later one did."""
        who = order.customer
        told = {"name": who.name, "phone": who.phone, "email": who.email, "country": order.country}
        customer = self._customers.get(who.id)
        if customer is None:
            self._new_users[who.id] = user = User.new_customer(**told)
            self._customers[who.id] = customer = Customer(external_id=who.id, user=user)
        if customer.follows(order.placed_at, order.number):
            if assign(customer, described(order)):
                self._told_customers[who.id] = customer
            if assign(customer.user, told) and who.id not in self._new_users:
                self._told_users[who.id] = customer.user
        return customer

    def shop(self, order: FeedOrder, seller: FeedSeller) -> Shop:
        """The shop of a line, described by its order unless a later one did.

        A phone or an e-mail that an order leaves out is not forgotten.
        """
        shop = self._shops.setdefault(seller.id, Shop(external_id=seller.id))
        told: dict[str, object] = {}
        latest = shop.follows(order.placed_at, order.number)
        if latest:
            told = {"name": seller.name, "city": seller.city, "country": order.country}
            told |= described(order)
        contact = {"phone": seller.phone, "email": seller.email}
        told |= {k: v for k, v in contact.items() if v and (latest or not getattr(shop, k))}
        if assign(shop, told):
            self._told_shops[seller.id] = shop
        return shop

    def customer_pk(self, external_id: str) -> int | None:
        """The row of a customer who stood before this batch."""
        customer = self._customers.get(external_id)
        return customer.pk if customer else None

    def shop_pk(self, external_id: str) -> int | None:
        """The row of a shop that stood before this batch."""
        shop = self._shops.get(external_id)
        return shop.pk if shop else None

    def write(self) -> None:
        """Write what is new or was described anew; afterwards every row has its pk."""
        upsert(Category.objects, self._new_categories, ["code"], ["code"])
        upsert(Shop.objects, self._told_shops.values(), ["external_id"], SHOP_COLUMNS)
        User.objects.bulk_create(self._new_users.values())
        User.objects.bulk_update(self._told_users.values(), USER_COLUMNS, batch_size=200)
        upsert(
            Customer.objects,
            self._told_customers.values(),
            ["external_id"],
            ["described_at", "described_by"],
        )


def described(order: FeedOrder) -> dict[str, object]:
    """Which order has the last word on a party."""
    return {"described_at": order.placed_at, "described_by": order.number}
