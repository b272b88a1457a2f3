"""A verdict: true when it lets a claim go on, and its deductions are what takes money off."""

from decimal import Decimal

import pytest

from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component, Verdict


def component(amount: int) -> Component:
    return Component("goods", Money(Decimal(amount), "KES"), "1.2")


@pytest.mark.parametrize(
    ("outcome", "allowed"),
    [("eligible", True), ("not_eligible", False), ("warranty", False), ("cancel_flow", False)],
)
def test_only_an_eligible_verdict_is_a_yes(outcome, allowed: bool):
    verdict = Verdict(outcome, "2.2")

    assert bool(verdict) is allowed
    assert verdict.allowed is allowed


def test_deductions_are_the_components_below_zero():
    goods, nothing, gift = component(100), component(0), component(-10)

    assert Verdict("eligible", "2-T1", components=(goods, nothing, gift)).deductions == (gift,)
