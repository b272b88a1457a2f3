"""Tickets on the new item of an exchange: applying, the money, and what the line makes of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orders.models import OrderLine
from returns.actions.opening import Application, open_ticket
from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue
from returns.enums import MissingKind, Reason, Service, State, Step
from returns.models import Draft, Refund, Ticket, Transfer
from returns.policy.facts import Claim
from returns.queries.facts import facts_of, replacement_facts
from returns.queries.invariants import INVARIANTS
from returns.tests.test_machines import EXCHANGED, PASSED, REJECTED, Path, assert_whole, walk
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CONFIRMED = NOON + 7 * timedelta(hours=1)
ENDS = datetime.fromisoformat("2026-11-11T00:00:00+03:00")
REFUNDED: Path = [*PASSED, (Step.SETTLE, None, {})]


def exchanged(world: World, now: datetime = NOON, **facts: Any) -> Ticket:
    """An exchange whose new item the customer has."""
    return walk(world, world.apply(Service.EXCHANGE, now=now, **facts), EXCHANGED, now)


def refusal(apply: Callable[..., Ticket], *args: Any, **given: Any) -> RefusedError:
    """Why no ticket was opened, and none was."""
    before = Ticket.objects.count()
    with pytest.raises(RefusedError) as caught:
        apply(*args, **given)
    assert Ticket.objects.count() == before
    Draft.objects.all().delete()
    return caught.value


def holds(now: datetime = NOON + 60 * DAY) -> bool:
    """Whether the rules about tickets and money of a line are kept, as `check_invariants` asks them."""
    return not [
        broken for rule in INVARIANTS if rule.title.startswith(("2", "3")) for broken in rule.offenders(now)
    ]


def test_an_exchange_that_brought_another_broken_one_ends_in_the_full_price() -> None:
    world = World(price="8000.00")
    exchange = exchanged(world)
    assert not Refund.objects.exists()

    ticket = walk(world, world.apply(exchange=exchange, now=ENDS - timedelta(seconds=1)), REFUNDED, ENDS)

    assert (ticket.state, ticket.replacement_of) == (State.REFUNDED, exchange)
    assert_whole(ticket)
    parts = Refund.objects.get().components.values_list("kind", "amount", "clause")
    assert list(parts) == [("goods", Decimal("8000.00"), "2-T2")]
    assert Transfer.objects.get(credit__kind="wallet").amount == Decimal("8000.00")
    line = OrderLine.objects.get()
    assert (line.refunded_amount, line.ticket_count) == (Decimal("8000.00"), 2)
    assert holds()


def test_the_window_ends_with_day_seven_after_the_arrival_was_confirmed() -> None:
    world = World()
    exchange = exchanged(world)
    assert exchange.closed_at == CONFIRMED

    assert refusal(world.apply, exchange=exchange, now=ENDS).clause == "2.2"
    assert world.apply(exchange=exchange, now=ENDS - timedelta(microseconds=1)).facts["is_replacement"]


def test_a_change_of_mind_is_no_reason_to_send_a_new_item_back() -> None:
    world = World()
    exchange = exchanged(world)

    assert (
        refusal(world.apply, reason=Reason.CHANGE_OF_MIND, exchange=exchange, now=CONFIRMED).clause == "2-T1"
    )


def test_one_ticket_of_the_line_lives_at_a_time_new_items_included() -> None:
    world = World(quantity=2)
    exchange = exchanged(world, quantity=1)
    ticket = world.apply(exchange=exchange, now=CONFIRMED)

    assert refusal(world.apply, quantity=1, now=CONFIRMED).clause == "K1"
    world.take(Step.WITHDRAW, ticket, "customer", CONFIRMED)
    world.apply(quantity=1, now=CONFIRMED)
    assert refusal(world.apply, exchange=exchange, now=CONFIRMED).clause == "K1"


def test_pieces_are_those_of_the_exchange_and_the_lines_others_stay_free() -> None:
    world = World(quantity=3, price="1000.00")
    exchange = exchanged(world, quantity=2)

    assert refusal(world.apply, exchange=exchange, now=CONFIRMED, quantity=3).field == "quantity"
    back = walk(world, world.apply(exchange=exchange, now=CONFIRMED), REFUNDED, CONFIRMED)
    assert (back.quantity, back.worth_amount) == (2, Decimal("2000.00"))
    assert refusal(world.apply, exchange=exchange, now=CONFIRMED).clause == "K1"

    last = walk(world, world.apply(now=CONFIRMED), REFUNDED, CONFIRMED + DAY)
    assert (last.quantity, last.worth_amount) == (1, Decimal("1000.00"))
    assert OrderLine.objects.get().refunded_amount == Decimal("3000.00")
    assert holds()


def test_applications_are_counted_apart() -> None:
    world = World()
    exchange = exchanged(world)
    for _each in range(5):
        ticket = world.apply(exchange=exchange, now=CONFIRMED)
        world.take(Step.WITHDRAW, ticket, "customer", CONFIRMED)

    assert refusal(world.apply, exchange=exchange, now=CONFIRMED).clause == "K1"
    assert replacement_facts(exchange).past.applications == 5
    assert facts_of([world.order])[world.line.pk].past.applications == 1


def test_what_was_rejected_of_the_line_may_be_claimed_of_the_new_item() -> None:
    world = World(quantity=2)
    against: Path = [*REJECTED, (Step.APPEAL, "customer", {"text": "No."})]
    ruling = {"clause": "2-T2", "text": "It works.", "liable": "nobody"}
    rejected: Path = [*against, (Step.RULE_AGAINST, "desk", ruling)]
    walk(world, world.apply(reason=Reason.DAMAGED, quantity=1), rejected)
    exchange = exchanged(world, quantity=1)

    ticket = world.apply(reason=Reason.DAMAGED, exchange=exchange, now=CONFIRMED)
    walk(world, ticket, rejected, CONFIRMED)

    assert refusal(world.apply, reason=Reason.DAMAGED, exchange=exchange, now=CONFIRMED).clause == "K1"
    of_line = facts_of([world.order])[world.line.pk].past
    assert (of_line.rejected, of_line.taken) == ({Reason.DAMAGED: 1}, {Reason.DEFECTIVE: 1})


def test_a_part_that_was_paid_before_the_exchange_is_not_paid_twice() -> None:
    world = World(price="8000.00")
    part = walk(world, world.apply(Service.REFUND_ONLY, amount="500.00"), [(Step.APPROVE, "seller", {})])
    world.take(Step.SETTLE, part, None, NOON + timedelta(hours=2))
    exchange = exchanged(world)

    ticket = walk(world, world.apply(exchange=exchange, now=CONFIRMED), PASSED, CONFIRMED)

    assert Refund.objects.get(ticket=ticket).amount == Decimal("7500.00")
    assert holds()


def test_a_lost_gift_is_charged_once_per_line_and_no_delivery_fee_comes_twice() -> None:
    world = World(quantity=2, price="1000.00", gift="Cup", delivery_fee="100.00")
    lost: Path = [*PASSED[:-1], (Step.PASS, "warehouse", {"gift_lost": True}), (Step.SETTLE, None, {})]
    exchange = exchanged(world, quantity=1)
    amounts = []
    for on, now in ((exchange, CONFIRMED), (None, CONFIRMED + DAY)):
        ticket = walk(world, world.apply(exchange=on, now=now), lost, now)
        parts = Refund.objects.get(ticket=ticket).components.order_by("pk")
        amounts.append([f"{part.kind} {part.amount}" for part in parts])

    assert amounts == [["goods 1000.00", "minus_gift -100.00"], ["goods 1000.00", "delivery_fee 100.00"]]
    assert holds()


def test_a_new_item_can_be_exchanged_again_and_again_counts_for_itself() -> None:
    world = World(price="8000.00")
    first = exchanged(world)
    second = exchanged(world, CONFIRMED, exchange=first)
    late = NOON + 14 * timedelta(hours=1)
    assert (second.replacement_of, second.closed_at) == (first, late)

    assert refusal(world.apply, exchange=first, now=late).clause == "K1"
    ticket = world.apply(Service.EXCHANGE, exchange=second, now=late + 7 * DAY)
    no_stock: Path = [*PASSED, (Step.NO_STOCK, "seller", {}), (Step.REFUND_INSTEAD, "customer", {})]
    ticket = walk(world, ticket, no_stock, late + 7 * DAY)

    assert Refund.objects.get(ticket=ticket).amount == Decimal("8000.00")
    assert replacement_facts(first).past.taken_quantity == 1
    assert holds()


def test_only_an_ended_exchange_of_the_same_line_has_a_new_item() -> None:
    world, other = World(), World()
    foreign = exchanged(other)
    open_one = world.apply(Service.EXCHANGE)

    for exchange in (foreign, open_one):
        assert refusal(world.apply, exchange=exchange, now=CONFIRMED).code == "not_found"
    stranger = Application(claim=CLAIM, replacement_of=foreign)
    assert refusal(open_ticket, other.line.pk, stranger, by=person(), now=CONFIRMED).code == "not_found"


CLAIM = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)


def test_the_desk_applies_for_a_new_item_after_its_window_with_a_reason() -> None:
    world = World()
    exchange = exchanged(world)
    application = Application(claim=CLAIM, on_behalf_reason="She was ill.", replacement_of=exchange)

    ticket = open_ticket(world.line.pk, application, by=world.people["desk"], now=ENDS + DAY)

    assert (ticket.replacement_of, ticket.events.get().role) == (exchange, "desk")


def test_a_parcel_whose_arrival_was_confirmed_is_not_ruled_missing_by_default() -> None:
    world = World(price="900.00")
    exchange = exchanged(world)
    missing = {"missing_kind": MissingKind.PARCEL, "photos": 0, "exchange": exchange, "now": CONFIRMED}
    ticket = world.apply(Service.REFUND_ONLY, Reason.MISSING, **missing)
    while lapse_overdue(NOON + 60 * DAY):
        pass

    ticket = Ticket.objects.get(pk=ticket.pk)
    assert (ticket.state, ticket.flagged_at is None) == (State.KILIMALL_REVIEW, False)
    assert not Refund.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"quantity": 2}, {"replacement_of": None, "quantity": 1}, {"replacement_of": "itself"}]
)
def test_more_than_an_exchange_brought_breaks_the_house(changes: dict[str, Any]) -> None:
    world = World()
    ticket = walk(world, world.apply(exchange=exchanged(world), now=CONFIRMED), PASSED, CONFIRMED)
    assert holds()

    own = {"replacement_of": ticket.pk} if changes.get("replacement_of") else changes
    Ticket.objects.filter(pk=ticket.pk).update(**own)

    assert not holds()
