"""Read a feed line by line, packed or plain, in little memory."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _

from orders.actions.fields import FeedError

MOST_BYTES: Final = 1_000_000
"""An order's line is never longer; a longer one is a file that isn't a feed."""
GZIP_MAGIC: Final = b"\x1f\x8b"


class DamagedFeedError(FeedError):
    """The rest of a feed, from a line on, can't be read at all."""

    def __init__(self, line: int) -> None:
        super().__init__("", _("the file is damaged from here on"))
        self.line = line


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of JSON Lines that is open for reading; `size` is in bytes, None for a pipe."""

    file: BufferedReader
    size: int | None

    @property
    def place(self) -> int:
        """How many bytes of the file were read so far; 0 for a pipe."""
        return 0 if self.size is None else self.file.tell()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """The lines that aren't blank, numbered from 1. Raises DamagedFeedError."""
        if self.file.peek(2)[:2] == GZIP_MAGIC:
            with gzip.open(self.file) as unpacked:
                yield from numbered_lines(unpacked)
        else:
            yield from numbered_lines(self.file)


@contextmanager
def open_feed(name: str, standard_input: BufferedReader) -> Iterator[Feed]:
    """Open a file, or standard input for `-`; gzip is known by its first bytes. Raises OSError."""
    if name == "-":
        yield Feed(standard_input, None)
        return
    path = Path(name)
    with path.open("rb") as file:
        yield Feed(file, path.stat().st_size)


def numbered_lines(stream: IO[bytes] | gzip.GzipFile) -> Iterator[tuple[int, bytes]]:
    """The lines that aren't blank, numbered from 1; an overlong one is cut. Raises DamagedFeedError."""
    number = 0
    try:
        while line := stream.readline(MOST_BYTES + 1):
            number += 1
            if line.strip():
                yield number, line
            while len(line) > MOST_BYTES and not line.endswith(b"\n"):
                line = stream.readline(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise DamagedFeedError(number + 1) from None
