"""How long, how many statements, and a table to read it from."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from statistics import median
from time import perf_counter
from typing import TypeVar

from django.core.management.base import CommandError, OutputWrapper
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kilicare.processes.memory import settle
from orders.management.feed_command import statements_unkept
from orders.models import Order

Result = TypeVar("Result")
MILLISECOND = 1000  # of a second


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table: what was measured, ours, the floor's, and the goals of the house."""

    what: str
    ours: str
    floor: str = ""
    ratio: str = ""
    goal: str = ""
    peers: str = ""


HEADS = Figure("", "ours", "floor", "ratio", "goal", "others")


def write_table(out: OutputWrapper, title: str, figures: Sequence[Figure], *, heads: Figure = HEADS) -> None:
    """Print the figures in columns as wide as they need."""
    rows = [(row.what, row.ours, row.floor, row.ratio, row.goal, row.peers) for row in (heads, *figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    out.write(f"\n{title}")
    for row in rows:
        out.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@contextmanager
def calm() -> Iterator[None]:
    """As in production: no line of log for each page, no statement kept in memory, garbage sought seldom."""
    settle()
    logging.disable(logging.WARNING)
    try:
        with statements_unkept():
            yield
    finally:
        logging.disable(logging.NOTSET)


def seconds(call: Callable[[], Result]) -> tuple[float, Result]:
    """How long one call took, and its answer."""
    started = perf_counter()
    answer = call()
    return perf_counter() - started, answer


@dataclass(frozen=True, slots=True)
class Times:
    """How long a call took, in milliseconds: usually, and but for the slowest one in twenty."""

    median: float
    p95: float


def measured(*calls: Callable[[], object], times: int) -> list[Times]:
    """How long each of some calls takes.

    They take turns, so that what else the machine does falls on all of them alike; the first turn, which
    warms up, is not counted.
    """
    turns = [[seconds(call)[0] for call in calls] for _turn in range(times + 1)]
    return [times_of(took) for took in zip(*turns[1:], strict=True)]


def times_of(took: Sequence[float]) -> Times:
    """The figures of some calls that took so many seconds; p95 by the nearest rank."""
    rank = ceil(0.95 * len(took))
    return Times(median(took) * MILLISECOND, sorted(took)[rank - 1] * MILLISECOND)


def statements(call: Callable[[], object]) -> int:
    """How many statements a call sends, BEGIN and COMMIT left out."""
    with CaptureQueriesContext(connection) as caught:
        call()
    own = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(own) for query in caught.captured_queries)


def analyse() -> None:
    """Let the database count its rows, as it does by itself after a while."""
    with connection.cursor() as cursor:
        tidy = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM ANALYZE" if tidy else "ANALYZE")


def need_empty_database() -> None:
    """Raises CommandError where somebody's orders are: what a bench makes can't be taken away again."""
    if Order.objects.exists():
        raise CommandError("this database holds orders: the bench fills an empty one")
