"""Engines beside each other and beside people: each thing happens once, and nobody waits for ever."""

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail

from returns.actions.lapsing import lapse_clocks, settle_refunds
from returns.actions.notifying import relay_notices
from returns.actions.reminding import remind
from returns.actions.stepping import take_step
from returns.enums import Channel, State, Step
from returns.models import Notice, Setback, Ticket, TicketEvent, Transfer
from returns.tests.test_machines import PASSED, REJECTED, assert_whole, walk
from returns.tests.test_races import race
from returns.tests.world import NOON, World

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]
HOUR = timedelta(hours=1)
REVIEWED = NOON + 48 * HOUR


def test_four_relays_tell_each_notice_once() -> None:
    for _ticket in range(15):
        World().apply()
    mail.outbox.clear()

    assert race(*[partial(relay_notices, Channel.EMAIL, NOON)] * 4) == ["done"] * 4

    assert len(mail.outbox) == 30
    assert set(Notice.objects.filter(channel="email").values_list("attempts", flat=True)) == {1}


def test_reminders_beside_an_answer_are_written_once_and_hold_nobody_up() -> None:
    for _round in range(6):
        world = World()
        ticket = world.apply()
        now = REVIEWED - 3 * HOUR
        answer = partial(take_step, Step.APPROVE, ticket.pk, by=world.people["seller"], now=now)

        assert race(partial(remind, now), answer, partial(remind, now)) == ["done"] * 3

        assert Notice.objects.filter(ticket=ticket).exclude(kind="step").count() <= 1
        assert Ticket.objects.get(pk=ticket.pk).state == State.SOLUTION_OFFERED
        assert_whole(Ticket.objects.get(pk=ticket.pk))


def test_one_extension_however_many_look() -> None:
    for _round in range(6):
        world = World()
        ticket = walk(world, world.apply(), REJECTED)
        hour = ticket.due_at - 24 * HOUR

        race(*[partial(remind, hour)] * 3)

        assert TicketEvent.objects.filter(ticket=ticket, step=Step.EXTEND).count() == 1
        assert Ticket.objects.get(pk=ticket.pk).due_at == ticket.due_at + 72 * HOUR
        assert not Setback.objects.exists()


def test_a_refund_is_paid_once_however_many_pay() -> None:
    for _round in range(6):
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        race(*[partial(settle_refunds, NOON + 9 * HOUR)] * 3)

        assert Transfer.objects.filter(refund__ticket=ticket, credit__kind="wallet").count() == 1
        assert Ticket.objects.get(pk=ticket.pk).state == State.REFUNDED
    # Who came too late was refused; that is nobody's failure.
    assert not Setback.objects.exists()


def test_sweeps_beside_each_other_lapse_each_clock_once() -> None:
    tickets = [World().apply().pk for _ticket in range(12)]

    assert race(*[partial(lapse_clocks, REVIEWED)] * 4) == ["done"] * 4

    taken = TicketEvent.objects.filter(step=Step.TAKE_OVER).values_list("ticket", flat=True)
    assert sorted(taken) == sorted(tickets)
