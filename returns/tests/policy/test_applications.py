"""Clause K1: one live ticket, so many applications, and no piece twice; and who is not bound by it."""

from typing import Any

import pytest

from returns.enums import Reason
from returns.policy.eligibility import assess_on_behalf
from returns.policy.facts import ImpossibleClaimError
from returns.policy.terms import FIRST
from returns.tests.policy.makers import CLOSES, INSIDE, KENYA, claim, line, money, verdict_on

FAULT, MIND, DAMAGE = Reason.DEFECTIVE, Reason.CHANGE_OF_MIND, Reason.DAMAGED


@pytest.mark.parametrize(
    ("past", "quantity", "case"),
    [
        ({"taken": {FAULT: 2}}, 1, None),
        ({"taken": {FAULT: 2}}, 2, ""),
        ({"taken": {FAULT: 2}}, None, None),
        ({"taken": {FAULT: 2, MIND: 1}}, None, ""),
        ({"rejected": {FAULT: 2}}, 1, None),
        ({"rejected": {FAULT: 2}}, 2, "rejected"),
        ({"rejected": {FAULT: 2}}, None, "rejected"),
        ({"rejected": {DAMAGE: 3}}, 3, None),
        ({"rejected": {FAULT: 3}}, 1, "rejected"),
        # One was rejected as faulty, another came back as faulty: the third is free, the first is not.
        ({"rejected": {FAULT: 1}, "taken": {FAULT: 1}}, 1, None),
        ({"rejected": {FAULT: 1}, "taken": {FAULT: 1}}, 2, "rejected"),
        # What came back for another reason may be the one that was rejected.
        ({"rejected": {FAULT: 1}, "taken": {MIND: 1}}, 2, None),
    ],
)
def test_no_piece_is_applied_for_twice(past: dict[str, Any], quantity: int | None, case: str | None):
    verdict = verdict_on(line(each=3, past=past), claim("defective", quantity=quantity))

    assert (verdict.allowed, verdict.case) == ((True, "return_refund") if case is None else (False, case))
    assert verdict.clause == ("2-T2" if case is None else "K1")


@pytest.mark.parametrize(
    ("goods", "asked", "code"),
    [
        ({"each": 3}, {"quantity": 0}, "quantity_none"),
        ({"each": 3}, {"quantity": -1}, "quantity_none"),
        ({"each": 3}, {"quantity": 4}, "quantity_over"),
        ({}, {"service": "refund_only", "amount": money(0)}, "amount_none"),
        ({}, {"service": "refund_only", "amount": money(-1)}, "amount_none"),
        ({}, {"service": "refund_only", "amount": money("8000.01")}, "amount_over"),
        ({}, {"service": "refund_only", "amount": money(100, "UGX")}, "amount_currency"),
        ({"price": "0"}, {"service": "refund_only"}, "nothing_paid"),
    ],
)
def test_what_could_not_be_a_claim_is_not_weighed(goods: dict[str, Any], asked: dict[str, Any], code: str):
    with pytest.raises(ImpossibleClaimError) as caught:
        verdict_on(line(**goods), claim(**asked))

    assert caught.value.code == code


def test_too_large_an_amount_matters_only_where_money_is_due():
    asked = claim(service="refund_only", amount=money(9000))

    assert verdict_on(line(), asked, CLOSES).clause == "2.2"


def on_behalf(goods: dict[str, Any], asked: dict[str, Any]):
    return assess_on_behalf(line(**goods), claim(**asked), FIRST, KENYA, now=INSIDE)


@pytest.mark.parametrize(
    ("goods", "asked"),
    [
        ({"signed_at": None, "status": "in_transit"}, {}),
        ({"signed_at": None}, {}),
        ({"signed_at": CLOSES.replace(month=1)}, {}),
        ({"past": {"applications": 5}}, {}),
        ({"past": {"rejected": {FAULT: 1}}}, {}),
        ({"kind": "global"}, {"service": "exchange"}),
        ({}, {"misuse": True}),
        ({}, {"reason": "change_of_mind", "used": True}),
        ({}, {"worn_beyond_fault_finding": True}),
    ],
)
def test_staff_may_open_against_the_rules(goods: dict[str, Any], asked: dict[str, Any]):
    assert not verdict_on(line(**goods), claim(**asked)).allowed
    assert on_behalf(goods, asked).allowed


@pytest.mark.parametrize(
    ("goods", "asked", "clause"),
    [
        ({"promotion": True}, {}, "2.1"),
        ({"policy_class": "virtual"}, {}, "2.1"),
        ({"past": {"live_ticket": True}}, {}, "K1"),
        ({"past": {"taken": {FAULT: 1}}}, {}, "K1"),
        ({"each": 3, "past": {"taken": {FAULT: 2}}}, {"quantity": 2}, "K1"),
        ({"signed_at": None, "status": "pending_payment"}, {}, "2.2"),
        ({"signed_at": None, "status": "cancelled"}, {}, "2.2"),
    ],
)
def test_some_rules_bind_staff_too(goods: dict[str, Any], asked: dict[str, Any], clause: str):
    verdict = on_behalf(goods, asked)

    assert (verdict.allowed, verdict.clause) == (False, clause)


def test_staff_see_the_refund_of_what_they_open():
    verdict = on_behalf({"gift": True}, {"reason": "change_of_mind", "used": True, "gift_lost": True})

    assert verdict.refund == money(7200)


def test_staff_too_ask_for_pieces_that_exist():
    with pytest.raises(ImpossibleClaimError, match="quantity_over"):
        on_behalf({}, {"quantity": 2})
