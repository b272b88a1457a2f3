"""Measure the import on the database that is configured: a million orders of its own making."""

import json
import random
import resource
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from orders.actions.importing import Counts, import_orders
from orders.management.feed_command import statements_unkept
from orders.models import Order

FIRST_DAY: Final = datetime(2026, 1, 1, 8, tzinfo=UTC)
STATUSES: Final = ("completed",) * 7 + ("in_transit", "pending_dispatch", "cancelled")
GOODS: Final = ("Kettle", "Phone", "Dress", "Sofa", "Lamp", "Radio", "Blender", "Shoes")
MOST_MEGABYTES: Final = 200


class Command(BaseCommand):
    """`bench_import`: prints orders per second and the peak of memory; exit 1 below the target."""

    help = "Import a million orders of its own making, and print the speed and the peak of memory."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many orders, and how fast they should be."""
        parser.add_argument("--orders", type=int, default=1_000_000)
        parser.add_argument("--target", type=int, default=1000, help="orders a second")

    def handle(self, *args: Any, orders: int, target: int, **options: Any) -> None:
        """Import, measure, judge."""
        if Order.objects.exists():
            raise CommandError("this database holds orders: a million more are for an empty one")
        started = perf_counter()
        counts = self._import(orders)
        speed = counts.created / (perf_counter() - started)
        megabytes = peak_megabytes()
        self.stdout.write(f"{counts} - {speed:,.0f} orders/s, peak {megabytes:.0f} MB")
        if counts.created != orders or speed < target or megabytes > MOST_MEGABYTES:
            self.stderr.write(f"wanted: {target:,} orders/s within {MOST_MEGABYTES} MB")
            sys.exit(1)

    def _import(self, orders: int) -> Counts:
        bar = tqdm(total=orders, unit=" orders", disable=not self.stderr.isatty())
        with bar, statements_unkept():

            def after_batch(counts: Counts) -> None:
                bar.update(counts.total - bar.n)

            feed = enumerate(sample_feed(orders), 1)
            return import_orders(feed, lambda remark: self.stderr.write(str(remark)), after_batch)


def peak_megabytes() -> float:
    """The most memory this process ever had, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def sample_feed(orders: int) -> Iterator[bytes]:
    """A feed: three orders for each customer, one to three lines each; the same at every run."""
    chance = random.Random(orders)  # noqa: S311 - sample data, no secret
    for number in range(orders):
        yield json.dumps(sample_order(number, chance.randrange(orders // 3 + 1), chance)).encode()


def sample_order(number: int, who: int, chance: random.Random) -> dict[str, object]:
    """An order of the feed, made up."""
    placed_at = FIRST_DAY + timedelta(seconds=number)
    status = chance.choice(STATUSES)
    signed_at = placed_at + timedelta(days=3) if status == "completed" else None
    return {
        "number": f"BENCH{number:09d}",
        "country": "KE",
        "currency": "KES",
        "kind": chance.choice(("local", "dropship", "global")),
        "status": status,
        "placed_at": placed_at.isoformat(),
        "signed_at": signed_at and signed_at.isoformat(),
        "customer": {
            "id": f"bench-{who}",
            "name": f"Customer {who}",
            "phone": f"+2547{who:08d}",
            "email": f"customer{who}@bench.example",
            "city": "Nairobi",
        },
        "payment": {"method": "mpesa", "phone": f"+2547{who:08d}", "receipt": f"R{number}"},
        "lines": [sample_line(line, chance) for line in range(1, chance.choice((1, 1, 1, 2, 3)) + 1)],
    }


def sample_line(number: int, chance: random.Random) -> dict[str, object]:
    """A line of an order, made up."""
    shop, goods = chance.randrange(2000), chance.choice(GOODS)
    return {
        "number": number,
        "sku": f"{goods[:3].upper()}{shop:06d}",
        "name": f"{goods} {shop}",
        "category": goods.lower(),
        "seller": {"id": f"bench-{shop}", "name": f"Shop {shop}", "city": "Mombasa"},
        "quantity": chance.choice((1, 1, 1, 2)),
        "unit_price": f"{chance.randrange(100, 90_000)}.50",
        "tax": "13.79",
        "serial_number": f"SN{chance.randrange(10**9)}",
        "warranty_months": chance.choice((0, 6, 12)),
        "promotion": None,
        "gift": None,
        "invoice": "electronic",
    }
