"""The policy run again on what the warehouse found."""

from typing import Any

import pytest

from returns.enums import Came, Disposition, Fault, Reason, Service
from returns.policy.facts import Claim
from returns.policy.inspection import Findings, disposition, proposed_clause, sheet
from returns.policy.terms import FIRST
from returns.tests.policy.makers import INSIDE, KENYA, line

MIND, DEFECT, WRONG, FAKE = (
    Reason.CHANGE_OF_MIND,
    Reason.DEFECTIVE,
    Reason.WRONG_ITEM,
    Reason.COUNTERFEIT,
)


def clause(reason: Reason, answers: dict[str, Any], **declared: Any) -> str:
    claim = Claim(service=Service.RETURN_REFUND, reason=reason, quantity=1, **declared)
    facts = line(has_serial=True, gift=True, invoice="paper")
    return proposed_clause(facts, claim, Findings.of(answers), FIRST, KENYA, now=INSIDE)


@pytest.mark.parametrize(
    ("reason", "answers", "expected"),
    [
        (DEFECT, {}, ""),
        (DEFECT, {"fault": Fault.FOUND}, ""),
        (DEFECT, {"fault": Fault.UNTESTED}, ""),
        (DEFECT, {"fault": Fault.NOT_FOUND}, "2-T2"),
        (Reason.DAMAGED, {"fault": Fault.NOT_FOUND}, "2-T7"),
        (MIND, {"fault": Fault.NOT_FOUND}, ""),
        (DEFECT, {"came": Came.EMPTY}, "1.2"),
        (DEFECT, {"came": Came.OTHER}, "3-X1"),
        (WRONG, {"came": Came.OTHER}, "3-X1"),
        (DEFECT, {"serial_mismatch": True}, "3-X1"),
        (WRONG, {"serial_mismatch": True}, ""),
        (WRONG, {"serial_mismatch": True, "fault": Fault.NOT_FOUND}, ""),
        (FAKE, {"fault": Fault.NOT_FOUND}, "2-T6"),
        (DEFECT, {"misuse": True}, "3-X3"),
        (DEFECT, {"damaged_by_customer": True}, "3-X3"),
        (MIND, {"damaged_by_customer": True}, "4.2"),
        (MIND, {"used": True}, "2.5"),
        (DEFECT, {"used": True}, ""),
        (DEFECT, {"worn_beyond_fault_finding": True}, "2.5"),
        (MIND, {"seal_opened": True, "accessories_missing": True}, "3-U"),
        (MIND, {"accessories_missing": True}, "4.1"),
        (DEFECT, {"accessories_missing": True}, ""),
        (DEFECT, {"warranty_card_altered": True}, "3-X4"),
        (DEFECT, {"only_disclosed_flaw": True}, "3-5"),
        # What costs something refuses nothing (4.6).
        (MIND, {"gift_lost": True, "invoice_lost": True}, ""),
        # Counterfeit under the order's own number passes, whatever else there is to say (domain 3).
        (DEFECT, {"counterfeit": True, "fault": Fault.NOT_FOUND, "misuse": True}, ""),
        (DEFECT, {"counterfeit": True, "serial_mismatch": True}, "3-X1"),
    ],
)
def test_what_was_found_is_weighed_as_what_was_declared(
    reason: Reason, answers: dict[str, Any], expected: str
) -> None:
    assert clause(reason, answers) == expected


def test_what_was_declared_counts_no_more_once_the_goods_were_seen() -> None:
    assert clause(DEFECT, {}, misuse=True) == ""


def test_a_sheet_is_kept_and_read_as_it_was() -> None:
    found = Findings.of({"came": "other", "fault": "untested", "dangerous": "on", "used": "on", "odd": "on"})
    assert found == Findings(came=Came.OTHER, fault=Fault.UNTESTED, dangerous=True, facts={"used": True})
    assert Findings.of(found.answers()) == found
    assert Findings.of({}).answers() == {"came": "as_ordered"}


@pytest.mark.parametrize("answers", [{"came": "x"}, {"fault": "x"}])
def test_odd_words_are_no_sheet(answers: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="x"):
        Findings.of(answers)


@pytest.mark.parametrize(
    ("answers", "chosen", "passed", "place"),
    [
        ({}, "restock", True, Disposition.RESTOCK),
        ({}, "", True, Disposition.TO_SELLER),
        ({}, "restock", False, Disposition.TO_CUSTOMER),
        ({"counterfeit": True}, "restock", True, Disposition.HELD),
        ({"dangerous": True}, "", False, Disposition.HELD),
    ],
)
def test_held_goods_go_nowhere_and_failed_ones_home(
    answers: dict[str, bool], chosen: str, passed: bool, place: Disposition
) -> None:
    assert disposition(Findings.of(answers), chosen, passed=passed) is place


@pytest.mark.parametrize("chosen", ["held", "to_customer", "moon"])
def test_passed_goods_go_to_a_place_of_their_own(chosen: str) -> None:
    with pytest.raises(ValueError, match=chosen):
        disposition(Findings(), chosen, passed=True)


def test_the_sheet_asks_by_category_and_reason() -> None:
    mind = sheet(line(sealed_once=True, activatable=True, gift=True), MIND)
    assert {"seal_opened", "activated", "personal_data_left", "gift_lost", "packaging_damaged"} <= set(mind)
    fault = sheet(line(sealed_once=True, invoice="paper"), DEFECT)
    assert {"worn_beyond_fault_finding", "invoice_lost", "misuse"} <= set(fault)
    assert "seal_opened" not in fault
