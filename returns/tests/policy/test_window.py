"""Clauses 2.2 and 2.3: from when, until when, by whose clock; and what comes after."""

from datetime import timedelta
from typing import Any

import pytest

from kilicare.kernel.calendar import Calendar
from returns.policy.eligibility import may_apply
from returns.policy.terms import FIRST
from returns.tests.policy.makers import CLOSES, KENYA, SIGNED, at, claim, line, verdict_on

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("when", "outcome"),
    [
        (SIGNED, "eligible"),
        (at("2 23:59"), "eligible"),
        (CLOSES - SECOND, "eligible"),
        (CLOSES, "not_eligible"),
        (CLOSES + SECOND, "not_eligible"),
    ],
)
def test_the_window_opens_with_the_signature_and_its_end_is_outside(when, outcome: str):
    assert verdict_on(line(), claim(), when).outcome == outcome


@pytest.mark.parametrize(
    ("country", "signed", "closes"),
    [
        ("KE", "2026-03-02T15:20:00+03:00", "2026-03-10T00:00:00+03:00"),
        ("UG", "2026-03-02T21:30:00+00:00", "2026-03-11T00:00:00+03:00"),
        ("NG", "2026-03-02T21:30:00+00:00", "2026-03-10T00:00:00+01:00"),
        ("NG", "2026-03-02T23:30:00+00:00", "2026-03-11T00:00:00+01:00"),
        ("KE", "2026-02-22T10:00:00+03:00", "2026-03-02T00:00:00+03:00"),
        ("KE", "2028-02-22T10:00:00+03:00", "2028-03-01T00:00:00+03:00"),
        ("KE", "2026-12-25T10:00:00+03:00", "2027-01-02T00:00:00+03:00"),
    ],
)
def test_the_end_is_told_in_the_orders_local_time(country: str, signed: str, closes: str):
    verdict = may_apply(line(country=country, signed_at=at(signed)), FIRST, Calendar(country), now=at(signed))

    assert verdict.closes_at is not None
    assert verdict.closes_at.isoformat() == closes


def test_a_clock_in_another_zone_changes_nothing():
    assert verdict_on(line(), claim(), at("2026-03-09T20:59:59+00:00")).allowed
    assert not verdict_on(line(), claim(), at("2026-03-09T21:00:00+00:00")).allowed


@pytest.mark.parametrize(
    ("status", "outcome", "case"),
    [
        ("in_transit", "cancel_flow", "in_transit"),
        ("pending_payment", "cancel_flow", "pending"),
        ("pending_dispatch", "cancel_flow", "pending"),
        ("cancelled", "not_eligible", "cancelled"),
        ("completed", "not_eligible", "unsigned"),
    ],
)
def test_without_a_signature_nothing_can_be_returned(status: str, outcome: str, case: str):
    verdict = verdict_on(line(status=status, signed_at=None, warranty_months=12), claim())

    assert (verdict.outcome, verdict.clause, verdict.case) == (outcome, "2.2", case)
    assert (verdict.closes_at, verdict.warranty_ends_at) == (None, None)


def test_a_signature_of_its_own_counts_while_the_order_is_on_its_way():
    assert verdict_on(line(status="in_transit"), claim()).allowed


def test_before_its_signature_a_line_is_not_signed():
    verdict = verdict_on(line(), claim(), SIGNED - SECOND)

    assert (verdict.outcome, verdict.clause, verdict.closes_at) == ("not_eligible", "2.2", None)


@pytest.mark.parametrize("reason", ["change_of_mind", "defective", "counterfeit"])
def test_after_the_window_a_running_warranty_helps_whatever_the_reason(reason: str):
    verdict = verdict_on(line(warranty_months=12), claim(reason), CLOSES)

    assert (verdict.outcome, verdict.clause, verdict.refund) == ("warranty", "2.3", None)
    assert verdict.closes_at == CLOSES
    assert verdict.warranty_ends_at is not None
    assert verdict.warranty_ends_at.isoformat() == "2027-03-03T00:00:00+03:00"


@pytest.mark.parametrize(
    ("signed", "months", "ends"),
    [
        ("2026-01-31T12:00:00+03:00", 1, "2026-03-01T00:00:00+03:00"),
        ("2024-01-31T12:00:00+03:00", 1, "2024-03-01T00:00:00+03:00"),
        ("2024-02-29T12:00:00+03:00", 24, "2026-03-01T00:00:00+03:00"),
    ],
)
def test_the_warranty_ends_with_its_last_day(signed: str, months: int, ends: str):
    facts = line(signed_at=at(signed), warranty_months=months)

    last, over = (verdict_on(facts, claim(), moment) for moment in (at(ends) - SECOND, at(ends)))

    assert last.warranty_ends_at == over.warranty_ends_at == at(ends)
    assert (last.outcome, over.outcome, over.clause) == ("warranty", "not_eligible", "2.2")


def test_inside_the_window_the_warranty_is_told_and_decides_nothing():
    verdict = verdict_on(line(warranty_months=6), claim())

    assert verdict.allowed
    assert verdict.warranty_ends_at == at("2026-09-03T00:00:00+03:00")


def test_without_a_warranty_there_is_no_end_of_it():
    assert verdict_on(line(), claim()).warranty_ends_at is None


@pytest.mark.parametrize(
    ("goods", "when", "answer"),
    [
        ({}, "4", ("eligible", "2.2", "open")),
        ({"status": "in_transit", "signed_at": None}, "4", ("cancel_flow", "2.2", "in_transit")),
        ({"promotion": True}, "4", ("not_eligible", "2.1", "")),
        ({}, "11", ("not_eligible", "2.2", "")),
        ({"warranty_months": 3}, "11", ("warranty", "2.3", "")),
        ({"past": {"live_ticket": True}}, "4", ("not_eligible", "K1", "live")),
        ({"past": {"applications": 5}}, "4", ("not_eligible", "K1", "used_up")),
        ({"past": {"taken": {"damaged": 1}}}, "4", ("not_eligible", "K1", "")),
    ],
)
def test_the_order_list_says_what_may_come_back(goods: dict[str, Any], when: str, answer: tuple[str, ...]):
    verdict = may_apply(line(**goods), FIRST, KENYA, now=at(when))

    assert (verdict.outcome, verdict.clause, verdict.case) == answer
