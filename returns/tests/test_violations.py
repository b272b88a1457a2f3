"""Each violation that the database lets in is found."""

import os
import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from kilicare.accounts.codes import Channel, queue_message
from orders.models import OrderLine
from returns.actions.engine import relay
from returns.enums import Party, State, Step
from returns.models import (
    ClockSegment,
    Evidence,
    LedgerAccount,
    Notice,
    Payout,
    Refund,
    RefundComponent,
    Ticket,
    TicketEvent,
    Transfer,
    Withdrawal,
)
from returns.tests.test_invariants import HOUR, LATER, a_refund, broken
from returns.tests.test_machines import PASSED, walk
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
Paid = tuple[World, Ticket]


@pytest.fixture(scope="module")
def whole(lasting: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Paid, Path]:
    """A world whose refund is paid and told of, in which nothing is broken; and its files."""
    folder = tmp_path_factory.mktemp("whole")
    with override_settings(MEDIA_ROOT=str(folder / "media"), VAR_DIR=folder):
        world = World()
        ticket = a_refund(world)
        relay(LATER)
    return (world, ticket), folder


@pytest.fixture
def paid(db: None, whole: tuple[Paid, Path], settings: Any, tmp_path: Path) -> Paid:
    """The same for one test, to be broken."""
    known, folder = whole
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    settings.MEDIA_ROOT, settings.VAR_DIR = str(tmp_path / "media"), tmp_path
    return deepcopy(known)


Plant = Callable[[World, Ticket], object]


def rows(model: Any, **key: Any) -> Any:
    return model.objects.filter(**key)


def event(ticket: Ticket, number: int, **more: Any) -> TicketEvent:
    given: dict[str, Any] = {
        "step": Step.CHANGE_METHOD,
        "from_state": State.REFUNDED,
        "to_state": State.REFUNDED,
        "party": Party.CUSTOMER,
        "role": "customer",
        "by": ticket.customer.user,
        "at": LATER,
        "recorded_at": LATER,
    }
    return TicketEvent.objects.create(ticket=ticket, number=number, **(given | more))


def overdraw(world: World, ticket: Ticket) -> None:
    """The wallet pays the house more than it ever had."""
    other = a_refund(World())
    transfer = Transfer.objects.get(refund__ticket=other, credit__kind="wallet")
    wallet = transfer.credit
    refund = Refund.objects.create(
        ticket=World().apply(), currency="KES", amount=9, route="wallet", decided_at=NOON, paid_at=NOON
    )
    house = transfer.debit
    Transfer.objects.create(key="x", debit=wallet, credit=house, refund=refund, amount=9000, at=NOON)


def mix(_world: World, ticket: Ticket) -> None:
    """Money of one customer goes into another's wallet."""
    world = World()
    other = walk(world, world.apply(), PASSED)
    refund = Refund.objects.get(ticket=other)
    house = LedgerAccount.objects.get(kind="refunds")
    strange = LedgerAccount.objects.get(customer=ticket.customer)
    Transfer.objects.create(
        key="x", debit=house, credit=strange, refund=refund, amount=refund.amount, at=NOON
    )


def withdraw_half(world: World, ticket: Ticket) -> None:
    """Money is said to be on its way out of a wallet that gave nothing."""
    customer = ticket.customer
    made = Withdrawal.objects.create(
        customer=customer, token=uuid4(), currency="KES", amount=9, fee=0, asked_at=NOON
    )
    Payout.objects.create(withdrawal=made, phone="+254712000101", currency="KES", amount=9, entered_at=NOON)


def bill_another(world: World, ticket: Ticket) -> None:
    """One shop's refund is charged to another."""
    other = LedgerAccount.objects.create(kind="shop", currency="KES", shop=World().shop)
    house = LedgerAccount.objects.get(kind="refunds")
    refund = Refund.objects.get(ticket=ticket)
    Transfer.objects.create(key="x", debit=other, credit=house, refund=refund, amount=1, at=NOON)


def keep_commission(world: World, ticket: Ticket) -> None:
    """More of the commission is given back than the shop paid back of the sale."""
    shop = LedgerAccount.objects.get(shop=world.shop)
    kept = LedgerAccount.objects.get(kind="commission")
    refund = Refund.objects.get(ticket=ticket)
    Transfer.objects.create(key="x", debit=kept, credit=shop, refund=refund, amount=9000, at=NOON)


def crowd(world: World, ticket: Ticket) -> None:
    """More pieces given back than were bought."""
    rows(Ticket, pk=ticket.pk).update(quantity=5)


