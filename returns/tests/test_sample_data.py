"""The sample data as it stands on a working day: loaded once, and looked at from all sides."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import override_settings

from kilicare.accounts.demo import PASSWORD, PEOPLE
from kilicare.accounts.models import User
from kilicare.accounts.roles import may_sign_in_by_code
from kilicare.kernel import clock
from orders.models import Category, Order, OrderLine, Shop
from orders.queries import lines_of, orders_of
from returns.management.demo.purchases import PURCHASES
from returns.management.demo.stories import STORIES
from returns.models import Evidence, Ticket, TicketEvent
from returns.policy.eligibility import may_apply
from returns.policy.terms import terms_at
from returns.queries.calendars import Calendars
from returns.queries.facts import facts_of
from returns.tests.test_load_demo import HOURS, USUAL, assert_everybody_has_something_to_do, load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def said(lasting: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Load it, and tell what was said."""
    folder = tmp_path_factory.mktemp("demo")
    own = override_settings(DEMO=True, VAR_DIR=folder, MEDIA_ROOT=folder / "media")
    with own, time_machine.travel(HOURS[USUAL], tick=False):
        return load()


@pytest.fixture
def loaded(db: None, said: str, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The demo at that hour, with a clock of its own."""
    settings.DEMO, settings.VAR_DIR, settings.MEDIA_ROOT = True, tmp_path, tmp_path / "media"
    with time_machine.travel(HOURS[USUAL], tick=False):
        yield said


def counted() -> tuple[int, ...]:
    models = (User, Shop, Category, Order, OrderLine, Ticket, TicketEvent, Evidence)
    return tuple(model.objects.count() for model in models)


def test_it_says_what_it_loaded_and_how_one_signs_in(loaded: str) -> None:
    assert loaded.splitlines() == [
        f"Loaded {len(PURCHASES)} sample orders and {len(STORIES)} tickets.",
        f"Shops and staff sign in with the password {PASSWORD}, customers with a code.",
    ]


def test_orders_of_every_shape_are_there(loaded: str) -> None:
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


def test_everybody_whom_a_visitor_may_be_is_there(loaded: str) -> None:
    for person in PEOPLE:
        user = User.objects.get(username=person.username)
        assert (user.name, user.country) == (person.name, person.country)
        assert may_sign_in_by_code(user) is person.buys
        assert orders_of(user).exists() is person.buys


def test_amina_may_apply_for_several_products_at_once(loaded: str) -> None:
    now, amina = clock.now(), User.objects.get(username="amina")
    facts = facts_of(orders_of(amina))
    calendar = Calendars().of("KE")

    free = [pk for pk, line in facts.items() if may_apply(line, terms_at(now), calendar, now=now)]

    assert len(free) >= 3
    assert not Ticket.objects.filter(line__in=free).exists()
    assert any(line.awaits_signature for line in lines_of(amina))


def test_a_second_time_adds_nothing(loaded: str) -> None:
    before = counted()

    said = load()

    assert said.startswith("The sample data is still fresh.")
    assert counted() == before


def test_a_demo_that_was_kept_for_days_gets_fresh_orders_of_the_same_people(loaded: str) -> None:
    users, shops, _categories, orders, *_rest, tickets, _events, _photos = counted()

    clock.skip(int(timedelta(days=5).total_seconds()))
    load()

    again = counted()
    assert again[:2] == (users, shops)
    assert (again[3], again[5]) == (2 * orders, 2 * tickets)
    numbers = Counter(order.number[2:10] for order in Order.objects.all())
    assert numbers == {"20261124": orders, "20261129": orders}


def test_everybody_has_something_to_do(loaded: str) -> None:
    assert_everybody_has_something_to_do(clock.now())
