"""The operator's statement held against our payouts: what differs (domain: Money). Nothing is moved.

Amounts are in KES. What left the account and is no charge has to be a payout of ours that is paid,
under the same receipt, with the same amount; and the other way round.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto

from kilicare.kernel.calendar import Calendar
from returns.enums import PayoutState
from returns.policy.payouts import COUNTRY

KEY = re.compile(r"\bKC[0-9a-f]{16}\b")
NUMBER = re.compile(r"(?<![\w*])\+?(?:254|0)([17][\d*]{6,10})(?![\w*])", re.ASCII)
"""A Kenyan mobile as statements write it; its middle may be stars."""
CHARGE = re.compile(r"(?i)\b(?:charges?(?!\s+paid)|fees?)\b")
"""A tariff; but a payment whose withdrawal the payer bears is one "with withdrawal charge paid"."""
BEFORE_PARTY = re.compile(r"\d{3}|\*")
"""Where a row's details come to number and name, which may hold any word."""
TRAVEL = timedelta(hours=1)
"""By then a payment that was asked for has been made, or never will be."""
AGO = timedelta(days=2)
"""How long before a row the payout was sent that it is guessed to be."""


@dataclass(frozen=True, slots=True)
class Period:
    """The whole days that a statement covers: from one midnight of Kenya's until before another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Stated:
    """A row of the statement, at a line of its file. `status` is the operator's word."""

    line: int
    receipt: str
    at: datetime
    is_completed: bool
    status: str
    withdrawn: Decimal
    details: str
    reason: str = ""
    linked: str = ""

    @property
    def is_charge(self) -> bool:
        """Whether it is what a payment costs, not one."""
        words = self.reason or BEFORE_PARTY.split(self.details, maxsplit=1)[0]
        return CHARGE.search(words) is not None

    @property
    def keys(self) -> list[str]:
        """What may be keys of ours in its details."""
        return KEY.findall(self.details)

    @property
    def number(self) -> str:
        """The mobile that it names, as 254 and nine more signs, of which some may be stars; "" for none."""
        found = NUMBER.search(self.details)
        return f"254{found[1]}" if found else ""


@dataclass(frozen=True, slots=True)
class Held:
    """A payout of ours that was sent: `sent_at` the last time, under one of its keys."""

    ticket: str
    state: PayoutState
    receipt: str
    amount: Decimal
    phone: str
    keys: frozenset[str]
    sent_at: datetime
    ended_at: datetime

    def fits(self, row: Stated) -> bool:
        """Whether a row may be it by number, amount and time."""
        first, last = row.number.partition("*")[0], row.number.rpartition("*")[2]
        number = self.phone.removeprefix("+")
        is_its = bool(row.number) and number.startswith(first) and number.endswith(last)
        in_time = -TRAVEL <= row.at - self.sent_at <= AGO
        return is_its and in_time and row.withdrawn == self.amount


class Kind(Enum):
    """How the two differ."""

    STRANGE = auto()
    """It left there, and no payout of ours explains it."""
    NOT_PAID_HERE = auto()
    """It left there, and we do not hold it as paid."""
    OTHER_AMOUNT = auto()
    OTHER_RECEIPT = auto()
    """It left there under one receipt, and with us under another: twice, or badly written down."""
    UNDONE = auto()
    """It failed or came back there, and we hold it as paid."""
    TWICE = auto()
    """Two payments there have one receipt."""
    ABSENT = auto()
    """We hold it as paid, and it is not there."""
    BY_THE_BORDER = auto()
    """The same, but it was sent so near the statement's end that another day's may have it: no difference."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One of them: the row and our payout, where there are any; `first` is the line of the row's twin."""

    kind: Kind
    row: Stated | None = None
    held: Held | None = None
    first: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, in the statement's order and then in ours, and how many payments agree."""

    found: tuple[Difference, ...]
    agreeing: int

    @property
    def differences(self) -> int:
        """How many are differences indeed."""
        return sum(difference.kind is not Kind.BY_THE_BORDER for difference in self.found)


def period_of(rows: Iterable[Stated]) -> Period | None:
    """The days from the first row's to the last one's; None where there is no row."""
    moments = sorted(row.at for row in rows)
    if not moments:
        return None
    calendar = Calendar(COUNTRY)
    return Period(calendar.day_end(moments[0], -1), calendar.day_end(moments[-1]))


def compare(rows: Sequence[Stated], held: Iterable[Held], period: Period) -> Comparison:
    """Hold a statement's rows against the payouts that they may be, and these against the rows."""
    books = _Books(held)
    found = [difference for row in rows if (difference := books.weigh(row))]
    return Comparison((*found, *books.absent(period)), books.agreeing)


class _Books:
    """Our payouts, by what a row may name, and which of them a row has named."""

    def __init__(self, held: Iterable[Held]) -> None:
        self.all = sorted(held, key=lambda payout: (payout.sent_at, payout.ticket))
        self.by_receipt = {payout.receipt.upper(): payout for payout in self.all if payout.receipt}
        self.by_key = {key: payout for payout in self.all for key in payout.keys}
        self.named: set[Held] = set()
        self.lines: dict[str, int] = {}
        self.agreeing = 0

    def weigh(self, row: Stated) -> Difference | None:
        """What is odd about a row; None: nothing."""
        if row.is_charge:
            return None
        if not row.is_completed:
            return self._undone(row, self.by_receipt.get(row.receipt))
        if not row.withdrawn:
            return self._undone(row, self.by_receipt.get(row.linked) or self.by_receipt.get(row.receipt))
        return self._payment(row)

    def _undone(self, row: Stated, payout: Held | None) -> Difference | None:
        if payout is None:
            return None
        self.named.add(payout)
        return Difference(Kind.UNDONE, row, payout)

    def _payment(self, row: Stated) -> Difference | None:
        first = self.lines.setdefault(row.receipt, row.line)
        if first != row.line:
            return Difference(Kind.TWICE, row, self.by_receipt.get(row.receipt), first)
        payout = self.by_receipt.get(row.receipt)
        if payout is None:
            return self._unreceipted(row)
        self.named.add(payout)
        if payout.amount != row.withdrawn:
            return Difference(Kind.OTHER_AMOUNT, row, payout)
        self.agreeing += 1
        return None

    def _unreceipted(self, row: Stated) -> Difference:
        """A payment whose receipt we don't have: found by our key in its details, else by a guess."""
        by_key = next((self.by_key[key] for key in row.keys if key in self.by_key), None)
        payout = by_key or next((payout for payout in self._open() if payout.fits(row)), None)
        if payout is None:
            return Difference(Kind.STRANGE, row)
        self.named.add(payout)
        kind = Kind.OTHER_RECEIPT if payout.state is PayoutState.PAID else Kind.NOT_PAID_HERE
        return Difference(kind, row, payout)

    def _open(self) -> Iterable[Held]:
        """Those that a guess may fall on: not paid, and named by no row so far."""
        return (
            payout for payout in self.all if payout.state is not PayoutState.PAID and payout not in self.named
        )

    def absent(self, period: Period) -> Iterable[Difference]:
        """What we hold as paid, should stand on the statement of these days, and does not."""
        for payout in self.all:
            start, end = payout.sent_at, min(payout.ended_at, payout.sent_at + TRAVEL)
            if payout.state is not PayoutState.PAID or payout in self.named:
                continue
            if period.start <= start and end < period.end:
                yield Difference(Kind.ABSENT, held=payout)
            elif start < period.end and period.start <= end:
                yield Difference(Kind.BY_THE_BORDER, held=payout)
