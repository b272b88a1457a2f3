"""What a return slip says: plain words, as the page and the paper show them."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """The paper that goes with goods on their way back."""

    reference: str
    product: str
    order: str
    pack: Sequence[str]
    """What belongs into the parcel."""
    way: str
    where: Sequence[str]
    """Lines: the address, or what to do there."""
    until: str
    help_phone: str
