"""Money as a value: an exact amount in one currency, down to that currency's smallest unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering
from itertools import accumulate, pairwise
from typing import Self

DIGITS = {"KES": 2, "UGX": 0, "NGN": 2}
"""Decimals that people pay with, per currency."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency; may be negative, where it is a deduction.

    Raises ValueError for an unknown currency and for an amount that the currency cannot express;
    so does every operation between two currencies.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in DIGITS:
            raise ValueError(f"unknown currency {self.currency!r}")
        if not self.amount.is_finite():
            raise ValueError(f"{self.amount} is not an amount")
        places = Decimal(1).scaleb(-DIGITS[self.currency])
        exact = self.amount.quantize(places)
        if exact != self.amount:
            raise ValueError(f"{self.amount} is finer than {self.currency} can pay")
        object.__setattr__(self, "amount", exact)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def of_units(cls, units: int, currency: str) -> Self:
        """From a count of the smallest unit: cents, or whole shillings where there are none."""
        return cls(Decimal(units).scaleb(-DIGITS[currency]), currency)

    @property
    def units(self) -> int:
        """The amount as a count of the currency's smallest unit."""
        return int(self.amount.scaleb(DIGITS[self.currency]))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return self.text()

    def text(self) -> str:
        """The bare amount with the currency's decimals, as the order feed writes it: `7200.00`."""
        return f"{self.amount:f}"

    def label(self) -> str:
        """The amount as people read it: `KES 7,200`, `KES 7,200.50`, `-KES 389.90`."""
        whole = self.amount == self.amount.to_integral_value()
        sign, size = "-" if self.amount < 0 else "", abs(self.amount)
        return f"{sign}{self.currency} {size:,.0f}" if whole else f"{sign}{self.currency} {size:,f}"

    def share(self, part: int, whole: int) -> "Money":
        """`part` of `whole` equal pieces of it, rounded down to the smallest unit."""
        return Money.of_units(self.units * part // whole, self.currency)

    def percent(self, percent: int) -> "Money":
        """So many hundredths of it, rounded down to the smallest unit."""
        return self.share(percent, 100)

    def floor(self) -> "Money":
        """Rounded down to whole shillings or naira, as M-Pesa pays."""
        one = 10 ** DIGITS[self.currency]
        return Money.of_units(self.units // one * one, self.currency)

    def allocate(self, weights: Sequence[int]) -> list["Money"]:
        """Split it by weights (not all zero); the parts always sum to the whole."""
        ends = [self.share(end, sum(weights)) for end in accumulate(weights, initial=0)]
        return [end - start for start, end in pairwise(ends)]

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.amount
