"""Fill the demo with a small, lively marketplace."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kilicare.accounts.demo import PASSWORD, make_staff
from kilicare.accounts.models import User
from kilicare.kernel import clock
from orders.actions.importing import Remark, import_categories, import_orders
from orders.models import Order, Shop, ShopStaff
from returns.actions.placing import import_points
from returns.management.demo.catalogue import BUYERS, CATEGORIES
from returns.management.demo.feed import customer_id, feed, shop_id
from returns.management.demo.places import CARRIERS, POINTS
from returns.management.demo.purchases import PURCHASES
from returns.management.demo.stories import STORIES
from returns.management.demo.telling import Teller
from returns.models import Carrier

FRESH: Final = timedelta(days=4)
"""A set of orders is renewed when its latest signature is older: its windows close after 7 days."""
STAFF: Final = {"mwangi": "wanjiru", "lakeside": "otieno", "coast": "otieno"}


class Command(BaseCommand):
    """`load_demo`: a set of orders and tickets that end at the demo's now; a fresh set is left alone."""

    help = "Load sample people, shops, orders and tickets into the demo. What is fresh enough stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing: half a marketplace would be taken for a fresh one the next time."""
        if not settings.DEMO:
            raise CommandError("sample data is for the demo only: set DEMO=1")
        now = clock.now()
        if has_fresh_set(now):
            self.stdout.write("The sample data is still fresh.")
        else:
            with transaction.atomic():
                load(now)
            self.stdout.write(f"Loaded {len(PURCHASES)} sample orders and {len(STORIES)} tickets.")
        self.stdout.write(f"Shops and staff sign in with the password {PASSWORD}, customers with a code.")


def has_fresh_set(now: datetime) -> bool:
    """Whether sample orders were signed so lately that their windows stay open for a while."""
    customers = [customer_id(buyer) for buyer in BUYERS]
    return Order.objects.filter(customer__external_id__in=customers, signed_at__gt=now - FRESH).exists()


def load(now: datetime) -> None:
    """Take the orders in, name the people, and tell what became of the orders."""
    categories = enumerate((json.dumps(row).encode() for row in CATEGORIES), 1)
    import_categories(categories, refuse)
    import_orders(feed(now), refuse)
    import_points(POINTS.splitlines(keepends=True))
    for country, name, patterns in CARRIERS:
        Carrier.objects.get_or_create(country=country, name=name, defaults={"patterns": patterns})
    people = make_staff() | named_customers()
    for shop, username in STAFF.items():
        place = Shop.objects.get(external_id=shop_id(shop))
        ShopStaff.objects.get_or_create(shop=place, user=people[username])
    teller = Teller(people, now)
    for story in STORIES:
        teller.tell(story)


def refuse(remark: Remark) -> None:
    """The feed is our own: the import has nothing to say of it. Raises CommandError."""
    raise CommandError(f"the sample data is not as the import wants it: {remark}")


def named_customers() -> dict[str, User]:
    """The customers whom the feed brought, by the username that the demo gives them."""
    people = {}
    for buyer in BUYERS:
        people[buyer] = user = User.objects.get(customer__external_id=customer_id(buyer))
        user.username = buyer
        user.save(update_fields=["username"])
    return people
