"""Random walks through the machines: whatever people and clocks do, the house stands."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue
from returns.enums import Reason, Role, Service, Step
from returns.models import Refund, Ticket
from returns.queries.access import roles_on
from returns.queries.deciding import as_decided
from returns.queries.places import windows_of
from returns.queries.steps import open_steps
from returns.tests.test_machines import assert_whole
from returns.tests.world import NOON, World, photo

SYSTEM = frozenset({Role.SYSTEM})
DETAILS: dict[str, Any] = {
    "text": "As it is.",
    "clause": "2-T2",
    "liable": "shop",
    "place": "Kilishop",
    "carrier": "G4S",
    "waybill": "G4S-100200",
    "address": "The green gate",
    "party": "customer",
}
OWN: dict[Step, dict[str, Any]] = {
    Step.REJECT: {"code": "condition"},
    Step.HAND_TO_KILIMALL: {"code": "holiday"},
    Step.OFFER: {"service": "refund_only", "amount": Decimal(100)},
    Step.RULE_OFFER: {"service": "return_refund"},
}
PHOTOGRAPHED = {Step.FAIL, Step.APPEAL, Step.ANSWER}


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    service=st.sampled_from(Service),
    kind=st.sampled_from(["local", "dropship"]),
    moves=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90)), min_size=1, max_size=12),
)
def test_random_steps_never_break_the_house(
    service: Service, kind: str, moves: list[tuple[int, int]]
) -> None:
    world = World(kind=kind, price="900.00")
    ticket, now = world.apply(service, Reason.DAMAGED), NOON
    for choice, hours in moves:
        now += timedelta(hours=hours)
        shown = as_decided(ticket, now)
        seen = (shown.state, shown.holder, shown.due_at, shown.due_step)
        lapse_all(now)
        ticket = Ticket.objects.get(pk=ticket.pk)
        assert (ticket.state, ticket.holder, ticket.due_at, ticket.due_step) == seen
        ticket = take_some(world, ticket, choice, now)
        assert_whole(ticket)
        assert_paid_within(world)
    lapse_all(now + timedelta(days=400))
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert_whole(ticket)
    assert not ticket.is_open or ticket.flagged_at is not None


def lapse_all(now: Any) -> None:
    """Let every clock lapse that has run out."""
    while lapse_overdue(now):
        pass


def take_some(world: World, ticket: Ticket, choice: int, now: Any) -> Ticket:
    """Take one of the steps that are open to anybody."""
    options = [
        (step, who)
        for who, user in world.people.items()
        for step in open_steps(ticket, roles_on(user, ticket), now=now, user=user)
    ]
    options += [(Step.SETTLE, None)] if Step.SETTLE in open_steps(ticket, SYSTEM, now=now) else []
    if not options:
        return ticket
    step, who = options[choice % len(options)]
    code = OWN.get(step, {}).get("code", ticket.pickup_code)
    method = "collection" if now.hour % 2 else "kilishop"
    details = {**DETAILS, **OWN.get(step, {}), "code": code, "method": method}
    if step is Step.BOOK_COLLECTION:
        details["window"] = next((window.key for window in windows_of(ticket, now)), "")
    if step in PHOTOGRAPHED:
        details["photos"] = [photo()]
    number = ticket.last_event
    try:
        return world.take(step, ticket, who, now, **details)
    except RefusedError as refused:
        if refused.code != "invalid":
            raise
        again = Ticket.objects.get(pk=ticket.pk)
        assert again.last_event == number
        return again


def assert_paid_within(world: World) -> None:
    """No more goes back than was paid."""
    world.line.refresh_from_db()
    paid = Refund.objects.filter(ticket__line=world.line).aggregate(all=Sum("amount"))["all"] or 0
    assert paid <= world.line.paid_amount
    assert world.line.refunded_amount == paid