def loosen(world: World, ticket: Ticket) -> None:
    """A file that nobody knows, an hour old."""
    name = default_storage.save("evidence/2026/11/lost.jpg", ContentFile(b"x"))
    os.utime(default_storage.path(name), (0, 0))
    default_storage.save("evidence/2026/11/fresh.jpg", ContentFile(b"x"))


def exchange_file(world: World, ticket: Ticket) -> None:
    """Another file in place of the evidence."""
    evidence = Evidence.objects.filter(ticket=ticket).first()
    Path(default_storage.path(evidence.file.name)).write_bytes(b"other")


def lose_file(world: World, ticket: Ticket) -> None:
    """No file any more."""
    evidence = Evidence.objects.filter(ticket=ticket).first()
    Path(default_storage.path(evidence.file.name)).unlink()


def code(world: World, ticket: Ticket) -> None:
    """A sign-in code that stayed readable."""
    queue_message(Channel.SMS, "+254712345678", body="314159", now=NOON)


PLANTS: list[tuple[str, Plant, str]] = [
    ("overdue", lambda world, _: world_due(world), "1 no clock is overdue"),
    (
        "early",
        lambda _, ticket: event(ticket, 99, at=LATER, recorded_at=NOON, **BY_CLOCK),
        "1 no clock lapsed",
    ),
    (
        "moved",
        lambda _, ticket: rows(ClockSegment, ticket=ticket, state="seller_review").update(
            ended_by="take_over"
        ),
        "1 no clock lapsed",
    ),
    ("crowded", crowd, "2 one live ticket"),
    ("miscounted", lambda world, _: rows(OrderLine, pk=world.line.pk).update(ticket_count=3), "2 each line"),
    ("uneven", lambda *_: rows(RefundComponent, kind="goods").update(amount=1), "3 a refund is the sum"),
    (
        "overpaid",
        lambda world, _: rows(RefundComponent, kind="goods").update(amount=9000),
        "3 refunds of a line",
    ),
    ("uncounted", lambda world, _: rows(OrderLine, pk=world.line.pk).update(refunded_amount=1), "3 what was"),
    (
        "unpaid end",
        lambda _, ticket: rows(Refund, ticket=ticket).update(paid_at=None),
        "4 a ticket is refunded",
    ),
    ("mixed", mix, "5 the ledger"),
    ("balance", lambda *_: rows(LedgerAccount, kind="wallet").update(balance=1), "5 no wallet"),
    ("half withdrawn", withdraw_half, "5 what was taken out"),
    ("another shop", bill_another, "5 the ledger"),
    ("uncharged", lambda *_: rows(Refund, liable="shop").update(liable="kilimall"), "5 a refund costs"),
    ("commission", keep_commission, "5 a refund costs"),
    ("overdrawn", overdraw, "5 no wallet"),
    ("unmatched", lambda _, ticket: rows(Refund, ticket=ticket).update(amount=7), "6 a paid refund"),
    ("torn", lambda _, ticket: rows(Ticket, pk=ticket.pk).update(last_event=3), "7 a state is its last"),
    ("gap", lambda _, ticket: event(ticket, 99), "7 each event follows"),
    ("after its end", lambda _, ticket: event(ticket, ticket.last_event + 1), "7 each event follows"),
    ("strange", lambda _, ticket: event(ticket, ticket.last_event + 1), "7 each event is an arrow"),
    ("unsealed", lambda _, ticket: event(ticket, ticket.last_event + 1), "7 each event is sealed"),
    ("stuck", lambda *_: rows(Notice).update(told_at=None), "8 each notice"),
    ("readable", code, "8 no sign-in message"),
    ("another file", exchange_file, "9 each piece"),
    ("no file", lose_file, "9 each piece"),
    ("no row", loosen, "9 no file"),
]
BY_CLOCK: dict[str, Any] = {"party": Party.SYSTEM, "role": "system", "by": None}


def world_due(world: World) -> None:
    """A clock that has run out an hour ago."""
    other = World().apply()
    rows(Ticket, pk=other.pk).update(due_at=LATER - HOUR)


@pytest.mark.parametrize(("name", "plant", "title"), PLANTS, ids=[name for name, *_rest in PLANTS])
def test_a_violation_is_found(paid: Paid, name: str, plant: Plant, title: str) -> None:
    assert broken() == {}

    plant(*paid)

    assert [found for found in broken() if found.startswith(title)], broken()
