"""Spans: hours by the clock, days from the day of entry, working days without holidays."""

from datetime import UTC, date, datetime

import pytest

from kilicare.kernel.calendar import Calendar, Days, Hours, WorkingDays, months_after, next_midnight

KENYA = Calendar("KE")
UGANDA = Calendar("UG")
NIGERIA = Calendar("NG")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_calendar_knows_its_country_only():
    with pytest.raises(ValueError, match="TZ"):
        Calendar("TZ")


@pytest.mark.parametrize(
    ("calendar", "local"),
    [
        (KENYA, "2026-03-02T15:00:00+03:00"),
        (UGANDA, "2026-03-02T15:00:00+03:00"),
        (NIGERIA, "2026-03-02T13:00:00+01:00"),
    ],
)
def test_local_time_is_the_countrys_own(calendar: Calendar, local: str):
    assert calendar.local(utc("2026-03-02T12:00:00")).isoformat() == local


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        KENYA.local(datetime(2026, 3, 2, 12))  # noqa: DTZ001


def test_hours_run_through_nights_weekends_and_holidays():
    calendar = Calendar("KE", {date(2026, 3, 9)})

    assert Hours(48).after(at("2026-03-07T20:30:00+03:00"), calendar) == at("2026-03-09T20:30:00+03:00")


@pytest.mark.parametrize(
    ("calendar", "start", "days", "end"),
    [
        (KENYA, "2026-03-02T15:20:00+03:00", 7, "2026-03-10T00:00:00+03:00"),
        (KENYA, "2026-03-02T00:00:00+03:00", 7, "2026-03-10T00:00:00+03:00"),
        (KENYA, "2026-03-02T23:59:59+03:00", 7, "2026-03-10T00:00:00+03:00"),
        (KENYA, "2026-03-02T21:00:00+00:00", 7, "2026-03-11T00:00:00+03:00"),
        (NIGERIA, "2026-03-02T22:59:00+00:00", 7, "2026-03-10T00:00:00+01:00"),
        (NIGERIA, "2026-03-02T23:00:00+00:00", 7, "2026-03-11T00:00:00+01:00"),
        (UGANDA, "2024-02-25T08:00:00+03:00", 7, "2024-03-04T00:00:00+03:00"),
        (KENYA, "2026-12-28T08:00:00+03:00", 7, "2027-01-05T00:00:00+03:00"),
        (KENYA, "2026-03-02T15:20:00+03:00", 0, "2026-03-03T00:00:00+03:00"),
    ],
)
def test_days_end_at_midnight_after_the_last(calendar: Calendar, start: str, days: int, end: str):
    assert Days(days).after(at(start), calendar) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02T09:00:00+03:00", 3, "2026-03-06T00:00:00+03:00"),  # Monday: Tue, Wed, Thu
        ("2026-03-05T09:00:00+03:00", 3, "2026-03-11T00:00:00+03:00"),  # Thursday: Fri, Mon, Tue
        ("2026-03-07T09:00:00+03:00", 1, "2026-03-10T00:00:00+03:00"),  # Saturday: Monday
        ("2026-03-30T09:00:00+03:00", 5, "2026-04-09T00:00:00+03:00"),  # Easter: Good Friday, Monday
        ("2026-03-07T09:00:00+03:00", 0, "2026-03-08T00:00:00+03:00"),
    ],
)
def test_working_days_skip_weekends_and_holidays(start: str, days: int, end: str):
    calendar = Calendar("KE", {date(2026, 4, 3), date(2026, 4, 6)})

    assert WorkingDays(days).after(at(start), calendar) == at(end)


def test_ends_come_in_utc():
    start = at("2026-03-02T15:20:00+03:00")

    ends = [span.after(start, KENYA) for span in (Hours(1), Days(1), WorkingDays(1))]

    assert [end.tzinfo for end in ends] == [UTC, UTC, UTC]


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-03-02T15:20:00+03:00", 12, "2027-03-03T00:00:00+03:00"),
        ("2026-01-31T15:20:00+03:00", 1, "2026-03-01T00:00:00+03:00"),
        ("2024-01-31T15:20:00+03:00", 1, "2024-03-01T00:00:00+03:00"),
        ("2024-02-29T15:20:00+03:00", 12, "2025-03-01T00:00:00+03:00"),
        ("2026-08-31T15:20:00+03:00", 6, "2027-03-01T00:00:00+03:00"),
        ("2026-12-15T15:20:00+03:00", 12, "2027-12-16T00:00:00+03:00"),
        ("2026-11-30T23:30:00+00:00", 3, "2027-03-02T00:00:00+03:00"),
    ],
)
def test_months_end_with_their_day_or_the_shorter_months_last(start: str, months: int, end: str):
    assert months_after(at(start), months, KENYA) == at(end)


@pytest.mark.parametrize(
    ("moment", "up"),
    [
        ("2026-03-02T00:00:00+03:00", "2026-03-02T00:00:00+03:00"),
        ("2026-03-01T21:00:00+00:00", "2026-03-02T00:00:00+03:00"),
        ("2026-03-02T00:00:01+03:00", "2026-03-03T00:00:00+03:00"),
        ("2026-03-02T23:59:00+03:00", "2026-03-03T00:00:00+03:00"),
    ],
)
def test_a_moment_is_rounded_up_to_midnight(moment: str, up: str):
    assert next_midnight(at(moment), KENYA) == at(up)
