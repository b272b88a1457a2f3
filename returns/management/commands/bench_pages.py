"""Measure the pages: the median time and the statements of each, beside the least that it could be."""

from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test.utils import override_settings

from kilicare.kernel import clock
from returns.management.bench.measuring import (
    Figure,
    analyse,
    calm,
    need_empty_database,
    statements,
    typical,
    write_table,
)
from returns.management.bench.pages import ADDRESSES, Page, pages_of
from returns.management.bench.rows import Market, mixed

SPARE: Final = 2
"""Calls of a page that aren't timed: one that warms up, one that counts statements."""


class Command(BaseCommand):
    """`bench_pages`: each page at few tickets and at many, in one run."""

    help = "Look at pages, and print their speed and statements beside a floor's. Fills an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many tickets there are at first and in the end, and how often each page is looked at."""
        parser.add_argument("--few", type=int, default=1000)
        parser.add_argument("--tickets", type=int, default=100_000)
        parser.add_argument("--times", type=int, default=30)

    def handle(self, *args: Any, few: int, tickets: int, times: int, **options: Any) -> None:
        """Fill a little, measure; fill up, measure again; compare."""
        need_empty_database()
        with calm(), override_settings(ROOT_URLCONF=ADDRESSES):
            market = Market(clock.now())
            market.add(few, mixed)
            at_first = self._measure(market, few, times)
            market.add(tickets - few, mixed)
            in_the_end = self._measure(market, tickets, times)
        title, heads = f"{tickets:,} tickets against {few:,}", Figure("", "many", "few", "ratio", "goal")
        write_table(self.stdout, title, growth(at_first, in_the_end), heads=heads)

    def _measure(self, market: Market, tickets: int, times: int) -> dict[str, float]:
        """Print the table of all pages; answers the median of each, in milliseconds."""
        analyse()
        pages = pages_of(market, times + SPARE)
        measured = {page.what: measure(page, times) for page in pages}
        title = f"Pages at {tickets:,} tickets, {connection.vendor}: median and statements"
        write_table(self.stdout, title, [figure for _time, figure in measured.values()])
        return {what: time for what, (time, _figure) in measured.items()}


def measure(page: Page, times: int) -> tuple[float, Figure]:
    """The page's median in milliseconds, and its row of the table."""
    time, floor = typical(page.ours, page.floor, times=times)
    asked, least = statements(page.ours), statements(page.floor)
    ours, ground = f"{time:.1f} ms, {asked}", f"{floor:.1f} ms, {least}"
    return time, Figure(page.what, ours, ground, f"{time / floor:.2f} x", page.goal, page.peers)


def growth(few: dict[str, float], many: dict[str, float]) -> list[Figure]:
    """How much slower each page is with many tickets."""
    return [
        Figure(what, f"{many[what]:.1f} ms", f"{time:.1f} ms", f"{many[what] / time:.2f} x", "<= 1.15 x")
        for what, time in few.items()
    ]
