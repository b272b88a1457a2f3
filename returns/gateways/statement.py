"""The operator's statement of our account as a CSV file, read with care: columns by name, in any order.

As M-Pesa's organisation portal exports it: some lines about the account, then a row of names, then the
transactions, of which each is read or told of with its line. No error repeats what a cell says.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from kilicare.kernel.calendar import ZONES
from returns.policy.payouts import COUNTRY
from returns.policy.statement import Stated

REQUIRED: Final = ("Receipt No.", "Completion Time", "Transaction Status", "Paid In", "Withdrawn")
"""The columns without which a file is no statement; case and punctuation of names do not matter."""
FORMATS: Final = ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
CLOCKS: Final = ("%H:%M:%S", "%H:%M")
YEARS: Final = range(2000, 2100)
AMOUNT: Final = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.\d{1,2})?", re.ASCII)
RECEIPT: Final = re.compile(r"[A-Z0-9]{1,32}")
COMPLETED: Final = "completed"
OTHERS: Final = frozenset(
    {
        *("failed", "cancelled", "canceled", "declined", "expired", "reversed"),
        *("pending", "initiated", "authorized", "pending authorized"),
    }
)
"""The other states of a transaction (payment-providers: transaction status)."""


class StatementError(Exception):
    """No statement: there is no row with the columns' names."""


class OddError(Exception):
    """A row that can't be read; says which cell is to blame."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that can't be read, and why."""

    line: int
    why: str


def read_statement(lines: Iterable[bytes]) -> Iterator[Stated | Unreadable]:
    """The rows of a statement, lines counted from 1. Raises StatementError before the first row."""
    records = _records(lines)
    columns = next((found for _line, cells in records if (found := _columns(cells or []))), None)
    if columns is None:
        raise StatementError(f"no row names the columns {', '.join(REQUIRED)}")
    for line, cells in records:
        try:
            row = _row(line, cells, columns)
        except OddError as odd:
            yield Unreadable(line, str(odd))
        else:
            if row is not None:
                yield row


def _records(lines: Iterable[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with its first line; None for one that is no CSV."""
    texts = (line.decode("utf-8", "replace").removeprefix("\ufeff") for line in lines)
    reader = csv.reader(texts, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except csv.Error:
            yield line, None
        except StopIteration:
            return


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Where each column stands, by its bare name; None for a row that is no header."""
    names = {_bare(cell): place for place, cell in reversed(list(enumerate(cells)))}
    return names if {_bare(name) for name in REQUIRED} <= names.keys() else None


def _bare(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _row(line: int, cells: list[str] | None, columns: Mapping[str, int]) -> Stated | None:
    """A transaction; None for a line of another kind, such as the sums at the end. Raises OddError."""
    if cells is None or any(cells[max(columns.values()) + 1 :]):
        raise OddError("its cells are not those of the header")

    def cell(name: str) -> str:
        place = columns.get(_bare(name), len(cells))
        return " ".join(cells[place].split()) if place < len(cells) else ""

    if not any(map(cell, ("Receipt No.", "Completion Time", "Initiation Time", "Transaction Status"))):
        return None
    status = cell("Transaction Status").casefold()
    if status != COMPLETED and status not in OTHERS:
        raise OddError("Transaction Status")
    withdrawn, paid_in = _amount("Withdrawn", cell("Withdrawn")), _amount("Paid In", cell("Paid In"))
    if status == COMPLETED and not (withdrawn or paid_in):
        raise OddError("neither Paid In nor Withdrawn")
    return Stated(
        line=line,
        receipt=_receipt("Receipt No.", cell("Receipt No.")),
        at=_moment(cell("Completion Time") or cell("Initiation Time")),
        is_completed=status == COMPLETED,
        status=status,
        withdrawn=withdrawn,
        details=f"{cell('Details')} {cell('Other Party Info')}",
        reason=cell("Reason Type"),
        linked=_receipt("Linked Transaction ID", linked) if (linked := cell("Linked Transaction ID")) else "",
    )


def _amount(name: str, text: str) -> Decimal:
    """An amount without its sign: what was withdrawn is written with a minus, or without; "" is none."""
    if text and not AMOUNT.fullmatch(text):
        raise OddError(name)
    return abs(Decimal(text.replace(",", "") or 0))


def _receipt(name: str, text: str) -> str:
    if not RECEIPT.fullmatch(text.upper()):
        raise OddError(name)
    return text.upper()


def _moment(text: str) -> datetime:
    """A moment of Kenya's, to the second; day before month."""
    for form in (f"{day} {clock}" for day in FORMATS for clock in CLOCKS):
        try:
            found = datetime.strptime(text, form).replace(tzinfo=ZONES[COUNTRY])
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    raise OddError("Completion Time")
