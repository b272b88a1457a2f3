"""Measure the sweep: overdue clocks lapse in bulk, beside plain SQL that writes the same rows."""

from collections.abc import Callable
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from kilicare.kernel import clock
from returns.actions.stepping import lapse_overdue
from returns.management.bench.floor_sweep import lapse_in_sql
from returns.management.bench.measuring import (
    MILLISECOND,
    Figure,
    analyse,
    calm,
    measured,
    need_empty_database,
    seconds,
    write_table,
)
from returns.management.bench.rows import Market, overdue
from returns.policy.clocks import Moment
from returns.policy.terms import terms_at

IDLE_TIMES: Final = 50


class Command(BaseCommand):
    """`bench_sweep`: tickets a second, the longest transaction, and what an idle sweep costs."""

    help = "Let overdue tickets lapse, and print the speed beside that of plain SQL. Fills an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many tickets are overdue."""
        parser.add_argument("--tickets", type=int, default=100_000)

    def handle(self, *args: Any, tickets: int, **options: Any) -> None:
        """Fill, drain by SQL; fill, drain by ours; compare."""
        need_empty_database()
        with calm():
            now = clock.now()
            market = Market(now)
            moment = Moment(now, terms_at(now), market.calendars.of("KE"))
            floor = self._drain(market, tickets, lambda: lapse_in_sql(moment))
            ours = self._drain(market, tickets, lambda: lapse_overdue(now))
            (idle,) = measured(lambda: lapse_overdue(now), times=IDLE_TIMES)
        write_table(
            self.stdout,
            f"Sweep of {tickets:,} overdue tickets, {connection.vendor}",
            figures(ours, floor, idle.median),
        )

    def _drain(self, market: Market, tickets: int, lapse: Callable[[], int]) -> tuple[float, float]:
        """Tickets a second, and the longest transaction in milliseconds."""
        market.add(tickets, overdue)
        analyse()
        took: list[float] = []
        done = 0
        while True:
            time, lapsed = seconds(lapse)
            if not lapsed:
                return done / sum(took), max(took) * MILLISECOND
            took.append(time)
            done += lapsed


def figures(ours: tuple[float, float], floor: tuple[float, float], idle: float) -> list[Figure]:
    """The table's rows."""
    return [
        Figure(
            "tickets a second",
            f"{ours[0]:,.0f}",
            f"{floor[0]:,.0f}",
            f"{ours[0] / floor[0]:.2f} x",
            ">= 0.5 x",
            "147 to 457",
        ),
        Figure("longest transaction", f"{ours[1]:.0f} ms", f"{floor[1]:.0f} ms", "", "<= 150 ms"),
        Figure("idle sweep", f"{idle:.1f} ms", "", "", "<= 5 ms"),
    ]
