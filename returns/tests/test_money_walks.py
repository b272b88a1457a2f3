"""Money in any order: refunds in parts, rulings, withdrawals and their ends; the ledger stays balanced."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.models import OrderLine
from returns.actions.charging import charge_shop
from returns.actions.lapsing import settle_refunds
from returns.actions.objecting import answer_objection, raise_objection
from returns.actions.payouts import locked, take
from returns.actions.refusal import RefusedError
from returns.actions.withdrawing import withdraw
from returns.enums import Liable, MissingKind, PayoutState, PayoutStep, Reason, Service, Step
from returns.models import LedgerAccount, Payout, Refund, RefundComponent, Ticket, Transfer
from returns.queries.invariants import INVARIANTS
from returns.queries.wallet import offer_of
from returns.tests.numbers import use_mpesa, verified
from returns.tests.test_machines import SENT, walk
from returns.tests.world import NOON, World

OF_MONEY = [one for one in INVARIANTS if one.title[0] in "3456" or "payout" in one.title]
SHARES = st.decimals(Decimal("0.01"), Decimal("1.2"), places=2)


class Market:
    """One customer's order of three pieces for KES 1,000.01, and what is done about its money."""

    def __init__(self) -> None:
        self.world = World(kind="local", price="333.67", quantity=3, gift="Cup", delivery_fee="150.50")
        line = self.world.line
        line.discount_amount, line.paid_amount = Decimal("1.00"), Decimal("1000.01")
        line.save()
        self.number = verified(self.world.customer)
        self.now = NOON
        self.part(Reason.DEFECTIVE, Decimal("0.30"))
        self.pay()

    def part(self, reason: Reason, share: Decimal) -> None:
        """A refund only, for a share of what was paid; more than is left is refused."""
        amount = (share * self.world.line.paid_amount).quantize(Decimal("0.01"))
        kind = {"missing_kind": MissingKind.PRODUCT} if reason is Reason.MISSING else {}
        ticket = self.apply(Service.REFUND_ONLY, reason=reason, amount=str(amount), quantity=1, **kind)
        if ticket:
            self.world.take(Step.APPROVE, ticket, "seller", self.now)

    def goods(self, reason: Reason, quantity: int, *, gift_lost: bool, found: bool) -> None:
        """Some pieces come back and pass; what was declared of the gift need not be what is found."""
        ticket = self.apply(Service.RETURN_REFUND, reason=reason, quantity=quantity, gift_lost=gift_lost)
        if ticket:
            passed = (Step.PASS, "warehouse", {"gift_lost": found})
            walk(self.world, ticket, [*SENT, passed], self.now)

    def apply(self, service: Service, **claim: Any) -> Ticket | None:
        """Apply, unless the rules say no."""
        try:
            with transaction.atomic():  # what is refused leaves no draft
                return self.world.apply(service, now=self.now, **claim)
        except RefusedError:
            return None

    def pay(self) -> None:
        """The engine pays what is decided."""
        settle_refunds(self.now + timedelta(hours=6))

    def rule(self, liable: Liable) -> None:
        """Somebody else turns out to be liable for the last refund."""
        refund = Refund.objects.exclude(paid_at=None).order_by("-pk").first()
        if refund:
            refund.liable = liable
            refund.save()
            charge_shop(refund, refund.ticket, self.now)

    def object_to(self, who: str, *, upheld: bool) -> None:
        """Customer or shop objects to what happened last, and is answered."""
        for ticket in Ticket.objects.filter(inspected_by__isnull=False).order_by("-pk")[:1]:
            at = self.now + timedelta(hours=6)
            with suppress(RefusedError):
                objection = raise_objection(ticket.pk, by=self.world.people[who], text="No.", now=at)
                answer = {"upheld": upheld, "clause": "4.7", "text": "So it is.", "liable": "kilimall"}
                answer_objection(objection.pk, by=self.world.people["desk"], now=at, **answer)

    def take_out(self, share: Decimal) -> None:
        """Take a share of the wallet out; more than is there is refused."""
        by = self.world.people["customer"]
        offer = offer_of(by, self.now)
        if offer:
            amount = (share * max(offer.most.amount, Decimal(1))).to_integral_value()
            with suppress(RefusedError):
                withdraw(uuid4(), amount, str(self.number.pk), offer.fee.amount, by=by, now=self.now)

    def end(self, *, well: bool) -> None:
        """The oldest payout on its way arrives, or never will."""
        waiting = Payout.objects.filter(state=PayoutState.QUEUED).order_by("pk").first()
        payout = locked(waiting.pk) if waiting else None
        if payout is None:
            return
        if well:
            take(payout, PayoutStep.SUBMIT, self.now, look_at=self.now)
            take(payout, PayoutStep.CONFIRM, self.now, receipt=f"R{payout.pk}")
        else:
            take(payout, PayoutStep.DIVERT, self.now)


OBJECTIVE = st.sampled_from([Reason.DEFECTIVE, Reason.DAMAGED, Reason.MISSING])
MOVES = st.one_of(
    st.tuples(st.just("part"), st.fixed_dictionaries({"reason": OBJECTIVE, "share": SHARES})),
    st.tuples(
        st.just("goods"),
        st.fixed_dictionaries(
            {
                "reason": st.sampled_from([Reason.DEFECTIVE, Reason.CHANGE_OF_MIND]),
                "quantity": st.integers(1, 3),
                "gift_lost": st.booleans(),
                "found": st.booleans(),
            }
        ),
    ),
    *[st.tuples(st.just("pay"), st.just({}))] * 3,
    st.tuples(st.just("rule"), st.fixed_dictionaries({"liable": st.sampled_from(Liable)})),
    st.tuples(
        st.just("object_to"),
        st.fixed_dictionaries({"who": st.sampled_from(["customer", "seller"]), "upheld": st.booleans()}),
    ),
    st.tuples(st.just("take_out"), st.fixed_dictionaries({"share": SHARES})),
    st.tuples(st.just("end"), st.fixed_dictionaries({"well": st.booleans()})),
)


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=st.lists(MOVES, min_size=4, max_size=12))
def test_after_any_sequence_the_ledger_is_balanced_and_nobody_has_more_than_was_paid(
    settings: Any, moves: list[tuple[str, dict[str, Any]]]
) -> None:
    use_mpesa(settings)
    with transaction.atomic():
        market = Market()
        for move, how in moves:
            getattr(market, move)(**how)
            assert_balanced()
            market.now += timedelta(minutes=7)
        assert [one.title for one in OF_MONEY if list(one.offenders(market.now))] == []
        transaction.set_rollback(True)


def assert_balanced() -> None:
    """What always holds of money, reckoned here once more; the invariants are asked at the end."""
    balances = {one.pk: Decimal(0) for one in LedgerAccount.objects.all()}
    for row in Transfer.objects.all():
        balances[row.debit_id] -= row.amount
        balances[row.credit_id] += row.amount
    assert sum(balances.values()) == 0
    for wallet in LedgerAccount.objects.filter(kind="wallet"):
        assert wallet.balance == balances[wallet.pk] >= 0
    line = OrderLine.objects.get()
    assert 0 <= line.refunded_amount <= line.paid_amount + line.delivery_fee_amount
    refunded = Refund.objects.aggregate(all=Sum("amount"))["all"] or 0
    assert 0 <= refunded <= line.paid_amount + line.delivery_fee_amount
    for refund in Refund.objects.annotate(parts=Sum("components__amount")):
        assert refund.amount == max(refund.parts, Decimal(0))
    assert not RefundComponent.objects.filter(amount__gt=F("refund__ticket__line__paid_amount"))
