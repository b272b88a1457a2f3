"""Tables as CSV, written as they are read, and harmless in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django_stubs_ext import StrOrPromise

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the start of a formula (OWASP, CSV injection)."""


class _Line:
    """What a writer writes to: it keeps nothing, and hands back each line."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: what looks like a formula gets an apostrophe first."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def lines_of(rows: Iterable[Sequence[StrOrPromise]]) -> Iterator[str]:
    """The table's lines; the first begins with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Line())
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    for row in rows:
        yield writer.writerow([harmless(str(cell)) for cell in row])
