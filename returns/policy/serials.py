"""Serial numbers and IMEIs: whether what stands on the goods is what the order says (clause 3-X1)."""

from collections.abc import Sequence


def is_of_line(read: str, known: Sequence[str]) -> bool:
    """Whether a number that was read is one of the order line's. Where it has none, any is."""
    return not known or bare(read) in {bare(number) for number in known}


def bare(number: str) -> str:
    """A serial number without what people and scanners put between its signs."""
    return "".join(sign for sign in number.upper() if sign.isalnum())
