"""A whole case on paper: what its parties may hold against each other, or before a judge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

Row = tuple[str, str]
"""What it is, and what is said of it; the first may be empty."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the paper."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file of it: its name in the archive, the SHA-256 that was written down, and how to open it."""

    name: str
    sha256: str
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The paper and its files."""

    reference: str
    title: str
    chapters: Sequence[Chapter]
    enclosures: Sequence[Enclosure]
