"""The history's chain: whatever passes the database by and touches a history is seen."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from returns.actions.lapsing import lapse_clocks
from returns.enums import Service, Step
from returns.models import Inspection, Ticket, TicketEvent
from returns.queries.history import broken_seals, seal_of
from returns.tests.test_machines import EXCHANGED, PASSED, walk
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db


def lift_guard() -> None:
    """Do what an intruder with the database's own keys would do first; the test's end undoes it."""
    statements = {
        "postgresql": [
            "SET CONSTRAINTS ALL IMMEDIATE",
            "ALTER TABLE returns_ticketevent DISABLE TRIGGER USER",
        ],
        "sqlite": [f"DROP TRIGGER returns_ticketevent_no_{verb}" for verb in ("update", "delete")],
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def verify(*references: str) -> tuple[int, list[str]]:
    """The command's exit status and its lines."""
    said, status = StringIO(), 0
    try:
        call_command("verify_history", *references, stdout=said)
    except SystemExit as end:
        status = int(str(end.code))
    return status, said.getvalue().splitlines()


def event(ticket: Ticket, number: int) -> Any:
    return TicketEvent.objects.filter(ticket=ticket, number=number)


def swap(ticket: Ticket) -> None:
    event(ticket, 3).update(number=99)
    event(ticket, 4).update(number=3)
    event(ticket, 99).update(number=4)


def put_in(ticket: Ticket) -> None:
    TicketEvent.objects.filter(ticket=ticket, number__gte=3).update(number=F("number") + 100)
    TicketEvent.objects.filter(ticket=ticket, number__gte=100).update(number=F("number") - 99)
    copy = event(ticket, 2).get()
    copy.pk, copy.number = None, 3
    copy.seal = seal_of(copy, event(ticket, 2).get().seal)
    copy.save()
    Ticket.objects.filter(pk=ticket.pk).update(last_event=F("last_event") + 1)


def take_out(ticket: Ticket) -> None:
    delete(event(ticket, 3))
    TicketEvent.objects.filter(ticket=ticket, number__gt=3).update(number=F("number") + 100)
    TicketEvent.objects.filter(ticket=ticket, number__gt=100).update(number=F("number") - 101)
    Ticket.objects.filter(pk=ticket.pk).update(last_event=F("last_event") - 1)


def delete(events: Any) -> None:
    with connection.cursor() as cursor:
        for pk in events.values_list("pk", flat=True):
            cursor.execute("DELETE FROM returns_notice WHERE event_id = %s", [pk])
            cursor.execute("DELETE FROM returns_evidence WHERE event_id = %s", [pk])
            cursor.execute("DELETE FROM returns_ticketevent WHERE id = %s", [pk])


def cut_off(ticket: Ticket) -> None:
    """The last event goes, and the sheet that names it forgets it."""
    Inspection.objects.filter(ticket=ticket).update(event=None)
    delete(event(ticket, ticket.last_event))


TAMPERINGS: list[tuple[str, Callable[[Ticket], Any], str]] = [
    ("a text", lambda ticket: event(ticket, 2).update(text="Never said."), "/2"),
    ("a step", lambda ticket: event(ticket, 3).update(step=Step.REJECT), "/3"),
    ("who", lambda ticket: event(ticket, 1).update(by=ticket.shop.staff.get().user), "/1"),
    ("when", lambda ticket: event(ticket, 2).update(at=F("at") - timedelta(hours=1)), "/2"),
    ("a detail", lambda ticket: event(ticket, 2).update(details={"amount": "1"}), "/2"),
    ("another ticket's", lambda ticket: event(ticket, 2).update(seal="0" * 64), "/2"),
    ("the order", swap, "/3"),
    ("one put in", put_in, "/4"),
    ("one taken out", take_out, "/3"),
    ("the first gone", lambda ticket: delete(event(ticket, 1)), "/2"),
    ("the end gone", cut_off, ": the end of its history"),
]


@pytest.mark.parametrize(("what", "tamper", "where"), TAMPERINGS, ids=[what for what, *_rest in TAMPERINGS])
def test_what_was_tampered_with_is_seen(what: str, tamper: Callable[[Ticket], Any], where: str) -> None:
    world, other = World(), World()
    ticket, untouched = walk(world, world.apply(), PASSED), walk(other, other.apply(), PASSED)
    lift_guard()
    tamper(ticket)

    status, lines = verify()

    assert status == 1
    assert lines[0].startswith(f"{ticket.reference}{where}")
    assert lines[-1].endswith("1 broken")
    assert verify(untouched.reference)[0] == 0


def test_a_whole_history_is_whole_through_both_doors() -> None:
    world, other, late = World(), World(), World()
    walk(world, world.apply(), PASSED)
    walk(other, other.apply(Service.EXCHANGE), EXCHANGED)
    for waiting in (late, World()):
        waiting.apply()
    lapse_clocks(NOON + timedelta(hours=49))

    assert list(broken_seals(Ticket.objects.all())) == []
    events = TicketEvent.objects.count()
    assert verify() == (0, [f"4 tickets, {events} events: none broken"])
    assert len(set(TicketEvent.objects.values_list("seal", flat=True))) == events


def test_one_ticket_alone_is_looked_at_by_its_reference() -> None:
    ticket, _other = World().apply(), World().apply()
    assert verify(ticket.reference.lower()) == (0, ["1 tickets, 1 events: none broken"])
    with pytest.raises(CommandError, match="no such ticket: KC-2222-2222"):
        verify(ticket.reference, "KC-2222-2222")
