"""Money out of the wallet: taken at once, sent once or put back, never more than is there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilicare.kernel.money import Money
from orders.models import Customer
from returns.actions.engine import tick
from returns.actions.finance import divert_payout
from returns.actions.refusal import RefusedError
from returns.actions.withdrawing import withdraw
from returns.enums import PayoutState, Service, Step
from returns.models import LedgerAccount, Payout, Transfer, VerifiedNumber, Withdrawal
from returns.policy.terms import FIRST
from returns.policy.wallet import fee_of, most_of
from returns.queries.invariants import INVARIANTS
from returns.queries.wallet import WalletPage, wallet_page
from returns.tests.numbers import verified
from returns.tests.payouts import Box, engine, payout
from returns.tests.policy.makers import money
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOW = NOON + 4 * HOUR
MINE = "+254712000555"


def refunded(world: World, amount: str = "1000") -> None:
    """One more refund in the wallet of a world's customer."""
    line = (
        world.line
        if not Transfer.objects.filter(refund__ticket__line=world.line).exists()
        else world.add_line()
    )
    ticket = world.apply(Service.REFUND_ONLY, amount=amount, line=line)
    world.take(Step.APPROVE, ticket, "seller", NOON + HOUR)
    tick(NOON + 2 * HOUR)


def rich(amount: str = "1000") -> World:
    """A world whose customer has a refund in the wallet, and a number of their own."""
    world = World()
    refunded(world, amount)
    customer = Customer.objects.get(user=world.people["customer"])
    VerifiedNumber.objects.create(customer=customer, phone=MINE, verified_at=NOON)
    return world


def take(
    world: World, amount: str, *, fee: str = "0", token: UUID | None = None, number: str | None = None
) -> Withdrawal:
    key = str(VerifiedNumber.objects.get(phone=MINE).pk) if number is None else number
    by = world.people["customer"]
    return withdraw(token or uuid4(), Decimal(amount), key, Decimal(fee), by=by, now=NOW)


def balance(world: World) -> Decimal:
    return LedgerAccount.objects.get(customer__user=world.people["customer"]).balance


def page(world: World, after: str = "") -> WalletPage:
    return wallet_page(world.people["customer"], after, NOW)


def assert_whole() -> None:
    broken = [one.title for one in INVARIANTS if one.title[0] in "3456" and list(one.offenders(NOW))]
    assert broken == []


def assert_refused(code: str, world: World, amount: str, **how: Any) -> RefusedError:
    """It says no, and nothing has moved."""
    before = balance(world), Transfer.objects.count(), Payout.objects.count()
    with pytest.raises(RefusedError) as no:
        take(world, amount, **how)
    assert no.value.code == code
    assert (balance(world), Transfer.objects.count(), Payout.objects.count()) == before
    return no.value


def test_money_is_taken_at_once_and_paid_to_a_number_of_ones_own(box: Box) -> None:
    world = rich("1000.50")
    take(world, "600")

    assert balance(world) == Decimal("400.50")
    assert payout().state == PayoutState.QUEUED
    assert_whole()

    engine(NOW)
    assert box.deliver() == [200]
    engine(NOW + timedelta(minutes=1))

    assert [(paid["amount"], paid["phone"]) for paid in box.executed] == [(600, MINE.strip("+"))]
    assert payout().state == PayoutState.PAID
    assert balance(world) == Decimal("400.50")
    entries = [(entry.what, entry.amount) for entry in page(world).entries]
    assert entries == [("Taken out to M-Pesa +254 ••••••555", "-KES 600"), ("Refund", "KES 1,000.50")]
    assert page(world).entries[0].note == f"Paid. Receipt: {payout().receipt}. Without a fee."
    assert_whole()


def test_each_refund_pays_for_one_withdrawal(box: Box) -> None:
    world = rich()
    take(world, "100")
    assert_refused("changed", world, "100", fee="0")
    take(world, "100", fee="20")
    assert balance(world) == 780

    refunded(world)
    take(world, "100")
    assert balance(world) == 1680
    assert_whole()

    engine(NOW)
    box.deliver(3)
    engine(NOW)
    kept = Transfer.objects.get(credit__kind="fees")
    assert (kept.amount, kept.debit.kind) == (20, "outgoing")
    assert len(box.executed) == 3
    assert_whole()


def test_what_can_never_be_paid_comes_back_with_its_fee_and_stays_free(box: Box) -> None:
    world = rich()
    take(world, "100")
    take(world, "100", fee="20")
    box.goes(code="2040")
    for _round in range(2):  # the failures, then the answers to the questions about them
        engine(NOW)
        box.deliver(2)
    engine(NOW)

    assert set(Payout.objects.values_list("state", flat=True)) == {PayoutState.TO_WALLET}
    assert balance(world) == 1000
    assert page(world).offer.fee == money("0")
    assert [entry.what for entry in page(world).entries][:2] == [
        "M-Pesa could not pay +254 ••••••555: the money is back"
    ] * 2
    assert {entry.note for entry in page(world).entries} == {
        "",
        "Not paid. Without a fee.",
        "Not paid. Fee: KES 20.",
    }
    assert_whole()


