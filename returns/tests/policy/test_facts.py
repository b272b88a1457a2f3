"""Facts and claims as values: which questions a form asks, and what JSON keeps beside a ticket."""

import json
from typing import Any

import pytest

from returns.enums import MissingKind, Reason
from returns.policy.facts import DECLARED, Past, claim_of, questions, record
from returns.tests.policy.makers import claim, line, money, verdict_on

ALWAYS = {"damaged_by_customer", "misuse"}
MIND = {"used", "accessories_missing", "packaging_damaged"}
FAULT = {"worn_beyond_fault_finding"}


@pytest.mark.parametrize(
    ("goods", "reason", "asked"),
    [
        ({}, None, ALWAYS | MIND | FAULT),
        ({}, "change_of_mind", ALWAYS | MIND),
        ({}, "defective", ALWAYS | FAULT),
        ({"sealed_once": True}, "change_of_mind", ALWAYS | MIND | {"seal_opened"}),
        ({"sealed_once": True}, "defective", ALWAYS | FAULT),
        ({"installable": True}, "change_of_mind", ALWAYS | MIND | {"installed"}),
        ({"activatable": True}, "change_of_mind", ALWAYS | MIND | {"activated", "personal_data_left"}),
        ({"has_serial": True}, "damaged", ALWAYS | FAULT | {"serial_mismatch"}),
        ({"has_serial": True}, "counterfeit", ALWAYS | FAULT),
        ({"has_serial": True}, "wrong_item", ALWAYS | FAULT),
        ({"warranty_months": 6}, "defective", ALWAYS | FAULT | {"warranty_card_altered"}),
        ({"disclosed_flaw": True}, "defective", ALWAYS | FAULT | {"only_disclosed_flaw"}),
        ({"disclosed_flaw": True}, "change_of_mind", ALWAYS | MIND),
        ({"gift": True, "invoice": "paper"}, "defective", ALWAYS | FAULT | {"gift_lost", "invoice_lost"}),
        ({"invoice": "electronic"}, "defective", ALWAYS | FAULT),
    ],
)
def test_the_flags_and_the_reason_decide_what_is_asked(
    goods: dict[str, Any], reason: str | None, asked: set[str]
):
    assert set(questions(line(**goods), reason and Reason(reason))) == asked


def test_questions_come_in_the_feeds_order():
    asked = questions(line(sealed_once=True, gift=True, invoice="paper", has_serial=True))

    assert list(asked) == [fact for fact in DECLARED if fact in asked]


def test_a_claim_survives_being_kept():
    full = claim(
        "missing", "refund_only", quantity=2, amount=money("1500.50"), missing_kind="product", used=True
    )

    assert claim_of(json.loads(json.dumps(record(full)))) == full
    assert claim_of(json.loads(json.dumps(record(claim())))) == claim()


def test_facts_and_verdict_are_kept_as_plain_json():
    facts = line(each=2, past={"taken": {Reason.DEFECTIVE: 1}, "taken_amount": money(8000)})
    kept = json.loads(json.dumps([record(facts), record(verdict_on(facts, claim()))]))

    assert kept[0]["signed_at"] == "2026-03-02T15:20:00+03:00"
    assert kept[0]["past"]["taken"] == {"defective": 1}
    assert kept[0]["paid"] == {"amount": "16000.00", "currency": "KES"}
    assert kept[1]["clause"] == "2-T2"
    assert kept[1]["refund"] == {"amount": "8000.00", "currency": "KES"}
    assert [part["kind"] for part in kept[1]["components"]] == ["goods"]


def test_a_line_of_which_nothing_came_back_has_an_empty_past():
    assert Past.empty("KES") == line().past
    assert Past.empty("KES", live_ticket=True, applications=2).applications == 2


def test_only_a_whole_product_or_parcel_never_came():
    assert claim("missing", missing_kind="parcel").nothing_came
    assert not claim("missing").nothing_came
    assert not claim("defective", missing_kind="parcel").nothing_came


def test_a_missing_kind_that_is_not_stated_is_a_part():
    assert claim("missing").missing_kind is MissingKind.PART
