"""Money: exact, of one currency, and never lost when it is split."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilicare.kernel.money import DIGITS, Money

CURRENCIES = st.sampled_from(sorted(DIGITS))


def kes(text: str) -> Money:
    return Money(Decimal(text), "KES")


def test_an_amount_is_kept_with_the_currencys_decimals():
    assert kes("7200").text() == "7200.00"
    assert Money(Decimal("1500.00"), "UGX").text() == "1500"
    assert str(kes("0.5")) == "0.50"


def test_people_read_the_currency_first():
    assert kes("1234567.8").label() == "KES 1,234,567.80"
    assert kes("7200.00").label() == "KES 7,200"
    assert Money(Decimal(-150000), "UGX").label() == "-UGX 150,000"


def test_equal_amounts_are_equal_however_they_were_written():
    assert kes("1") == kes("1.00")
    assert hash(kes("1")) == hash(kes("1.00"))
    assert kes("1") != Money(Decimal(1), "NGN")


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.001", "KES"), ("0.5", "UGX"), ("NaN", "KES"), ("Infinity", "NGN"), ("1", "USD")],
)
def test_what_the_currency_cannot_pay_is_no_money(amount: str, currency: str):
    with pytest.raises(ValueError, match=amount if currency != "USD" else currency):
        Money(Decimal(amount), currency)


def test_amounts_add_up():
    assert kes("10.50") + kes("0.50") == kes("11")
    assert kes("10.50") - kes("11") == kes("-0.50")
    assert -kes("3") == kes("-3")


def test_amounts_are_ordered():
    assert kes("1") < kes("1.01")
    assert kes("2") >= kes("2")
    assert max(kes("3"), kes("5"), kes("4")) == kes("5")


@pytest.mark.parametrize("mix", [Money.__add__, Money.__sub__, Money.__lt__])
def test_currencies_do_not_mix(mix):
    with pytest.raises(ValueError, match="KES and UGX do not mix"):
        mix(kes("1"), Money(Decimal(1), "UGX"))


def test_only_nothing_is_false():
    assert not Money.zero("KES")
    assert kes("0.01")
    assert kes("-0.01")


def test_a_share_is_rounded_down_to_the_smallest_unit():
    assert kes("100").share(1, 3) == kes("33.33")
    assert kes("100").share(2, 3) == kes("66.66")
    assert kes("100").share(3, 3) == kes("100")
    assert Money(Decimal(100), "UGX").share(1, 3) == Money(Decimal(33), "UGX")


def test_a_percentage_is_rounded_down_to_the_smallest_unit():
    assert kes("99.99").percent(10) == kes("9.99")
    assert Money(Decimal(99), "UGX").percent(10) == Money(Decimal(9), "UGX")


def test_whole_shillings_leave_the_cents():
    assert kes("250.99").floor() == kes("250")
    assert Money(Decimal(7), "UGX").floor() == Money(Decimal(7), "UGX")


def test_units_are_the_smallest_there_are():
    assert kes("12.34").units == 1234
    assert Money.of_units(1234, "KES") == kes("12.34")
    assert Money.of_units(1234, "UGX").text() == "1234"


def test_money_is_split_by_weight():
    assert kes("100").allocate([1, 1, 1]) == [kes("33.33"), kes("33.33"), kes("33.34")]
    assert kes("10").allocate([0, 3, 1]) == [kes("0"), kes("7.50"), kes("2.50")]


@given(
    units=st.integers(-(10**12), 10**12),
    currency=CURRENCIES,
    weights=st.lists(st.integers(0, 1000), min_size=1).filter(any),
)
def test_the_parts_always_sum_to_the_whole(units: int, currency: str, weights: list[int]):
    money = Money.of_units(units, currency)

    parts = money.allocate(weights)

    assert len(parts) == len(weights)
    assert sum(parts, Money.zero(currency)) == money
