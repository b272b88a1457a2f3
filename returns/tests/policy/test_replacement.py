"""The new item of an exchange: its own window, pieces and reasons, within the money of its line."""

from datetime import timedelta
from typing import Any

import pytest

from returns.enums import Reason, Service
from returns.policy.eligibility import choices, may_apply
from returns.policy.entitlement import worth
from returns.policy.facts import LineFacts, Past
from returns.policy.replacement import replacement
from returns.policy.terms import FIRST
from returns.tests.policy.makers import KENYA, at, claim, line, money, verdict_on

CONFIRMED = at("20 18:00")
ENDS = at("28 00:00")


def new_item(
    bought: LineFacts | None = None, *, quantity: int = 1, price: int = 8000, **past: Any
) -> LineFacts:
    """What came for some pieces of a line whose own window is over, confirmed on 20 March."""
    own = Past(**{"taken_amount": money(0), "refunded_amount": money(0), **past})
    return replacement(
        bought or line(),
        quantity=quantity,
        worth=money(price * quantity),
        confirmed_at=CONFIRMED,
        past=own,
    )


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        (CONFIRMED - timedelta(seconds=1), ("not_eligible", "2.2")),
        (CONFIRMED, ("eligible", "2-T2")),
        (ENDS - timedelta(seconds=1), ("eligible", "2-T2")),
        (ENDS, ("not_eligible", "2.2")),
    ],
)
def test_its_seven_days_run_from_its_own_signing(when: Any, answer: tuple[str, str]) -> None:
    verdict = verdict_on(new_item(), claim(), when)

    assert (verdict.outcome, verdict.clause) == answer


def test_it_can_come_back_for_a_fault_but_not_for_a_change_of_mind() -> None:
    facts = new_item()
    refused = verdict_on(facts, claim("change_of_mind"), CONFIRMED)

    assert (refused.clause, refused.case) == ("2-T1", "replacement")
    said = choices(facts, FIRST, KENYA, now=CONFIRMED)
    pairs = [pair for pair, verdict in said.items() if verdict]
    assert {reason for _service, reason in pairs} == {reason for reason in Reason if reason.is_objective}
    assert {service for service, _reason in pairs} == set(Service)


def test_the_warranty_still_runs_from_the_first_signing() -> None:
    bought = line(warranty_months=6)
    verdict = may_apply(new_item(bought), FIRST, KENYA, now=ENDS)

    assert (verdict.outcome, verdict.warranty_ends_at) == ("warranty", at("2026-09-03T00:00:00+03:00"))
    again = replacement(
        new_item(bought), quantity=1, worth=money(8000), confirmed_at=at("25"), past=Past.empty("KES")
    )
    assert may_apply(again, FIRST, KENYA, now=at("2026-04-20T12:00:00+03:00")).warranty_ends_at == (
        verdict.warranty_ends_at
    )


@pytest.mark.parametrize(
    ("of_the_line", "own", "clause"),
    [
        ({}, {}, "2-T2"),
        ({"live_ticket": True}, {}, "K1"),
        ({"applications": 5}, {}, "2-T2"),
        ({}, {"applications": 5}, "K1"),
        ({"rejected": {Reason.DEFECTIVE: 2}}, {}, "2-T2"),
        ({}, {"rejected": {Reason.DEFECTIVE: 2}}, "K1"),
        ({"taken": {Reason.DEFECTIVE: 2}, "taken_amount": money(16000)}, {}, "2-T2"),
        ({}, {"taken": {Reason.DEFECTIVE: 1}, "taken_amount": money(8000)}, "K1"),
    ],
)
def test_its_tickets_are_counted_apart_but_one_lives_at_a_time(
    of_the_line: dict[str, Any], own: dict[str, Any], clause: str
) -> None:
    facts = new_item(line(each=3, past=of_the_line), quantity=2, **own)

    assert verdict_on(facts, claim(quantity=2), CONFIRMED).clause == clause


@pytest.mark.parametrize(
    ("elsewhere", "own", "left"),
    [(0, 0, 16000), (500, 0, 16000), (8500, 0, 15500), (9000, 900, 15000), (900, 900, 15100), (24000, 0, 0)],
)
def test_all_refunds_of_the_line_stay_within_its_price(elsewhere: int, own: int, left: int) -> None:
    bought = line(each=3, past={"refunded_amount": money(elsewhere)})

    assert worth(new_item(bought, quantity=2, refunded_amount=money(own)), 2) == money(left)


def test_the_first_goods_parcel_serials_and_proof_are_not_its_own() -> None:
    bought = line(
        each=4,
        tax=money(1000),
        gift=True,
        invoice="paper",
        has_serial=True,
        past={"gift_charged": True},
        parcel={"delivery_fee": money(300)},
    )
    facts = new_item(bought, quantity=1)

    assert (facts.tax, facts.parcel.delivery_fee) == (money(250), money(0))
    assert (facts.has_serial, facts.handover_proof, facts.is_replacement) == (False, "signature", True)
    lost = verdict_on(facts, claim(gift_lost=True, invoice_lost=True), CONFIRMED)
    assert [(part.kind, part.amount) for part in lost.components] == [
        ("goods", money(8000)),
        ("minus_invoice_tax", money(-250)),
    ]
