"""The policy at work: one row a case, from the goods and the claim to the clause that decides.

Each line was signed on 2 March 2026 at 15:20 in Nairobi and cost 8,000 shillings, unless said.
"""

from typing import Any

import pytest

from returns.tests.policy.makers import CLOSES, at, claim, line, money, verdict_on

MIND = "change_of_mind"
SEALED, FITTED, ACTIVE = {"sealed_once": True}, {"installable": True}, {"activatable": True}
OVERSEAS, DROPSHIP = {"kind": "global"}, {"kind": "dropship"}


def of_class(policy_class: str) -> dict[str, str]:
    return {"policy_class": policy_class}


Row = tuple[str, dict[str, Any], dict[str, Any], str, str]

ELIGIBLE: list[Row] = [
    # what, the line, the claim, when, the clause
    ("a blender dies within two hours", {}, {"reason": "defective"}, "2 17:00", "2-T2"),
    ("a dress, a minute before the end", {}, {"reason": MIND}, "9 23:59", "2-T1"),
    ("a wrong phone case from overseas", OVERSEAS, {"reason": "wrong_item"}, "9 21:30", "2-T4"),
    ("the second parcel, signed later", {"signed_at": at("7 09:00")}, {"reason": "defective"}, "13", "2-T2"),
    ("shoes tried on indoors", {}, {"reason": MIND}, "4", "2-T1"),
    ("shoes from a local seller", DROPSHIP, {"reason": MIND}, "4", "2-T1"),
    ("a dress swapped for a larger one", {}, {"reason": MIND, "service": "exchange"}, "5", "2-T1"),
    ("perfume in its film", SEALED, {"reason": MIND}, "4", "2-T1"),
    ("a gas stove in its box", FITTED, {"reason": MIND}, "5", "2-T1"),
    ("a sealed smartphone", ACTIVE, {"reason": MIND}, "3", "2-T1"),
    ("a bra with a broken hook", of_class("intimate_wear"), {"reason": "defective"}, "4", "2-T2"),
    (
        "a headset with a dead lens",
        of_class("personal_item"),
        {"reason": "defective", "activated": True},
        "6",
        "2-T2",
    ),
    (
        "a printed mug in pieces",
        of_class("custom_or_fresh"),
        {"reason": "damaged", "service": "refund_only"},
        "3",
        "2-T7",
    ),
    (
        "avocados, half of them rotten",
        of_class("custom_or_fresh"),
        {"reason": "damaged", "service": "refund_only"},
        "2 18:00",
        "2-T7",
    ),
    ("an active phone without a voice", ACTIVE, {"reason": "defective", "activated": True}, "5", "2-T2"),
    ("a fake cream, opened", SEALED, {"reason": "counterfeit", "seal_opened": True}, "6", "2-T6"),
    (
        "an office chair without screws",
        of_class("excluded_goods"),
        {"reason": "missing", "service": "refund_only"},
        "4",
        "2-T5",
    ),
    ("half-silent headphones from overseas", OVERSEAS, {"reason": "defective"}, "5", "2-T2"),
    ("a dress below its size chart", OVERSEAS, {"reason": "not_as_described"}, "5", "2-T3"),
    (
        "a broken vase from overseas",
        OVERSEAS,
        {"reason": "damaged", "service": "refund_only"},
        "2 20:00",
        "2-T7",
    ),
    (
        "a fake watch under another serial",
        {},
        {"reason": "counterfeit", "serial_mismatch": True},
        "5",
        "2-T6",
    ),
    (
        "a wrong phone under another serial",
        {},
        {"reason": "wrong_item", "serial_mismatch": True},
        "5",
        "2-T4",
    ),
    (
        "a parcel that never came",
        {},
        {"reason": "missing", "service": "refund_only", "missing_kind": "parcel"},
        "4",
        "2-T5",
    ),
    (
        "a product missing from its parcel",
        {},
        {"reason": "missing", "service": "refund_only", "missing_kind": "product"},
        "4",
        "2-T5",
    ),
    ("a router without adapter, exchanged", {}, {"reason": "missing", "service": "exchange"}, "4", "2-T5"),
    ("a fifth application", {"past": {"applications": 4}}, {"reason": "defective"}, "4", "2-T2"),
    ("a broken item of defective grade", of_class("excluded_goods"), {"reason": "damaged"}, "3", "2-T7"),
    ("a worn shoe whose sole came off", {}, {"reason": "defective", "used": True}, "6", "2-T2"),
    (
        "a faulty drill without box, bit and invoice",
        {},
        {"reason": "defective", "accessories_missing": True, "packaging_damaged": True, "invoice_lost": True},
        "6",
        "2-T2",
    ),
    ("an installed stove that leaks", FITTED, {"reason": "defective", "installed": True}, "6", "2-T2"),
    (
        "a dead tablet with photos on it",
        ACTIVE,
        {"reason": "defective", "personal_data_left": True},
        "6",
        "2-T2",
    ),
    (
        "a change of mind about what had a known flaw",
        {},
        {"reason": MIND, "only_disclosed_flaw": True},
        "4",
        "2-T1",
    ),
    ("a lost gift refuses nothing", {"gift": True}, {"reason": MIND, "gift_lost": True}, "5", "2-T1"),
    (
        "a lost invoice refuses nothing",
        {"invoice": "paper"},
        {"reason": MIND, "invoice_lost": True},
        "5",
        "2-T1",
    ),
    (
        "missing_kind says nothing of a defect",
        {},
        {"reason": "defective", "missing_kind": "parcel"},
        "5",
        "2-T2",
    ),
    ("a class that nobody has met", of_class("standard"), {"reason": MIND}, "5", "2-T1"),
    ("a faulty replacement", {"is_replacement": True}, {"reason": "defective"}, "5", "2-T2"),
]