def test_finance_puts_back_what_was_not_sent(box: Box) -> None:
    world = rich()
    take(world, "100")
    divert_payout(payout().pk, by=world.people["finance"], reason="The customer asked.", now=NOW)

    assert balance(world) == 1000
    engine(NOW)
    assert box.executed == []
    assert_whole()


def test_nobody_treats_their_own_withdrawal(box: Box) -> None:
    world = rich()
    take(world, "100")
    own = world.people["customer"]
    own.groups.add(*world.people["finance"].groups.all())
    with pytest.raises(RefusedError) as no:
        divert_payout(payout().pk, by=own, reason="Mine.", now=NOW)
    assert no.value.code == "not_found"


def test_the_same_form_twice_is_one_withdrawal(box: Box) -> None:
    world, token = rich(), uuid4()
    assert take(world, "100", token=token) == take(world, "100", token=token)
    assert balance(world) == 900
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize(
    ("amount", "field"),
    [("1001", "amount"), ("9", "amount"), ("0", "amount"), ("-5", "amount"), ("100.50", "amount")],
)
def test_more_than_is_there_and_odd_amounts_are_refused(box: Box, amount: str, field: str) -> None:
    assert assert_refused("invalid", rich(), amount).field == field


def test_the_fee_is_left_beside_what_is_taken(box: Box) -> None:
    world = rich("200")
    take(world, "100")
    assert_refused("invalid", world, "90", fee="20")
    take(world, "80", fee="20")
    assert balance(world) == 0
    assert not page(world).offer.is_open


def test_a_number_that_is_not_ones_own_is_refused(box: Box) -> None:
    world, other = rich(), World()
    stranger = VerifiedNumber.objects.create(
        customer=Customer.objects.get(user=other.people["customer"]), phone="+254712000777", verified_at=NOON
    )
    for number in (str(stranger.pk), "", "0", "x"):
        assert assert_refused("invalid", world, "100", number=number).field == "number"

    taken = other.people["seller"]
    taken.phone = MINE
    taken.save()
    assert_refused("invalid", world, "100")


def test_a_form_s_token_is_its_customer_s_own(box: Box) -> None:
    world, other, token = rich(), World(), uuid4()
    refunded(other)
    theirs = verified(other.customer)
    first = take(world, "100", token=token)
    second = take(other, "100", token=token, number=str(theirs.pk))

    assert first != second
    assert (balance(world), balance(other)) == (900, 900)


def test_an_empty_wallet_is_refused(box: Box) -> None:
    for poor in (World().people["customer"], World().people["desk"]):
        with pytest.raises(RefusedError) as no:
            withdraw(uuid4(), Decimal(100), "1", Decimal(0), by=poor, now=NOW)
        assert no.value.code == "not_open"


def test_a_large_one_needs_two_persons(box: Box) -> None:
    world = World(price="90000")
    refunded(world, "80000")
    customer = Customer.objects.get(user=world.people["customer"])
    VerifiedNumber.objects.create(customer=customer, phone=MINE, verified_at=NOON)
    take(world, "60000")
    engine(NOW)

    assert payout().needs_release
    assert box.executed == []


def test_without_mpesa_or_a_wallet_nothing_is_offered(box: Box, settings: Any) -> None:
    world = rich()
    assert wallet_page(World().people["customer"], "", NOW).offer is None
    settings.MPESA = {**settings.MPESA, "url": ""}
    assert page(world).offer is None
    assert page(world).balances == ["KES 1,000"]


def test_a_withdrawal_that_gave_no_answer_is_said_so(box: Box) -> None:
    world = rich()
    take(world, "100")
    assert page(world).entries[0].note == "On its way. Without a fee."
    box.goes(ack="reset")
    engine(NOW)
    assert page(world).entries[0].note.startswith("M-Pesa has not told us yet")


@given(refunds=st.integers(0, 50), free=st.integers(0, 50), units=st.integers(0, 10**9))
def test_what_may_be_taken_and_its_fee_are_in_the_wallet(refunds: int, free: int, units: int) -> None:
    fee = fee_of(FIRST, "KES", refunds=refunds, free=free)
    held = Money.of_units(units, "KES")
    most = most_of(held, fee)
    assert bool(fee) == (free >= refunds)
    assert most.amount == most.amount.to_integral_value()
    assert most + fee <= held
