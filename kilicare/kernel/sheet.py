"""Tables for a spreadsheet, as CSV: no cell is run as a formula, and each row is one line."""

from collections.abc import Iterable
from typing import Final

FORMULA: Final = ("=", "+", "-", "@")
"""How a text begins that a spreadsheet would reckon with."""


def csv_line(cells: Iterable[str]) -> str:
    """A row of CSV (RFC 4180) with its end; every cell stands in quotes, on one line."""
    return ",".join(f'"{_harmless(cell)}"' for cell in cells) + "\r\n"


def _harmless(text: str) -> str:
    bare = " ".join(text.split()).replace('"', '""')
    return f"'{bare}" if bare.startswith(FORMULA) else bare
