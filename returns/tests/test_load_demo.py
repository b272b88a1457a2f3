"""The sample data: a lively marketplace at whatever hour it is loaded, once, and in the demo only."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from kilicare.accounts.demo import PASSWORD, PEOPLE
from kilicare.accounts.models import User
from kilicare.accounts.roles import may_sign_in_by_code
from kilicare.kernel import clock
from orders.models import Category, Order, OrderLine, Shop
from orders.queries import lines_of, orders_of
from returns.enums import Party, ReturnMethod, State
from returns.management.demo.purchases import PURCHASES
from returns.management.demo.stories import STORIES
from returns.models import Evidence, Refund, Ticket, TicketEvent
from returns.policy.eligibility import may_apply
from returns.policy.terms import terms_at
from returns.queries.access import tickets_of_shops
from returns.queries.calendars import Calendars
from returns.queries.facts import facts_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOURS = {
    "a working day": datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    "a Sunday night": datetime(2026, 11, 29, 21, 5, tzinfo=UTC),
    "after Christmas": datetime(2026, 12, 27, 3, 0, tzinfo=UTC),
    "after Easter": datetime(2027, 3, 30, 23, 59, tzinfo=UTC),
}


@pytest.fixture
def demo(settings, tmp_path: Path) -> Iterator[None]:
    """A demo on the first of HOURS, with a clock and photos of its own."""
    settings.DEMO, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    with time_machine.travel(HOURS["a working day"], tick=False):
        yield


def load() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def counted() -> tuple[int, ...]:
    models = (User, Shop, Category, Order, OrderLine, Ticket, TicketEvent, Evidence)
    return tuple(model.objects.count() for model in models)


def in_state(state: State) -> list[Ticket]:
    return list(Ticket.objects.filter(state=state))


def test_outside_the_demo_nothing_is_loaded() -> None:
    with pytest.raises(CommandError, match="DEMO=1"):
        load()

    assert not User.objects.exists()


def test_it_says_what_it_loaded_and_how_one_signs_in(demo: None) -> None:
    said = load()

    assert said.splitlines() == [
        f"Loaded {len(PURCHASES)} sample orders and {len(STORIES)} tickets.",
        f"Shops and staff sign in with the password {PASSWORD}, customers with a code.",
    ]


def test_orders_of_every_shape_are_there(demo: None) -> None:
    load()

    orders = Order.objects.all()
    assert {order.country for order in orders} == {"KE", "UG", "NG"}
    assert {order.kind for order in orders} == {"local", "dropship", "global"}
    assert len({order.status for order in orders}) == 5
    lines = OrderLine.objects.all()
    for field in ("gift", "promotion", "disclosed_flaw", "delivery_fee_amount", "discount_amount", "parcel"):
        assert any(getattr(line, field) for line in lines), field
    assert any(line.invoice == "paper" for line in lines)
    assert any(line.quantity == 3 for line in lines)
    assert any(line.variants for line in lines)
    assert not Category.objects.filter(is_classed=False).exists()


def test_everybody_whom_a_visitor_may_be_is_there(demo: None) -> None:
    load()

    for person in PEOPLE:
        user = User.objects.get(username=person.username)
        assert (user.name, user.country) == (person.name, person.country)
        assert may_sign_in_by_code(user) is person.buys
        assert orders_of(user).exists() is person.buys


def test_amina_may_apply_for_several_products_at_once(demo: None) -> None:
    load()
    now, amina = clock.now(), User.objects.get(username="amina")
    facts = facts_of(orders_of(amina))
    calendar = Calendars().of("KE")

    free = [pk for pk, line in facts.items() if may_apply(line, terms_at(now), calendar, now=now)]

    assert len(free) >= 3
    assert not Ticket.objects.filter(line__in=free).exists()
    assert any(line.awaits_signature for line in lines_of(amina))


@pytest.mark.parametrize("hour", HOURS)
def test_everybody_has_something_to_do_at_any_hour(demo: None, hour: str) -> None:
    with time_machine.travel(HOURS[hour], tick=False):
        load()
        now = clock.now()

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


def test_a_second_time_adds_nothing(demo: None) -> None:
    load()
    before = counted()

    said = load()

    assert said.startswith("The sample data is still fresh.")
    assert counted() == before


def test_a_demo_that_was_kept_for_days_gets_fresh_orders_of_the_same_people(demo: None) -> None:
    load()
    users, shops, _categories, orders, *_rest, tickets, _events, _photos = counted()

    clock.skip(int(timedelta(days=5).total_seconds()))
    load()

    again = counted()
    assert again[:2] == (users, shops)
    assert (again[3], again[5]) == (2 * orders, 2 * tickets)
    numbers = Counter(order.number[2:10] for order in Order.objects.all())
    assert numbers == {"20261124": orders, "20261129": orders}


def test_half_a_marketplace_is_none(demo: None) -> None:
    taken = User.objects.create(username="amina")
    with pytest.raises(IntegrityError):
        load()

    assert not Order.objects.exists()
    taken.delete()
    load()
    assert Order.objects.exists()
