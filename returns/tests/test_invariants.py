"""What always holds is seen to hold, and what does not is told."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from orders.models import OrderLine
from returns.actions.engine import relay, tick
from returns.actions.lapsing import lapse_clocks
from returns.enums import Reason, Service, Step
from returns.models import (
    Setback,
    Ticket,
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
