"""The seller's side of refunds in the ledger: by liability, once, and moved by new transfers only."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from orders.enums import OrderKind
from returns.actions.charging import charge_shop
from returns.actions.engine import tick
from returns.enums import Party, Reason, Service, Step
from returns.models import LedgerAccount, Refund, Ticket, Transfer
from returns.queries.access import Machine, as_machine
from returns.queries.invariants import INVARIANTS
from returns.queries.ticket_page import money_view
from returns.tests.test_machines import APPEALED, PASSED, walk
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 9 * HOUR
RULING = {"clause": "2-T2", "text": "We looked at it."}


def paid(ticket: Ticket) -> Refund:
    """The refund, once the engine has paid it; nothing is broken."""
    tick(LATER)
    assert_whole()
    return Refund.objects.get(ticket=ticket)


def assert_whole() -> None:
    broken = [one.title for one in INVARIANTS if one.title[0] in "3456" and list(one.offenders(LATER))]
    assert broken == []


def sold(kind: OrderKind) -> World:
    """A world whose order is of a kind."""
    world = World()
    world.order.kind = kind
    world.order.save()
    return world


def sides(refund: Refund) -> list[tuple[str, str, Decimal]]:
    """The transfers of the shop's side, in their order."""
    rows = Transfer.objects.filter(refund=refund).exclude(credit__kind="wallet").order_by("pk")
    return [(row.debit.kind, row.credit.kind, row.amount) for row in rows.select_related("debit", "credit")]


def seen(ticket_id: int) -> Machine:
    """A ticket as its page takes it."""
    return as_machine(Ticket.objects.get(pk=ticket_id))


def balance(shop: Any) -> Decimal:
    """What the shop has to get; below zero, what it owes."""
    own = LedgerAccount.objects.get(shop=shop)
    came, went = (sum(row.amount for row in rows.all()) for rows in (own.credits, own.debits))
    return Decimal(came - went)


CHARGED = [("shop", "refunds", Decimal(8000)), ("commission", "shop", Decimal(800))]


@pytest.mark.parametrize(
    ("reason", "liable", "expected"),
    [
        ("defective", "shop", CHARGED),
        ("damaged", "kilimall", []),
        ("change_of_mind", "nobody", CHARGED),
    ],
)
def test_a_refund_is_charged_by_who_is_liable(reason: str, liable: str, expected: list[Any]) -> None:
    world = sold(OrderKind.LOCAL)
    refund = paid(walk(world, world.apply(reason=Reason(reason)), PASSED))

    assert refund.liable == liable
    assert sides(refund) == expected
    assert balance(world.shop) == (Decimal(-7200) if expected else 0)


def test_what_the_seller_sent_and_was_damaged_is_the_seller_s() -> None:
    world = sold(OrderKind.DROPSHIP)
    refund = paid(walk(world, world.apply(reason=Reason.DAMAGED), PASSED))

    assert sides(refund) == CHARGED


def test_a_ruling_says_who_is_liable() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, amount="1000")
    ticket = walk(world, ticket, APPEALED)
    ticket = world.take(Step.RULE_REFUND, ticket, "desk", NOON + 6 * HOUR, **RULING, liable="kilimall")
    refund = paid(ticket)

    assert (refund.liable, sides(refund)) == ("kilimall", [])


def test_goods_lost_on_their_way_back_are_kilimall_s_cost() -> None:
    world = World()
    ticket = walk(world, world.apply(), PASSED[:-2])
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.due_step == Step.PRESUME_RECEIVED
    late = ticket.due_at + HOUR
    tick(late)
    tick(late + HOUR)
    refund = Refund.objects.get(ticket=ticket)

    assert refund.paid_at is not None
    assert (refund.liable, sides(refund)) == ("kilimall", [])


def test_what_a_shop_was_charged_is_moved_by_new_transfers() -> None:
    world = World()
    refund = paid(walk(world, world.apply(), PASSED))
    ticket = Ticket.objects.get(pk=refund.ticket_id)

    charge_shop(refund, ticket, LATER)
    assert sides(refund) == CHARGED

    refund.liable = "kilimall"
    refund.save()
    charge_shop(refund, ticket, LATER)
    back = [(credit, debit, amount) for debit, credit, amount in CHARGED]
    assert sides(refund) == CHARGED + back
    assert balance(world.shop) == 0

    refund.liable = "shop"
    refund.save()
    charge_shop(refund, ticket, LATER)
    assert sides(refund) == CHARGED + back + CHARGED
    assert balance(world.shop) == -7200
    assert_whole()


def test_the_seller_and_kilimall_are_told_what_it_costs_the_shop_and_the_customer_is_not() -> None:
    world = sold(OrderKind.LOCAL)
    mine = paid(walk(world, world.apply(), PASSED)).ticket_id
    other = sold(OrderKind.LOCAL)
    theirs = paid(walk(other, other.apply(reason=Reason.DAMAGED), PASSED)).ticket_id

    for party in (Party.SELLER, Party.KILIMALL):
        charged = money_view(seen(mine), party)
        free = money_view(seen(theirs), party)
        assert charged is not None
        assert free is not None
        assert charged.shop == (
            "Who bears the cost: The shop. The shop is charged KES 8,000 and gets KES 800 of commission back."
        )
        assert free.shop == "Who bears the cost: Kilimall. The shop is charged nothing."
    third = sold(OrderKind.LOCAL)
    undone = paid(walk(third, third.apply(reason=Reason.CHANGE_OF_MIND), PASSED)).ticket_id
    told = money_view(seen(undone), Party.SELLER)
    assert told is not None
    assert told.shop.startswith("Nobody is at fault: the goods are back, so the sale is undone. The shop is")
    own = money_view(seen(mine), Party.CUSTOMER)
    assert own is not None
    assert own.shop == ""
