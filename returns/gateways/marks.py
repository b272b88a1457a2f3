"""What a scanner reads: a reference as QR and as Code 128, in plain figures that page and paper draw."""

from dataclasses import dataclass
from itertools import groupby

from barcode import Code128
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4
"""Empty modules around a QR code (ISO/IEC 18004)."""
QUIET_BARS = 10
"""Empty modules on both sides of a Code 128 (ISO/IEC 15417)."""


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code: its side in modules, quiet zone included, and its dark runs as (x, y, length)."""

    side: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def path(self) -> str:
        """The dark runs as the outline of an SVG path."""
        return "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in self.runs)


@dataclass(frozen=True, slots=True)
class Bars:
    """A Code 128: its width in modules, quiet zones included, and its bars as (x, width)."""

    width: int
    bars: tuple[tuple[int, int], ...]

    @property
    def path(self) -> str:
        """The bars as the outline of an SVG path, one module high."""
        return "".join(f"M{x} 0h{width}v1h-{width}z" for x, width in self.bars)


def square_of(text: str) -> Square:
    """A text as a QR code."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make()
    matrix = code.get_matrix()
    found = [(x, y, length) for y, row in enumerate(matrix) for x, length in _runs(row)]
    return Square(len(matrix), tuple(found))


def bars_of(text: str) -> Bars:
    """A text as a Code 128. Raises barcode.errors.IllegalCharacterError for what it can't carry."""
    modules = [sign == "1" for sign in Code128(text).build()[0]]
    found = [(x + QUIET_BARS, width) for x, width in _runs(modules)]
    return Bars(len(modules) + 2 * QUIET_BARS, tuple(found))


def _runs(modules: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many follow each other."""
    place, found = 0, []
    for dark, same in groupby(modules):
        length = len(list(same))
        if dark:
            found.append((place, length))
        place += length
    return found
