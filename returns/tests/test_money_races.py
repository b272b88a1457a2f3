"""Five hundred at once at the same money, on PostgreSQL: one wins, and no shilling is counted twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from kilicare.kernel.money import Money
from orders.models import Customer, OrderLine
from returns.actions.engine import tick
from returns.actions.lapsing import settle_refunds
from returns.actions.opening import Application, open_ticket
from returns.actions.refunding import raise_refunded
from returns.actions.refusal import RefusedError
from returns.actions.stepping import take_step
from returns.actions.withdrawing import withdraw
from returns.enums import MissingKind, Reason, Service, Step
from returns.models import Draft, LedgerAccount, Refund, Ticket, Transfer, VerifiedNumber, Withdrawal
from returns.policy.facts import Claim
from returns.queries.invariants import INVARIANTS
from returns.tests.numbers import PHONE, use_mpesa
from returns.tests.world import NOON, World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOUR = timedelta(hours=1)
MANY = 500
AT_ONCE = 25
"""Each has a connection of its own."""


def all_at_once(runners: list[Callable[[], Any]]) -> Counter[str]:
    """Run all of them, so many at a time; how often each end came: `done`, or its refusal's code."""

    def run(runner: Callable[[], Any]) -> str:
        try:
            runner()
        except RefusedError as refused:
            return refused.code
        except Exception as broken:  # noqa: BLE001 - what the database refuses is counted by its name
            return type(broken).__name__
        else:
            return "done"

    def work(part: list[Callable[[], Any]]) -> list[str]:
        try:
            return [run(runner) for runner in part]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = pool.map(work, [runners[first::AT_ONCE] for first in range(AT_ONCE)])
        return Counter(end for part in ends for end in part)


def assert_whole() -> None:
    broken = [
        one.title for one in INVARIANTS if one.title[0] in "34567" and list(one.offenders(NOON + 9 * HOUR))
    ]
    assert broken == []


def test_of_500_approvals_and_payments_one_counts() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, amount="500")
    approve = partial(take_step, Step.APPROVE, ticket.pk, by=world.people["seller"], now=NOON + HOUR)

    assert all_at_once([approve] * MANY) == {"done": 1, "not_open": MANY - 1}

    all_at_once([partial(settle_refunds, NOON + 2 * HOUR)] * AT_ONCE)
    assert Refund.objects.get(ticket=ticket).amount == 500
    assert Transfer.objects.filter(credit__kind="wallet").count() == 1
    assert Transfer.objects.filter(debit__kind="shop").count() == 1
    assert_whole()


def test_of_500_replays_of_an_application_one_opens() -> None:
    world = World()
    owner = world.people["customer"]
    draft = Draft.objects.create(owner=owner, line=world.line, updated_at=NOON)
    claim = Claim(service=Service.REFUND_ONLY, reason=Reason.MISSING, missing_kind=MissingKind.PARCEL)
    application = Application(claim=claim, statement="It never came.", draft=draft)
    apply = partial(open_ticket, world.line.pk, application, by=owner, now=NOON)

    assert all_at_once([apply] * MANY) == {"done": MANY}
    assert Ticket.objects.count() == 1
    assert_whole()


def test_500_partial_refunds_of_a_line_stop_at_what_was_paid() -> None:
    world = World(price="100.00")
    one = partial(raise_refunded, world.line.pk, Money(Decimal(1), "KES"))

    assert all_at_once([one] * MANY) == {"done": 100, "IntegrityError": MANY - 100}
    assert OrderLine.objects.get(pk=world.line.pk).refunded_amount == 100


def test_500_withdrawals_never_overdraw_a_wallet(settings: Any) -> None:
    use_mpesa(settings)
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, amount="1000")
    world.take(Step.APPROVE, ticket, "seller", NOON + HOUR)
    tick(NOON + 2 * HOUR)
    by = world.people["customer"]
    own = VerifiedNumber.objects.create(customer=Customer.objects.get(user=by), phone=PHONE, verified_at=NOON)
    token = uuid4()
    take = partial(withdraw, number=str(own.pk), by=by, now=NOON + 3 * HOUR)
    free = [partial(take, token, Decimal(100), fee=Decimal(0))] * (MANY // 2)
    charged = [partial(take, uuid4(), Decimal(100), fee=Decimal(20)) for _each in range(MANY // 2)]

    ends = all_at_once([one for pair in zip(free, charged, strict=True) for one in pair])

    made = Withdrawal.objects.all()
    assert made.filter(fee=0).count() == 1
    assert made.filter(fee=20).count() == 7
    assert ends["done"] == MANY // 2 + 7
    assert set(ends) <= {"done", "changed", "invalid"}
    assert LedgerAccount.objects.get(customer__user=by).balance == 1000 - 100 - 7 * 120
    assert_whole()
