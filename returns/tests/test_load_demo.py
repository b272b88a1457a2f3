"""The sample data: a lively marketplace at whatever hour it is loaded, once, and in the demo only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from kilicare.accounts.models import User
from kilicare.kernel import clock
from orders.models import Order
from returns.enums import Party, ReturnMethod, State
from returns.models import Refund, Ticket, TicketEvent
from returns.queries.access import tickets_of_shops

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
USUAL = "a working day"
HOURS = {
    USUAL: datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    "a Sunday night": datetime(2026, 11, 29, 21, 5, tzinfo=UTC),
    "after Christmas": datetime(2026, 12, 27, 3, 0, tzinfo=UTC),
    "after Easter": datetime(2027, 3, 30, 23, 59, tzinfo=UTC),
}


@pytest.fixture
def demo(settings, tmp_path: Path) -> Iterator[None]:
    """A demo at the usual hour, with a clock and photos of its own."""
    settings.DEMO, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    with time_machine.travel(HOURS[USUAL], tick=False):
        yield


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def in_state(state: State) -> list[Ticket]:
    return list(Ticket.objects.filter(state=state))


def assert_everybody_has_something_to_do(now: datetime) -> None:
    """A lively marketplace just after it was loaded."""
    wanjiru = User.objects.get(username="wanjiru")
    waiting = tickets_of_shops(wanjiru).filter(state=State.SELLER_REVIEW)
    left = sorted(ticket.due_at - now for ticket in waiting)
    assert len(left) == 4
    assert timedelta(0) < left[0] < timedelta(hours=4)
    assert left[-1] > timedelta(hours=47)
    desk = Ticket.objects.filter(state=State.KILIMALL_REVIEW, flagged_at=None, country="KE")
    assert {ticket.seller_silent for ticket in desk} == {True, False}
    assert Ticket.objects.filter(flagged_at__isnull=False).count() == 1
    for state in (State.RETURN_IN_TRANSIT, State.INSPECTION, State.EVIDENCE_REQUESTED):
        assert in_state(state), state
    assert [ticket.holder for ticket in in_state(State.REPLACEMENT_PENDING)] == [Party.KILIMALL]
    assert {ticket.method for ticket in in_state(State.AWAITING_RETURN)} == {
        ReturnMethod.KILISHOP,
        ReturnMethod.COLLECTION,
    }
    assert all(ticket.arrived_at and ticket.pickup_code for ticket in in_state(State.SENDING_BACK))
    assert len(in_state(State.EXCHANGED)) == 1
    (refunded,) = in_state(State.REFUNDED)
    assert Refund.objects.get(ticket=refunded).paid_at
    assert not TicketEvent.objects.filter(at__gt=now).exists()
    assert not Ticket.objects.filter(due_at__lte=now).exists()


def test_outside_the_demo_nothing_is_loaded() -> None:
    with pytest.raises(CommandError, match="DEMO=1"):
        load()

    assert not User.objects.exists()


@pytest.mark.parametrize("hour", [hour for hour in HOURS if hour != USUAL])
def test_everybody_has_something_to_do_at_any_hour(demo: None, hour: str) -> None:
    with time_machine.travel(HOURS[hour], tick=False):
        load()
        assert_everybody_has_something_to_do(clock.now())


def test_half_a_marketplace_is_none(demo: None) -> None:
    taken = User.objects.create(username="amina")
    with pytest.raises(IntegrityError):
        load()

    assert not Order.objects.exists()
    taken.delete()
    load()
    assert Order.objects.exists()
