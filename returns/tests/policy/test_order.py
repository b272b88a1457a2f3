"""The order of the questions: where several clauses refuse, the first in the policy's order speaks."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from returns.enums import Reason, Service
from returns.policy.eligibility import choices, may_apply_on_behalf
from returns.policy.terms import FIRST
from returns.tests.policy.makers import CLOSES, INSIDE, KENYA, at, claim, line, verdict_on

Fault = tuple[str, dict[str, Any], dict[str, Any]]

LATE = {"signed_at": at("2026-02-02T12:00:00+03:00")}

MIND_FAULTS: list[Fault] = [
    # the clause, what of the line makes it refuse, what of the claim does
    ("2.1", {"promotion": True}, {}),
    ("2.2", LATE, {}),
    ("3-X1", {}, {"serial_mismatch": True}),
    ("3-X3", {}, {"misuse": True}),
    ("3-X4", {}, {"warranty_card_altered": True}),
    ("K1", {"past": {"live_ticket": True}}, {}),
    ("K2", {"kind": "global"}, {"service": "exchange"}),
    ("2.4", {"kind": "global"}, {}),
    ("3-6", {"policy_class": "adult"}, {}),
    ("2-T1", {}, {"service": "refund_only"}),
    ("3-U", {}, {"seal_opened": True}),
    ("3-I", {}, {"installed": True}),
    ("3-A", {}, {"activated": True}),
    ("2.5", {}, {"used": True}),
    ("4.2", {}, {"personal_data_left": True, "damaged_by_customer": True}),
    ("4.1", {}, {"accessories_missing": True}),
    ("4.4", {}, {"packaging_damaged": True}),
]

OBJECTIVE_FAULTS: list[Fault] = [
    ("2.1", {"policy_class": "virtual"}, {}),
    ("2.2", LATE, {}),
    ("3-X1", {}, {"serial_mismatch": True}),
    ("3-X3", {}, {"damaged_by_customer": True}),
    ("3-X4", {}, {"warranty_card_altered": True}),
    ("K1", {"past": {"applications": 5}}, {}),
    ("K2", {"kind": "global"}, {"service": "exchange"}),
    ("2.5", {}, {"worn_beyond_fault_finding": True}),
    ("3-5", {}, {"only_disclosed_flaw": True}),
]


def clause_of(reason: str, faults: list[Fault]) -> str:
    goods: dict[str, Any] = {}
    asked: dict[str, Any] = {}
    for _, of_goods, of_claim in faults:
        goods |= of_goods
        asked = of_claim | asked
    verdict = verdict_on(line(**goods), claim(reason, **asked))
    assert not verdict.allowed
    return verdict.clause


@pytest.mark.parametrize(
    ("reason", "faults"),
    [("change_of_mind", MIND_FAULTS), ("defective", OBJECTIVE_FAULTS)],
    ids=["change of mind", "objective"],
)
def test_the_first_clause_in_order_answers(reason: str, faults: list[Fault]):
    alone = [clause_of(reason, [fault]) for fault in faults]
    with_the_next = [clause_of(reason, list(pair)) for pair in pairwise(faults)]
    with_all_later = [clause_of(reason, faults[first:]) for first in range(len(faults))]

    clauses = [clause for clause, _, _ in faults]
    assert alone == clauses
    assert with_the_next == clauses[:-1]
    assert with_all_later == clauses


@pytest.mark.parametrize(
    "goods",
    [{"promotion": True}, {"policy_class": "virtual"}, {"past": {"live_ticket": True}}],
)
def test_what_was_not_signed_for_is_told_so_first(goods: dict[str, Any]):
    verdict = verdict_on(line(status="in_transit", signed_at=None, **goods), claim(misuse=True))

    assert (verdict.outcome, verdict.clause) == ("cancel_flow", "2.2")


def test_a_promotion_stays_out_even_under_warranty():
    verdict = verdict_on(line(promotion=True, warranty_months=12), claim(), CLOSES)

    assert (verdict.outcome, verdict.clause) == ("not_eligible", "2.1")


def test_the_warranty_speaks_before_misuse():
    verdict = verdict_on(line(warranty_months=12), claim(misuse=True), CLOSES)

    assert (verdict.outcome, verdict.clause) == ("warranty", "2.3")


def test_a_class_of_the_line_is_told_before_what_was_done_to_it():
    goods = line(policy_class="intimate_wear")

    assert verdict_on(goods, claim("change_of_mind", seal_opened=True, used=True)).clause == "3-3"


def test_a_class_is_told_before_the_service():
    goods = line(policy_class="custom_or_fresh")

    assert verdict_on(goods, claim("change_of_mind", "refund_only")).clause == "3-1"


def test_overseas_exchange_can_be_switched_on():
    terms = replace(FIRST, global_exchange=True)
    goods = line(kind="global")

    assert verdict_on(goods, claim(service="exchange"), terms=terms).allowed
    assert verdict_on(goods, claim("change_of_mind", "exchange"), terms=terms).clause == "2.4"


@pytest.mark.parametrize(
    ("goods", "closed"),
    [
        ({}, {("refund_only", "change_of_mind")}),
        (
            {"policy_class": "intimate_wear"},
            {(service, "change_of_mind") for service in Service.values},
        ),
        (
            {"kind": "global"},
            {("exchange", reason) for reason in Reason.values}
            | {(service, "change_of_mind") for service in Service.values},
        ),
        (
            {"past": {"rejected": {Reason.DEFECTIVE: 1}}},
            {("refund_only", "change_of_mind")} | {(service, "defective") for service in Service.values},
        ),
    ],
)
def test_the_form_offers_what_the_line_leaves_open(goods: dict[str, Any], closed: set[tuple[str, str]]):
    every = {(service, reason) for service in Service.values for reason in Reason.values}

    said = choices(line(**goods), FIRST, KENYA, now=INSIDE)
    assert {pair for pair, verdict in said.items() if verdict} == every - closed


@pytest.mark.parametrize(("promotion", "outcome"), [(False, "eligible"), (True, "not_eligible")])
def test_staff_may_apply_however_late_for_what_can_come_back_at_all(promotion: bool, outcome: str):
    july = at("2026-07-01T12:00:00+03:00")

    assert may_apply_on_behalf(line(promotion=promotion), FIRST, KENYA, now=july).outcome == outcome
