"""Who bears the cost of a refund, and what a shop gives back for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component
from returns.enums import Liable, Reason
from returns.policy.liability import charge_for, liable_for
from returns.policy.terms import FIRST
from returns.tests.policy.makers import money

PARTS = {"goods": "1000", "delivery_fee": "200", "return_freight": "150", "minus_gift": "-100"}


def charged(liable: str, *, goods_back: bool = True, **parts: str) -> tuple[str, str]:
    """What the shop pays back, and the commission that it gets back."""
    components = [Component(kind, money(amount), "1.2") for kind, amount in (parts or PARTS).items()]
    charge = charge_for(components, Liable(liable), FIRST, goods_back=goods_back)
    return charge.shop.text(), charge.commission.text()


@pytest.mark.parametrize(
    ("reason", "missing", "carried", "liable"),
    [
        ("change_of_mind", "", True, "nobody"),
        ("defective", "", True, "shop"),
        ("counterfeit", "", False, "shop"),
        ("damaged", "", True, "kilimall"),
        ("damaged", "", False, "shop"),
        ("missing", "parcel", True, "kilimall"),
        ("missing", "parcel", False, "shop"),
        ("missing", "part", True, "shop"),
        ("missing", "product", True, "shop"),
    ],
)
def test_liability_follows_the_reason_and_who_carried(
    reason: str, missing: str, carried: bool, liable: str
) -> None:
    assert liable_for(Reason(reason), missing, kilimall_carried=carried) == liable


def test_a_liable_shop_bears_all_and_gets_the_commission_on_the_goods_back() -> None:
    assert charged("shop") == ("1250.00", "100.00")
    assert charged("shop", goods_back=False) == ("1250.00", "100.00")


def test_kilimall_s_own_cost_is_no_shop_s() -> None:
    assert charged("kilimall") == ("0.00", "0.00")


def test_where_nobody_is_liable_the_sale_is_undone_and_no_more() -> None:
    assert charged("nobody") == ("900.00", "90.00")
    assert charged("nobody", goods_back=False) == ("0.00", "0.00")


def test_a_refund_that_deductions_ate_up_costs_nothing() -> None:
    assert charged("shop", goods="80", minus_gift="-100") == ("0.00", "0.00")


@given(
    amounts=st.lists(st.integers(0, 10**9), min_size=3, max_size=3),
    gift=st.integers(0, 10**9),
    liable=st.sampled_from(Liable),
    goods_back=st.booleans(),
)
def test_the_commission_is_never_more_than_the_shop_gives_back_nor_that_more_than_the_refund(
    amounts: list[int], gift: int, liable: Liable, goods_back: bool
) -> None:
    kinds = ("goods", "delivery_fee", "return_freight", "minus_gift")
    units = [*amounts, -gift]
    parts = [
        Component(kind, Money.of_units(number, "KES"), "1.2")
        for kind, number in zip(kinds, units, strict=True)
    ]
    charge = charge_for(parts, liable, FIRST, goods_back=goods_back)

    whole = max(sum(units), 0)
    if liable is Liable.SHOP:
        assert charge.shop.units == whole
    assert 0 <= charge.commission.units <= charge.shop.units