REFUSED: list[Row] = [
    ("a dress, a minute after the end", {}, {"reason": MIND}, "10 00:01", "2.2"),
    ("a kettle, day 9, no warranty", {}, {"reason": "defective"}, "11", "2.2"),
    ("overseas shoes too small", OVERSEAS, {"reason": MIND}, "4", "2.4"),
    ("shoes worn outside", {}, {"reason": MIND, "used": True}, "6", "2.5"),
    ("shoes worn out, by another word", {}, {"reason": MIND, "worn_beyond_fault_finding": True}, "6", "2.5"),
    ("an overseas dress swapped for size", OVERSEAS, {"reason": MIND, "service": "exchange"}, "5", "K2"),
    ("money back and the dress too", {}, {"reason": MIND, "service": "refund_only"}, "5", "2-T1"),
    ("a mug with one's own photo", of_class("custom_or_fresh"), {"reason": MIND}, "3", "3-1"),
    ("unopened socks", of_class("intimate_wear"), {"reason": MIND}, "4", "3-3"),
    ("a sealed headset", of_class("personal_item"), {"reason": MIND}, "3", "3-4"),
    ("an office chair", of_class("excluded_goods"), {"reason": MIND}, "3", "3-5"),
    ("an adult product", of_class("adult"), {"reason": MIND}, "3", "3-6"),
    ("perfume without its film", SEALED, {"reason": MIND, "seal_opened": True}, "4", "3-U"),
    ("shampoo, opened", SEALED, {"reason": MIND, "seal_opened": True}, "4", "3-U"),
    ("a seal that the catalogue does not know of", {}, {"reason": MIND, "seal_opened": True}, "4", "3-U"),
    ("a toaster in a crushed carton", {}, {"reason": MIND, "packaging_damaged": True}, "4", "4.4"),
    ("an installed gas stove", FITTED, {"reason": MIND, "installed": True}, "5", "3-I"),
    ("an activated smartphone", ACTIVE, {"reason": MIND, "activated": True}, "3", "3-A"),
    ("a tablet with photos on it", ACTIVE, {"reason": MIND, "personal_data_left": True}, "4", "4.2"),
    ("a vase that the customer dropped", {}, {"reason": MIND, "damaged_by_customer": True}, "4", "4.2"),
    ("a phone without its charger", {}, {"reason": MIND, "accessories_missing": True}, "4", "4.1"),
    ("a fridge with the scratch it was sold with", {},
     {"reason": "damaged", "only_disclosed_flaw": True}, "3", "3-5"),
    ("overseas headphones exchanged", OVERSEAS, {"reason": "defective", "service": "exchange"}, "5", "K2"),
    ("airtime", of_class("virtual"), {"reason": "defective"}, "2 18:00", "2.1"),
    ("1-shilling earphones", {"promotion": True}, {"reason": "defective"}, "3", "2.1"),
    ("a phone under another serial", {}, {"reason": "defective", "serial_mismatch": True}, "5", "3-X1"),
    ("an iron repaired elsewhere", {}, {"reason": "defective", "misuse": True}, "6", "3-X3"),
    ("misuse, with a change of mind too", {}, {"reason": MIND, "misuse": True}, "6", "3-X3"),
    ("a screen that the customer cracked", {},
     {"reason": "damaged", "damaged_by_customer": True}, "6", "3-X3"),
    ("an altered warranty card", {}, {"reason": "defective", "warranty_card_altered": True}, "8", "3-X4"),
    ("a second open ticket", {"past": {"live_ticket": True}}, {"reason": "defective"}, "4", "K1"),
    ("a sixth application", {"past": {"applications": 5}}, {"reason": "defective"}, "4", "K1"),
    ("shoes worn for six days", {},
     {"reason": "not_as_described", "worn_beyond_fault_finding": True}, "8", "2.5"),
    ("a defect after far too much wear", {},
     {"reason": "defective", "worn_beyond_fault_finding": True}, "8", "2.5"),
    ("a parcel that never came, exchanged", {},
     {"reason": "missing", "service": "exchange", "missing_kind": "parcel"}, "4", "K3"),
    ("a missing product, sent back", {}, {"reason": "missing", "missing_kind": "product"}, "4", "K3"),
    ("a change of mind about a replacement", {"is_replacement": True}, {"reason": MIND}, "4", "2-T1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("goods", "asked", "when", "clause"), [row[1:] for row in ELIGIBLE], ids=[row[0] for row in ELIGIBLE]
)
def test_the_claim_may_go_on(goods: dict[str, Any], asked: dict[str, Any], when: str, clause: str):
    verdict = verdict_on(line(**goods), claim(**asked), at(when))

    assert (verdict.outcome, verdict.clause) == ("eligible", clause)
    assert verdict.case == asked.get("service", "return_refund")


@pytest.mark.parametrize(
    ("goods", "asked", "when", "clause"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_the_claim_is_refused(goods: dict[str, Any], asked: dict[str, Any], when: str, clause: str):
    verdict = verdict_on(line(**goods), claim(**asked), at(when))

    assert (verdict.outcome, verdict.clause) == ("not_eligible", clause)
    assert (verdict.closes_at, verdict.refund, verdict.components) == (CLOSES, None, ())


PAID: list[tuple[str, dict[str, Any], dict[str, Any], str | None, dict[str, str]]] = [
    # what, the line, the claim, the refund, the deductions
    ("a small tear, 1,500 asked", {},
     {"reason": "damaged", "service": "refund_only", "amount": money(1500)}, "1500.00", {}),
    ("a pan lost with a change of mind", {"gift": True}, {"reason": MIND, "gift_lost": True}, "7200.00",
     {"4.7": "800.00"}),
    ("a pan that never came", {"gift": True}, {"reason": "missing", "service": "refund_only"}, "8000.00", {}),
    ("a fridge whose paper invoice is lost", {"price": "40000", "tax": money("5517.24"), "invoice": "paper"},
     {"reason": "defective", "invoice_lost": True}, "34482.76", {"4.8": "5517.24"}),
    ("a camera without bag and invoice",
     {"price": "11600", "tax": money(1600), "invoice": "paper", "gift": True},
     {"reason": MIND, "gift_lost": True, "invoice_lost": True}, "8840.00",
     {"4.7": "1160.00", "4.8": "1600.00"}),
    ("one of three earphones", {"price": "900", "each": 3, "tax": money("372.41")},
     {"reason": "defective", "quantity": 1}, "900.00", {}),
    ("an exchange with a lost gift", {"price": "20000", "gift": True},
     {"reason": "wrong_item", "service": "exchange", "gift_lost": True}, None, {}),
    ("a router without adapter, exchanged", {}, {"reason": "missing", "service": "exchange"}, None, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("goods", "asked", "refund", "deductions"), [row[1:] for row in PAID], ids=[row[0] for row in PAID]
)
def test_the_refund_is_worked_out(
    goods: dict[str, Any], asked: dict[str, Any], refund: str | None, deductions: dict[str, str]
):
    verdict = verdict_on(line(**goods), claim(**asked))

    assert verdict.allowed
    assert (verdict.refund and verdict.refund.text()) == refund
    assert {part.clause: (-part.amount).text() for part in verdict.deductions} == deductions
