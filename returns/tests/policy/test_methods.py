"""Ways back: what a waybill looks like, and when a rider may be booked."""

from datetime import date, datetime

import pytest

from kilicare.kernel.calendar import Calendar
from returns.enums import ReturnMethod
from returns.policy.methods import WaybillFlaw, example_of, methods_for, regular, waybill_flaw, windows
from returns.policy.terms import FIRST

PHONE, NAME, SIGNS, PATTERN = (
    WaybillFlaw.PHONE,
    WaybillFlaw.NAME,
    WaybillFlaw.SIGNS,
    WaybillFlaw.PATTERN,
)
COAST = ("AA-9999-999", "AA9999999")
KENYA = Calendar("KE", {date(2026, 10, 20)})


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}+03:00")


@pytest.mark.parametrize(
    ("carrier", "waybill", "patterns", "flaw"),
    [
        ("G4S", "G4S-100200", (), None),
        ("G4S", "1002003", (), None),
        ("G4S", "0712345678", (), PHONE),
        ("G4S", "+254 712 345 678", (), PHONE),
        ("G4S", "254712345678", (), PHONE),
        ("G4S", "08031234567", (), PHONE),
        ("G4S", "2348031234567", (), PHONE),
        ("G4S", "John Mwangi", (), NAME),
        ("G4S", "", (), NAME),
        ("G4S", "A1", (), SIGNS),
        ("G4S", "G4S_100200", (), SIGNS),
        (" ", "G4S-100200", (), WaybillFlaw.NO_CARRIER),
        ("Coast", "CC-2048-771", COAST, None),
        ("Coast", " cc2048771 ", COAST, None),
        ("Coast", "CC-2048-77", COAST, PATTERN),
        ("Coast", "CC-2048-7711", COAST, PATTERN),
        ("Coast", "C1-2048-771", COAST, PATTERN),
        ("Coast", "0712345678", COAST, PHONE),
        ("Coast", "Mwangi", COAST, NAME),
        ("Ten", "0712345678", ("9999999999",), None),
        ("Any", "a1.b", ("**.*",), None),
        ("Any", "a1xb", ("**.*",), PATTERN),
    ],
)
def test_a_phone_number_or_a_name_is_no_waybill(
    carrier: str, waybill: str, patterns: tuple[str, ...], flaw: WaybillFlaw | None
) -> None:
    assert waybill_flaw(carrier, waybill, patterns) is flaw


@pytest.mark.parametrize("pattern", ["AA-9999-999", "***", "KE 99 A", "9" * 40])
def test_a_patterns_example_fits_it(pattern: str) -> None:
    assert waybill_flaw("Any", example_of(pattern), [pattern]) is None
    assert len(example_of(pattern)) == len(pattern)


def test_a_pattern_is_no_regular_expression() -> None:
    assert regular("(.+)+99") == r"\(\.\+\)\+[0-9][0-9]"


def test_collection_is_offered_in_nairobi_only_and_not_after_the_last_visit() -> None:
    ways = (ReturnMethod.KILISHOP, ReturnMethod.COURIER)
    assert methods_for("KE", " nairobi ") == tuple(ReturnMethod)
    assert methods_for("KE", "Nairobi", lost=2, terms=FIRST) == tuple(ReturnMethod)
    assert methods_for("KE", "Nairobi", lost=3, terms=FIRST) == ways
    assert methods_for("KE", "Mombasa") == ways
    assert methods_for("UG", "Nairobi") == ways


@pytest.mark.parametrize(
    ("now", "first", "keys"),
    [
        # Monday: the rest of the day, and five working days after it, the holiday on Tuesday left out.
        (
            "10-19T12:00",
            None,
            [
                *("10-21-morning", "10-21-afternoon", "10-22-morning", "10-22-afternoon"),
                *("10-23-morning", "10-23-afternoon", "10-26-morning", "10-26-afternoon"),
                *("10-27-morning", "10-27-afternoon"),
            ],
        ),
        # Two hours before a window begins it may still be booked.
        ("10-29T11:00", "10-26T09:00", ["10-29-afternoon"]),
        ("10-29T11:01", "10-26T09:00", []),
        # The other visits come within three working days of the first one.
        ("10-29T18:00", "10-26T09:00", []),
        ("10-28T18:00", "10-26T09:00", ["10-29-morning", "10-29-afternoon"]),
    ],
)
def test_a_rider_comes_on_the_coming_working_days(now: str, first: str | None, keys: list[str]) -> None:
    found = windows(at(now), at(first) if first else None, FIRST, KENYA)
    assert [window.key for window in found] == [f"2026-{key}" for key in keys]


def test_a_window_is_in_local_time() -> None:
    window = next(windows(at("10-26T06:00"), None, FIRST, KENYA))
    assert (window.starts_at, window.ends_at) == (at("10-26T09:00"), at("10-26T13:00"))
