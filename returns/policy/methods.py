"""How goods may come back, by where the order went; what a courier's waybill looks like; a rider's hours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kilicare.kernel.calendar import ONE_DAY, Calendar
from returns.enums import ReturnMethod
from returns.policy.terms import Terms

COLLECTION_TOWNS = {("KE", "nairobi")}
"""A rider collects at the door in Nairobi only."""

DOOR = "door"
"""What a customer chooses in place of a Kilishop: a rider brings it."""

HOURS = {"morning": (time(9), time(13)), "afternoon": (time(13), time(17))}
"""The windows of a rider's day, in local time."""

NOTICE = timedelta(hours=2)
"""A window is booked at least so long before it begins: the rider's round is planned."""


def is_collected_in(country: str, city: str) -> bool:
    """Whether riders go there."""
    return (country, city.strip().casefold()) in COLLECTION_TOWNS


def methods_for(
    country: str, city: str, *, lost: int = 0, terms: Terms | None = None
) -> tuple[ReturnMethod, ...]:
    """The return methods of an address; collection is left out where no rider goes, or none more.

    `lost` are the visits that were in vain, of those that `terms` allow.
    """
    if is_collected_in(country, city) and (terms is None or lost < terms.collections):
        return tuple(ReturnMethod)
    return (ReturnMethod.KILISHOP, ReturnMethod.COURIER)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a day in which a rider may come."""

    key: str
    starts_at: datetime
    ends_at: datetime


def windows(now: datetime, first_at: datetime | None, terms: Terms, calendar: Calendar) -> Iterator[Window]:
    """The windows that may be booked now, the earliest first: working days only.

    The first visit lies within the booking's days from now; the others within theirs from the first
    one, `first_at` (domain: Return leg).
    """
    last = terms.collection_booking.after(now, calendar)
    if first_at is not None:
        last = min(last, terms.collection_again.after(first_at, calendar))
    day = calendar.local(now).date()
    while calendar.midnight(day) < last:
        if calendar.is_working_day(day):
            yield from (window for window in _of_day(day, calendar) if window.starts_at >= now + NOTICE)
        day += ONE_DAY


def _of_day(day: date, calendar: Calendar) -> Iterator[Window]:
    for word, (start, end) in HOURS.items():
        starts_at, ends_at = (datetime.combine(day, at, calendar.zone) for at in (start, end))
        yield Window(f"{day:%Y-%m-%d}-{word}", starts_at, ends_at)


class WaybillFlaw(StrEnum):
    """Why a text is no waybill."""

    NO_CARRIER = "no_carrier"
    PHONE = "phone"
    NAME = "name"
    SIGNS = "signs"
    PATTERN = "pattern"


def waybill_flaw(carrier: str, waybill: str, patterns: Sequence[str] = ()) -> WaybillFlaw | None:
    """What is wrong with a waybill; None: nothing. `patterns` are those of the carrier, if it is known.

    Of an unknown carrier: at least five letters and figures, one of them a figure.
    """
    figures = "".join(sign for sign in waybill if sign.isdigit())
    bare = "".join(sign for sign in waybill if sign.isalnum())
    if not carrier.strip():
        return WaybillFlaw.NO_CARRIER
    if any(re.fullmatch(regular(pattern), waybill.strip(), re.IGNORECASE) for pattern in patterns):
        return None
    if _is_phone(waybill, figures, bare):
        return WaybillFlaw.PHONE
    if not figures:
        return WaybillFlaw.NAME
    if patterns:
        return WaybillFlaw.PATTERN
    allowed = all(sign.isalnum() or sign in "-/ ." for sign in waybill)
    return None if allowed and len(bare) >= SHORTEST else WaybillFlaw.SIGNS


SHORTEST = 5


def _is_phone(waybill: str, figures: str, bare: str) -> bool:
    """People type phone numbers there: 07..., 254..., +..."""
    local = figures.startswith("0") and len(figures) in {10, 11}
    abroad = (figures[:3] in {"254", "256"} and len(figures) == 12) or (
        figures[:3] == "234" and len(figures) == 13
    )
    return figures == bare and (local or abroad or waybill.strip().startswith("+"))


SIGNS = {"9": r"[0-9]", "A": r"[A-Za-z]", "*": r"[0-9A-Za-z]"}


def regular(pattern: str) -> str:
    """A carrier's pattern as a regular expression: 9 a figure, A a letter, * either, all else for itself."""
    return "".join(SIGNS.get(sign, re.escape(sign)) for sign in pattern)


def example_of(pattern: str) -> str:
    """What a waybill of this pattern may look like: `CC-4821-305` for `AA-9999-999`."""
    figures, letters = iter("4821305796" * 4), iter("KCBDFGHJLM" * 4)
    made = {"9": figures, "A": letters, "*": figures}
    return "".join(next(made[sign]) if sign in made else sign for sign in pattern)
