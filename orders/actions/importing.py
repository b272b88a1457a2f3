"""Take the shop's feed in: an upsert by number or code, batch by batch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Generic, TypeVar

from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from orders.actions.classing import take_categories
from orders.actions.feed import FeedCategory, FeedOrder, parse_category, parse_json, parse_order
from orders.actions.fields import FeedError, Fields
from orders.actions.merging import take_orders
from orders.actions.outcome import Outcome, Taken
from orders.actions.streaming import DamagedFeedError

Entry = TypeVar("Entry", FeedOrder, FeedCategory)

BATCH: Final = 500
IMPORT_LOCK: Final = 0x4B696C69
"""PostgreSQL's advisory lock of this number: one batch is written at a time, whoever imports."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say of a line of the feed; `refused`, unless it was taken all the same."""

    line: int
    key: str
    field: str
    reason: str
    refused: bool = True

    def __str__(self) -> str:
        place = _("line %d") % self.line
        where = f"{place} ({self.key})" if self.key else place
        return ": ".join(part for part in (where, self.field, self.reason) if part)


@dataclass(slots=True)
class Counts:
    """How many lines of a feed came to what."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one line more."""
        setattr(self, outcome.value, getattr(self, outcome.value) + 1)

    @property
    def total(self) -> int:
        """All the lines that were read."""
        return sum(asdict(self).values())

    def __str__(self) -> str:
        text = _("created: %(created)d, updated: %(updated)d, unchanged: %(unchanged)d, refused: %(refused)d")
        return text % asdict(self)


Lines = Iterable[tuple[int, bytes]]
Report = Callable[[Remark], None]
AfterBatch = Callable[[Counts], None]


@dataclass(slots=True)
class Import(Generic[Entry]):
    """One run over a feed: how its lines are read, taken, and told of; `key` names them apart."""

    parse: Callable[[object], Entry]
    key: str
    take: Callable[[Sequence[Entry]], list[Taken]]
    report: Report
    counts: Counts = field(default_factory=Counts)

    def run(self, lines: Lines, after_batch: AfterBatch) -> Counts:
        """Take every line in. One that can't be taken is reported, and stops no other."""
        for batch in self._batches(lines):
            self._take(batch)
            after_batch(self.counts)
        return self.counts

    def _batches(self, lines: Lines) -> Iterator[dict[str, tuple[int, Entry]]]:
        """Readable lines in their order; a batch ends before a key comes a second time."""
        batch: dict[str, tuple[int, Entry]] = {}
        for line, entry in self._entries(lines):
            key = getattr(entry, self.key)
            if len(batch) == BATCH or key in batch:
                yield batch
                batch = {}
            batch[key] = line, entry
        yield batch

    def _entries(self, lines: Lines) -> Iterator[tuple[int, Entry]]:
        try:
            for line, raw in lines:
                row: object = None
                try:
                    row = parse_json(raw)
                    entry = self.parse(row)
                except FeedError as error:
                    self._refuse(line, self._name(row), error)
                else:
                    yield line, entry
        except DamagedFeedError as error:
            self._refuse(error.line, "", error)

    def _name(self, row: object) -> str:
        """The number or code of a line that can't be read, if that much can."""
        try:
            return Fields(row).text(self.key, 64, needed=False)
        except FeedError:
            return ""

    def _take(self, batch: dict[str, tuple[int, Entry]]) -> None:
        """Take a batch in one transaction; if the database refuses it, each line in its own."""
        try:
            with transaction.atomic():
                wait_for_other_imports()
                taken = self.take([entry for _line, entry in batch.values()])
        except DatabaseError as error:
            if len(batch) > 1:
                for key, numbered in batch.items():
                    self._take({key: numbered})
            elif isinstance(error, OperationalError):
                raise
            else:
                [(key, (line, _entry))] = batch.items()
                self._refuse(line, key, FeedError("", _("the database refuses it: %s") % error))
        else:
            for (key, (line, _entry)), result in zip(batch.items(), taken, strict=True):
                self._count(line, key, result)

    def _count(self, line: int, key: str, taken: Taken) -> None:
        self.counts.add(taken.outcome)
        if taken.remark:
            refused = taken.outcome is Outcome.REFUSED
            self.report(Remark(line, key, taken.remark.field, taken.remark.reason, refused))

    def _refuse(self, line: int, key: str, error: FeedError) -> None:
        self._count(line, key, Taken(Outcome.REFUSED, error))


def wait_for_other_imports() -> None:
    """Let one transaction at a time import, so that two of them can neither clash nor deadlock.

    SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])


def import_orders(
    lines: Lines,
    report: Callable[[Remark], None],
    after_batch: AfterBatch = lambda counts: None,
) -> Counts:
    """Take orders in from the numbered lines of a feed. Raises OperationalError.

    `report` is told of each line that is refused or taken with a remark; `after_batch` of the
    counts so far. What was counted is committed.
    """
    run = Import(parse_order, "number", take_orders, report)
    return run.run(lines, after_batch)


def import_categories(
    lines: Lines,
    report: Callable[[Remark], None],
    after_batch: AfterBatch = lambda counts: None,
) -> Counts:
    """Take the category table in, likewise; its categories count as classed."""
    run = Import(parse_category, "code", take_categories, report)
    return run.run(lines, after_batch)
