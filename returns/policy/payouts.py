"""Payouts to M-Pesa: which part of a refund may go there, and what the provider's answers mean."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto

from kilicare.kernel.money import Money

COUNTRY, CURRENCY = "KE", "KES"
"""M-Pesa pays in Kenya: its days are those of this country."""
LEAST, MOST = Money(Decimal(10), CURRENCY), Money(Decimal(250_000), CURRENCY)
"""What one B2C payment may carry (payment-providers: B2C payment request)."""
NUMBER = re.compile(r"\+254(?:7|1)\d{8}")


class ResultClass(Enum):
    """What is done about a failure, once it is confirmed."""

    SHORT = auto()
    """Kilimall's own account is empty: tried again after an hour, finance is told."""
    FULL = auto()
    """The customer's day or balance is full: tried again after a day."""
    NEVER = auto()
    """It will never reach this number: the wallet takes it."""
    OURS = auto()
    """Our own access is wrong: all payouts stop, at once."""
    OTHER = auto()
    """No code that is known: somebody must look."""


CODES = {
    "1": ResultClass.SHORT,
    "2": ResultClass.NEVER,
    "3": ResultClass.NEVER,
    "4": ResultClass.FULL,
    "8": ResultClass.FULL,
    "11": ResultClass.OURS,
    "21": ResultClass.OURS,
    "2001": ResultClass.OURS,
    "2006": ResultClass.OURS,
    "2028": ResultClass.OURS,
    "2040": ResultClass.NEVER,
    "8006": ResultClass.OURS,
    "SFC_IC0003": ResultClass.NEVER,
}
"""The provider's result codes (payment-providers: result callback)."""
NOT_KNOWN = frozenset({"2032"})
"""What a query answers about a key that it does not know."""
NEVER_ARRIVED = "never_arrived"
"""Our own code: the provider does not know of an attempt, long after it was made."""
SUCCESS = "0"

WAITS = {ResultClass.SHORT: timedelta(hours=1), ResultClass.FULL: timedelta(days=1)}
MOST_ATTEMPTS = 5
"""After so many confirmed failures somebody must look."""
LOOKS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60))
LAST_LOOK = timedelta(hours=24)
SETTLED_BY = timedelta(minutes=15)
"""From here on "not known" means that it never arrived: a request travels for seconds."""


def mpesa_part(amount: Money) -> Money:
    """The whole shillings of a refund that M-Pesa may carry; the rest goes to the wallet (domain: Money)."""
    whole = amount.floor()
    fits = amount.currency == CURRENCY and LEAST <= whole <= MOST
    return whole if fits else Money.zero(amount.currency)


def takes_mpesa(phone: str) -> bool:
    """Whether it is the number (E.164) of a Kenyan mobile."""
    return NUMBER.fullmatch(phone) is not None


def result_class(code: str) -> ResultClass:
    """What a confirmed failure's code asks for."""
    return ResultClass.SHORT if code == NEVER_ARRIVED else CODES.get(code, ResultClass.OTHER)


def wait_after(code: str) -> timedelta | None:
    """How long to wait before a new attempt; None: there is none by itself."""
    return timedelta(0) if code == NEVER_ARRIVED else WAITS.get(result_class(code))


def next_look(sent_at: datetime, now: datetime) -> datetime | None:
    """When to ask next: after 2, 5, 15 and 60 minutes, then hourly; None after a day: a person must."""
    planned = next((sent_at + look for look in LOOKS if sent_at + look > now), None)
    if planned is not None:
        return planned
    return now + LOOKS[-1] if now - sent_at < LAST_LOOK else None
