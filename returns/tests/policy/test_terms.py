"""The dated numbers: which hold when, and that a ticket finds its own again."""

from datetime import UTC, datetime

import pytest

from kilicare.kernel.calendar import Days
from returns.policy.clauses import CLAUSES, fill
from returns.policy.terms import FIRST, TERMS, terms_at, terms_of
from returns.tests.policy.makers import KENYA, at, money


def test_every_set_stands_under_its_own_date_in_order():
    assert list(TERMS) == sorted(TERMS)
    assert [terms.key for terms in TERMS.values()] == list(TERMS)


@pytest.mark.parametrize("year", [2019, 2020, 2026, 2099])
def test_there_are_terms_for_every_moment(year: int):
    assert terms_at(datetime(year, 1, 1, tzinfo=UTC)) is FIRST


def test_a_set_holds_from_its_own_date(monkeypatch: pytest.MonkeyPatch):
    later = dict(TERMS) | {"2026-03-02": FIRST}
    second = object()
    monkeypatch.setattr("returns.policy.terms.TERMS", {**later, "2026-03-02": second})

    assert terms_at(at("2026-03-01T23:59:59+00:00")) is FIRST
    assert terms_at(at("2026-03-02T00:00:00+00:00")) is second
    assert terms_at(at("2026-03-02T02:00:00+03:00")) is FIRST


def test_a_ticket_finds_its_own_terms_again():
    assert terms_of(FIRST.key) is FIRST
    with pytest.raises(KeyError):
        terms_of("1999-01-01")


def test_the_published_numbers_hold():
    assert FIRST.window == Days(7)
    assert FIRST.numbers == {"window": 7, "review_hours": 48, "max_applications": 5, "gift_percent": 10}
    assert FIRST.default_ruling_cap["KES"] == money(5000)
    assert FIRST.freight_cap["UGX"] == money(15000, "UGX")


def test_an_extension_adds_three_days_to_an_end_at_midnight():
    assert FIRST.extension.after(at("10 00:00"), KENYA) == at("13 00:00")


def test_a_missing_delivery_can_be_reported_from_day_seven():
    assert FIRST.report_missing_from.after(at("2 15:20"), KENYA) == at("9 00:00")


def test_the_texts_quote_the_terms():
    assert "within 7 days" in fill(CLAUSES["1.1"].rule, FIRST)
    assert "10% of the price" in fill(CLAUSES["4.7"].rule, FIRST)
