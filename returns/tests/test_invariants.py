"""What always holds is seen to hold, and each violation that the database lets in is found."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from kilicare.accounts.codes import Channel, queue_message
from orders.models import OrderLine
from returns.actions.engine import relay, tick
from returns.actions.lapsing import lapse_clocks
from returns.enums import Party, Reason, Service, State, Step
from returns.models import (
    ClockSegment,
    Evidence,
    LedgerAccount,
    Notice,
    Refund,
    RefundComponent,
    Setback,
    Ticket,
    TicketEvent,
    Transfer,
)
from returns.queries.invariants import INVARIANTS
from returns.tests.test_machines import APPEALED, DISPATCHED, FAILED, OWN_COURIER, PASSED, walk
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 12 * HOUR


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Evidence of other tests is no evidence of this one's."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VAR_DIR = tmp_path


def broken(now: datetime = LATER) -> dict[str, list[str]]:
    """The invariants that do not hold, by their first word and title."""
    found = {invariant.title: list(invariant.offenders(now)) for invariant in INVARIANTS}
    return {title: offenders for title, offenders in found.items() if offenders}


def a_refund(world: World) -> Ticket:
    """A ticket whose money is paid."""
    ticket = walk(world, world.apply(), PASSED)
    tick(NOON + 9 * HOUR)
    relay(NOON + 9 * HOUR)
    return Ticket.objects.get(pk=ticket.pk)


def test_a_lively_marketplace_breaks_none() -> None:
    a_refund(World(gift="Cup"))
    for service, path in (
        (Service.EXCHANGE, [*DISPATCHED, (Step.CONFIRM, "customer", {})]),
        (Service.RETURN_REFUND, OWN_COURIER),
        (Service.RETURN_REFUND, FAILED),
        (Service.EXCHANGE, APPEALED),
    ):
        world = World(delivery_fee="150.00")
        walk(world, world.apply(service), path)
    switched = World()
    offer: Any = [
        (Step.OFFER, "seller", {"service": "return_refund", "text": "Send it back."}),
        (Step.ACCEPT, "customer", {"method": "kilishop"}),
        (Step.HAND_OVER, "counter", {"place": "K1"}),
    ]
    walk(switched, switched.apply(Service.REFUND_ONLY), offer)
    World().apply(Service.REFUND_ONLY, Reason.DAMAGED, amount="500.00")
    tick(LATER)
    relay(LATER)
    assert broken() == {}

    for now in (NOON + timedelta(days=days) for days in (2, 5, 9, 30, 120)):
        tick(now)
        tick(now)
        relay(now)
        assert broken(now) == {}


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
    transfer = Transfer.objects.get(refund__ticket=other)
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
    ("overdrawn", overdraw, "5 no wallet"),
    ("unmatched", lambda _, ticket: rows(Refund, ticket=ticket).update(amount=7), "6 a paid refund"),
    ("torn", lambda _, ticket: rows(Ticket, pk=ticket.pk).update(last_event=3), "7 a state is its last"),
    ("gap", lambda _, ticket: event(ticket, 99), "7 each event follows"),
    ("after its end", lambda _, ticket: event(ticket, ticket.last_event + 1), "7 each event follows"),
    ("strange", lambda _, ticket: event(ticket, ticket.last_event + 1), "7 each event is an arrow"),
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
def test_a_violation_is_found(name: str, plant: Plant, title: str, capsys: Any) -> None:
    world = World()
    ticket = a_refund(world)
    relay(LATER)
    assert broken() == {}

    plant(world, ticket)

    assert [found for found in broken() if found.startswith(title)], broken()


def test_what_the_engine_has_set_aside_is_parked_with_an_alert_not_forgotten() -> None:
    ticket = World().apply()
    Ticket.objects.filter(pk=ticket.pk).update(terms="1999-01-01")
    due = NOON + 48 * HOUR
    lapse_clocks(due)

    assert "1 no clock is overdue by more than two ticks" not in broken(due + timedelta(seconds=59))
    Setback.objects.all().delete()
    assert "1 no clock is overdue by more than two ticks" in broken(due + timedelta(seconds=61))


def test_the_command_prints_each_and_ends_well(capsys: Any) -> None:
    call_command("check_invariants")

    assert capsys.readouterr().out == "".join(f"{invariant.title}: OK\n" for invariant in INVARIANTS)


def test_the_command_prints_some_of_those_that_break_one(capsys: Any) -> None:
    world = World()
    OrderLine.objects.filter(pk=world.line.pk).update(ticket_count=1)
    for _line in range(21):
        line = world.add_line()
        OrderLine.objects.filter(pk=line.pk).update(ticket_count=Decimal(1))
    person()

    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants")

    said = capsys.readouterr().out
    assert ended.value.code == 1
    assert "2 each line counts its tickets: BROKEN\n    line " in said
    assert said.count("1 counted, 0 there") == 20
    assert "    and more\n" in said
