"""The money: shares that sum to what was paid, deductions, the parcel's delivery fee, and the cut."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component
from returns.enums import Reason
from returns.policy.entitlement import cut, price_of, refund_components, total, worth
from returns.policy.terms import FIRST
from returns.tests.policy.makers import claim, line, money, verdict_on

FAULT, MIND = Reason.DEFECTIVE, Reason.CHANGE_OF_MIND


def parts_of(goods: dict[str, Any], asked: dict[str, Any], **how: Any) -> dict[str, str]:
    """The components of a refund, by clause."""
    components = refund_components(line(**goods), claim(**asked), FIRST, **how)
    return {part.clause: part.amount.text() for part in components}


@pytest.mark.parametrize(
    ("paid", "currency", "taken", "quantity", "price"),
    [
        ("100", "KES", 0, 1, "33.33"),
        ("100", "KES", 0, 2, "66.66"),
        ("100", "KES", 0, 3, "100.00"),
        ("100", "KES", 1, 1, "33.33"),
        ("100", "KES", 1, 2, "66.67"),
        ("100", "KES", 2, 1, "33.34"),
        ("100", "UGX", 0, 1, "33"),
        ("100", "UGX", 2, 1, "34"),
        ("2000", "NGN", 0, 2, "1333.33"),
    ],
)
def test_a_share_is_rounded_down_and_the_last_piece_gets_the_rest(
    paid: str, currency: str, taken: int, quantity: int, price: str
):
    whole = money(paid, currency)
    past = {"taken": {FAULT: taken}, "taken_amount": whole.share(taken, 3)}

    assert price_of(line(each=3, currency=currency, paid=whole, past=past), quantity).text() == price


@given(units=st.integers(1, 10**9), splits=st.lists(st.integers(1, 4), min_size=1, max_size=8))
def test_ticket_by_ticket_a_line_gives_back_exactly_what_was_paid(units: int, splits: list[int]):
    paid, given_back, taken = Money.of_units(units, "KES"), Money.zero("KES"), 0
    for quantity in splits:
        past = {"taken": {FAULT: taken}, "taken_amount": given_back, "refunded_amount": given_back}
        given_back += worth(line(each=sum(splits), paid=paid, past=past), quantity)
        taken += quantity

    assert given_back == paid


def test_earlier_part_refunds_leave_less():
    past = {"refunded_amount": money(1500)}

    assert worth(line(past=past), 1) == money(6500)
    assert worth(line("900", each=3, past={"refunded_amount": money(500)}), 1) == money(900)


def test_an_earlier_deduction_is_not_paid_to_the_last_piece():
    past = {"taken": {MIND: 1}, "taken_amount": money(4000), "refunded_amount": money(3600)}

    assert worth(line("4000", each=2, past=past), 1) == money(4000)


@pytest.mark.parametrize(
    ("goods", "asked", "parts"),
    [
        ({}, {}, {"2-T2": "8000.00"}),
        ({"gift": True}, {"gift_lost": True}, {"2-T2": "8000.00", "4.7": "-800.00"}),
        ({}, {"gift_lost": True}, {"2-T2": "8000.00"}),
        ({"gift": True, "past": {"gift_charged": True}}, {"gift_lost": True}, {"2-T2": "8000.00"}),
        ({"gift": True}, {"reason": "missing", "gift_lost": True}, {"2-T5": "8000.00"}),
        ({"price": "99.99", "gift": True}, {"gift_lost": True}, {"2-T2": "99.99", "4.7": "-9.99"}),
        ({"price": "0.05", "gift": True}, {"gift_lost": True}, {"2-T2": "0.05"}),
        (
            {"price": "999", "currency": "UGX", "country": "UG", "gift": True},
            {"gift_lost": True},
            {"2-T2": "999", "4.7": "-99"},
        ),
        ({"price": "500", "each": 4, "gift": True}, {"quantity": 1, "gift_lost": True},
         {"2-T2": "500.00", "4.7": "-50.00"}),
        ({"invoice": "paper", "tax": money("1103.45")}, {"invoice_lost": True},
         {"2-T2": "8000.00", "4.8": "-1103.45"}),
        ({"invoice": "electronic", "tax": money("1103.45")}, {"invoice_lost": True}, {"2-T2": "8000.00"}),
        ({"invoice": "", "tax": money("1103.45")}, {"invoice_lost": True}, {"2-T2": "8000.00"}),
        ({"invoice": "paper"}, {"invoice_lost": True}, {"2-T2": "8000.00"}),
        ({"price": "100", "each": 3, "invoice": "paper", "tax": money("41.38")},
         {"quantity": 2, "invoice_lost": True}, {"2-T2": "200.00", "4.8": "-27.58"}),
        ({"gift": True, "invoice": "paper", "tax": money(9)},
         {"service": "refund_only", "gift_lost": True, "invoice_lost": True}, {"2-T2": "8000.00"}),
        # After coupons: 10% of what was paid, not of the price.
        ({"paid": money(7000), "gift": True}, {"gift_lost": True}, {"2-T2": "7000.00", "4.7": "-700.00"}),
        # A free item gives nothing back, and says so.
        ({"price": "0", "gift": True}, {"gift_lost": True}, {"2-T2": "0.00"}),
    ],
)  # fmt: skip
def test_a_refund_is_made_of_components(goods: dict[str, Any], asked: dict[str, Any], parts: dict[str, str]):
    assert parts_of(goods, asked) == parts


def test_a_lost_gift_costs_a_tenth_of_the_price_even_after_a_part_refund():
    goods = {"gift": True, "past": {"refunded_amount": money(1500)}}

    assert parts_of(goods, {"gift_lost": True}) == {"2-T2": "6500.00", "4.7": "-800.00"}


def test_deductions_add_up_and_the_refund_is_never_below_zero():
    goods = line(paid=money(1000), tax=money(950), gift=True, invoice="paper")

    verdict = verdict_on(goods, claim("change_of_mind", gift_lost=True, invoice_lost=True))

    assert [part.amount for part in verdict.deductions] == [money(-100), money(-950)]
    assert verdict.refund == money(0)


def test_an_exchange_that_fails_inspection_ends_in_money_with_deductions():
    asked = {"service": "exchange", "gift_lost": True}

    assert parts_of({"gift": True}, asked) == {"2-T2": "8000.00", "4.7": "-800.00"}


def test_an_exchange_without_a_new_item_ends_in_the_full_price():
    asked = {"service": "exchange", "gift_lost": True, "invoice_lost": True}
    goods = {"gift": True, "invoice": "paper", "tax": money(1000)}

    assert parts_of(goods, asked, full_price=True) == {"2-T2": "8000.00"}


@pytest.mark.parametrize(
    ("goods", "asked", "comes_back"),
    [
        ({}, {}, True),
        ({}, {"service": "exchange"}, True),
        ({}, {"reason": "missing"}, True),
        ({}, {"reason": "change_of_mind"}, False),
        ({}, {"reason": "damaged", "service": "refund_only"}, False),
        ({}, {"reason": "missing", "service": "refund_only"}, False),
        ({}, {"reason": "missing", "service": "refund_only", "missing_kind": "product"}, True),
        ({}, {"reason": "missing", "service": "refund_only", "missing_kind": "parcel"}, True),
        ({"each": 3}, {}, True),
        ({"each": 3}, {"quantity": 2}, False),
        ({"each": 3, "past": {"taken": {FAULT: 1}, "back_quantity": 1}}, {"quantity": 2}, True),
        ({"each": 3, "past": {"taken": {MIND: 1}}}, {"quantity": 2}, False),
        ({"each": 3, "past": {"taken": {FAULT: 1}}}, {}, False),
        ({"parcel": {"others_back": False}}, {}, False),
    ],
)
def test_the_delivery_fee_comes_back_with_what_completes_the_parcel(
    goods: dict[str, Any], asked: dict[str, Any], comes_back: bool
):
    parcel = {"delivery_fee": money(250), **goods.get("parcel", {})}

    parts = parts_of({**goods, "parcel": parcel}, asked)

    assert parts.get("K4") == ("250.00" if comes_back else None)


def test_a_missing_parcel_gives_price_and_delivery_fee():
    goods = line(parcel={"delivery_fee": money(250)})
    asked = claim("missing", "refund_only", missing_kind="parcel")

    assert verdict_on(goods, asked).refund == money(8250)


def test_all_that_is_possible_may_be_asked_for():
    goods = {"parcel": {"delivery_fee": money(250)}}
    asked = {"reason": "missing", "service": "refund_only", "missing_kind": "parcel"}

    assert parts_of(goods, {**asked, "amount": money(8250)}) == {"2-T5": "8000.00", "K4": "250.00"}
    assert parts_of(goods, {**asked, "amount": money(8100)}) == {"2-T5": "8000.00", "K4": "100.00"}
    assert parts_of(goods, {**asked, "amount": money(1500)}) == {"2-T5": "1500.00"}


@pytest.mark.parametrize(
    ("freight", "paid"), [(money(300), "300.00"), (money(900), "500.00"), (money(0), None)]
)
def test_an_own_couriers_fee_is_paid_up_to_the_cap(freight: Money, paid: str | None):
    assert parts_of({}, {}, freight=freight).get("K5") == paid


def component(amount: int, clause: str) -> Component:
    return Component("goods", money(amount), clause)


@pytest.mark.parametrize(
    ("amount", "parts"),
    [
        (8450, {"2-T2": 8000, "K4": 250, "K5": 1000, "4.7": -800}),
        (8000, {"2-T2": 8000, "K4": 250, "K5": 550, "4.7": -800}),
        (7400, {"2-T2": 8000, "K4": 200, "4.7": -800}),
        (5000, {"2-T2": 5800, "4.7": -800}),
        (0, {"2-T2": 800, "4.7": -800}),
    ],
)
def test_less_money_takes_the_goods_last(amount: int, parts: dict[str, int]):
    whole = (component(8000, "2-T2"), component(250, "K4"), component(1000, "K5"), component(-800, "4.7"))

    smaller = cut(whole, money(amount))

    assert {part.clause: int(part.amount.amount) for part in smaller} == parts
    assert total(smaller) == money(amount)


def test_a_cut_to_nothing_keeps_the_goods_in_sight():
    assert cut((component(8000, "2-T2"),), money(0)) == (component(0, "2-T2"),)


@pytest.mark.parametrize("amount", ["-0.01", "8000.01"])
def test_a_cut_is_a_part(amount: str):
    with pytest.raises(ValueError, match="part of a refund"):
        cut((component(8000, "2-T2"),), money(amount))


@given(
    paid=st.decimals(0, 10**6, places=2),
    each=st.integers(1, 9),
    quantity=st.integers(1, 9),
    tax=st.decimals(0, 10**6, places=2),
    refunded=st.decimals(0, 1, places=2),
    declared=st.fixed_dictionaries({"gift_lost": st.booleans(), "invoice_lost": st.booleans()}),
)
def test_a_refund_is_never_below_zero_nor_above_what_was_paid(
    paid: Decimal, each: int, quantity: int, tax: Decimal, refunded: Decimal, declared: dict[str, bool]
):
    sum_paid = money(paid)
    past = {"refunded_amount": sum_paid.share(int(refunded * 100), 100)}
    goods = line(each=each, paid=sum_paid, tax=money(tax), gift=True, invoice="paper", past=past)
    asked = claim("change_of_mind", quantity=min(quantity, each), **declared)

    refund = total(refund_components(goods, asked, FIRST))

    assert money(0) <= refund <= sum_paid - goods.past.refunded_amount
