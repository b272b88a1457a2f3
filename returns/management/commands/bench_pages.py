"""Measure the pages: the time and the statements of each, beside the least that it could be."""

from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test.utils import override_settings

from kilicare.kernel import clock
from returns.management.bench.measuring import (
    Figure,
    Times,
    analyse,
    calm,
    measured,
    need_empty_database,
    statements,
    write_table,
)
from returns.management.bench.pages import ADDRESSES, Page, pages_of
from returns.management.bench.rows import Market, mixed

GOALS: Final = {"median": "<= 1.15 x", "p95": "<= 1.5 x"}
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
        heads = Figure("", "many", "few", "ratio", "goal")
        for name, goal in GOALS.items():
            rows = growth(
                {what: getattr(times, name) for what, times in at_first.items()},
                {what: getattr(times, name) for what, times in in_the_end.items()},
                goal,
            )
            title = f"{tickets:,} tickets against {few:,}, {name}"
            write_table(self.stdout, title, rows, heads=heads)

    def _measure(self, market: Market, tickets: int, times: int) -> dict[str, Times]:
        """Print the table of all pages; answers the times of each."""
        analyse()
        pages = pages_of(market, times + SPARE)
        found = {page.what: measure(page, times) for page in pages}
        title = f"Pages at {tickets:,} tickets, {connection.vendor}: median and statements"
        write_table(self.stdout, title, [figure for _times, figure in found.values()])
        return {what: took for what, (took, _figure) in found.items()}


def measure(page: Page, times: int) -> tuple[Times, Figure]:
    """The page's times, and its row of the table."""
    ours, floor = measured(page.ours, page.floor, times=times)
    asked, least = statements(page.ours), statements(page.floor)
    left, right = f"{ours.median:.1f} ms, {asked}", f"{floor.median:.1f} ms, {least}"
    return ours, Figure(page.what, left, right, f"{ours.median / floor.median:.2f} x", page.goal, page.peers)


def growth(few: dict[str, float], many: dict[str, float], goal: str) -> list[Figure]:
    """How much slower each page is with many tickets."""
    return [
        Figure(what, f"{many[what]:.1f} ms", f"{time:.1f} ms", f"{many[what] / time:.2f} x", goal)
        for what, time in few.items()
    ]
