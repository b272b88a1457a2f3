"""The engine's tick: what it does by itself, what it leaves alone, and that nothing stops the rest."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from returns.actions import lapsing, reminding
from returns.actions.engine import TICK, run, tick
from returns.actions.lapsing import lapse_clocks, settle_refunds
from returns.actions.refunding import waiting
from returns.actions.refusal import RefusedError
from returns.actions.reminding import remind
from returns.actions.setbacks import attempt
from returns.actions.stepping import take_step
from returns.enums import EnginePart, NoticeKind, Party, Reason, Service, State, Step
from returns.models import ClockSegment, Heartbeat, Notice, Refund, Setback, Ticket, TicketEvent, Transfer
from returns.policy.retries import TICKETS
from returns.policy.terms import FIRST
from returns.tests.test_machines import (
    APPEALED,
    DISPATCHED,
    FAILED,
    HOUR,
    PASSED,
    REJECTED,
    SENT,
    assert_whole,
    walk,
)
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
REVIEWED = NOON + timedelta(hours=48)
MINUTE = timedelta(minutes=1)
SPOILT = "1999-01-01"
"""Terms that never were: whatever reads them raises."""


def spoil(ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(terms=SPOILT)


def mend(ticket: Ticket) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(terms=FIRST.key)


def accept_notices(ticket: Ticket, audience: Party = Party.CUSTOMER) -> None:
    """A channel took what was written so far."""
    Notice.objects.filter(ticket=ticket, audience=audience, channel="email").update(told_at=NOON)


def reminders(ticket: Ticket) -> list[tuple[str, str, str]]:
    rows = Notice.objects.filter(ticket=ticket).exclude(kind=NoticeKind.STEP)
    return sorted(rows.values_list("kind", "audience", "channel"))


class TestLapse:
    def test_what_is_due_lapses_and_each_part_beats_its_heart(self) -> None:
        ticket = World().apply()

        none = dict.fromkeys((EnginePart.SETTLE, EnginePart.REMIND, EnginePart.HAND_BACK), 0)
        assert tick(REVIEWED) == {EnginePart.LAPSE: 1, **none}

        assert Ticket.objects.get(pk=ticket.pk).state == State.KILIMALL_REVIEW
        assert dict(Heartbeat.objects.values_list("part", "at")) == dict.fromkeys(TICK, REVIEWED)
        assert tick(REVIEWED + MINUTE) == dict.fromkeys(TICK, 0)
        assert set(Heartbeat.objects.values_list("at", flat=True)) == {REVIEWED + MINUTE}

    def test_one_that_fails_holds_up_no_other_and_is_tried_again(self, caplog: Any) -> None:
        broken, whole = World().apply(), World().apply()
        spoil(broken)

        assert lapse_clocks(REVIEWED) == 2

        assert Ticket.objects.get(pk=whole.pk).state == State.KILIMALL_REVIEW
        row = Setback.objects.get()
        assert (row.ticket, row.part, row.attempts, row.parked_at) == (broken, EnginePart.LAPSE, 1, None)
        assert (row.error, row.not_before) == (f"KeyError: '{SPOILT}'", REVIEWED + MINUTE)
        assert "failed on ticket" in caplog.text

        assert lapse_clocks(REVIEWED + MINUTE / 2) == 0
        mend(broken)
        assert lapse_clocks(REVIEWED + MINUTE) == 1
        assert Ticket.objects.get(pk=broken.pk).state == State.KILIMALL_REVIEW
        assert lapse_clocks(REVIEWED + MINUTE) == 0
        assert not Setback.objects.exists()

    def test_after_some_tries_it_is_parked_with_an_alert_and_left_out(self, caplog: Any) -> None:
        broken = World().apply()
        spoil(broken)
        now = REVIEWED
        for number in range(1, TICKETS.most + 1):
            assert lapse_clocks(now) == 1
            assert Setback.objects.get().attempts == number
            now += TICKETS.wait(number)

        row = Setback.objects.get()
        assert row.parked_at is not None
        assert [r.levelname for r in caplog.records if "has given up on ticket" in r.message] == ["ERROR"]
        mend(broken)
        assert lapse_clocks(now + timedelta(days=9)) == 0
        row.delete()
        assert lapse_clocks(now) == 1

    def test_a_ticket_that_moved_on_starts_afresh(self) -> None:
        world = World()
        ticket = world.apply()
        spoil(ticket)
        lapse_clocks(REVIEWED)
        Setback.objects.update(parked_at=REVIEWED, attempts=9)
        mend(ticket)
        with pytest.raises(RefusedError):
            world.take(Step.APPROVE, ticket, "seller", REVIEWED)  # takes over by itself
        spoil(ticket)

        later = NOON + timedelta(days=30)
        assert lapse_clocks(later) == 1

        row = Setback.objects.get()
        assert (row.attempts, row.number, row.parked_at) == (1, 2, None)

    def test_a_failure_of_an_older_state_is_written_over(self) -> None:
        ticket = World().apply()
        spoil(ticket)
        later = NOON + timedelta(days=30)
        common = {"part": "lapse", "error": "old", "first_at": NOON, "last_at": NOON, "not_before": NOON}
        # It failed when the ticket had another number, and no sweep has removed it yet.
        Setback.objects.create(ticket=ticket, number=7, attempts=5, parked_at=NOON, **common)

        def fail() -> None:
            raise ValueError("one\ntwo")

        assert not attempt(EnginePart.LAPSE, (ticket.pk, 1), fail, later)
        row = Setback.objects.get()
        assert (row.number, row.attempts, row.parked_at, row.error) == (1, 1, None, "ValueError: one")

    def test_who_comes_too_late_has_not_failed(self, caplog: pytest.LogCaptureFixture) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        now = NOON + 9 * HOUR
        [found] = waiting(now, limit=9)
        settle_refunds(now)  # another engine, between the finding and the work

        again = partial(take_step, Step.SETTLE, ticket.pk, by=None, now=now)
        assert not attempt(EnginePart.SETTLE, found, again, now)

        assert not Setback.objects.exists()
        assert not [record for record in caplog.records if record.levelname == "ERROR"]

    def test_a_run_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        tickets = [World().apply(), World().apply()]
        for name, module in (("MOST_LAPSES", lapsing), ("MOST_REMINDERS", reminding)):
            monkeypatch.setattr(module, name, 1)
        monkeypatch.setattr(reminding, "BATCH", 1)

        assert remind(REVIEWED - HOUR) == 1
        assert remind(REVIEWED - HOUR) == 1
        assert lapse_clocks(REVIEWED) == len(tickets)  # one batch

    def test_a_step_that_pays_and_fails_is_set_aside_too(self) -> None:
        world, other = World(), World()
        broken = walk(world, world.apply(), SENT[:3])
        whole = walk(other, other.apply(), SENT[:3])
        spoil(broken)

        lapse_clocks(NOON + timedelta(days=20))

        assert Ticket.objects.get(pk=whole.pk).state == State.REFUND_PROCESSING
        assert Refund.objects.get().ticket == whole
        assert Setback.objects.get().ticket == broken


class TestSettle:
    def test_refunds_that_wait_are_paid_once(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        now = NOON + 9 * HOUR

        assert tick(now)[EnginePart.SETTLE] == 1
        assert tick(now)[EnginePart.SETTLE] == 0

        ticket = Ticket.objects.get(pk=ticket.pk)
        assert ticket.state == State.REFUNDED
        assert Transfer.objects.get(credit__kind="wallet").amount == 8000
        assert_whole(ticket)

    def test_one_that_fails_is_set_aside(self) -> None:
        world, other = World(), World()
        broken = walk(world, world.apply(), PASSED)
        walk(other, other.apply(), PASSED)
        spoil(broken)
        now = NOON + 9 * HOUR

        assert settle_refunds(now) == 1
        assert settle_refunds(now) == 0

        assert Setback.objects.get().part == EnginePart.SETTLE
        assert Refund.objects.filter(paid_at=None).get().ticket_id == broken.pk


class TestRemind:
    def test_the_holder_is_reminded_24_and_3_hours_before_once_each(self) -> None:
        world = World()
        ticket = world.apply()

        assert remind(REVIEWED - 24 * HOUR - MINUTE) == 0
        assert remind(REVIEWED - 24 * HOUR) == 1
        assert remind(REVIEWED - 24 * HOUR) == 0
        assert reminders(ticket) == [("reminder_24", "seller", "email")]
        assert remind(REVIEWED - 3 * HOUR) == 1
        assert remind(REVIEWED - MINUTE) == 0
        assert reminders(ticket) == [
            ("reminder_24", "seller", "email"),
            ("reminder_3", "seller", "email"),
        ]
        segment = ClockSegment.objects.get()
        assert segment.remind_at is None
        assert {notice.segment for notice in Notice.objects.exclude(kind="step")} == {segment}

    def test_a_customer_is_reminded_by_mail_and_sms_and_the_hour_before_is_skipped_when_it_is_late(
        self,
    ) -> None:
        world = World()
        ticket = walk(world, world.apply(), REJECTED)
        accept_notices(ticket)

        assert remind(ticket.due_at - HOUR) == 1

        assert reminders(ticket) == [("reminder_3", "customer", "email"), ("reminder_3", "customer", "sms")]

    def test_nobody_writes_to_kilimall_s_own_people(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), APPEALED)

        assert remind(ticket.due_at - HOUR) == 0

    def test_a_clock_that_ran_out_or_was_stopped_reminds_nobody(self) -> None:
        world = World()
        ticket = world.apply()
        assert remind(REVIEWED) == 0
        world.take(Step.APPROVE, ticket, "seller", NOON + HOUR)

        assert remind(REVIEWED - HOUR) == 0

    def test_one_that_fails_holds_up_no_other(self) -> None:
        broken, whole = World().apply(), World().apply()
        spoil(broken)

        assert remind(REVIEWED - HOUR) == 2
        assert remind(REVIEWED - HOUR) == 0

        assert (reminders(broken), len(reminders(whole))) == ([], 1)
        assert Setback.objects.get().part == EnginePart.REMIND

    def test_one_that_fails_does_not_keep_another_from_more_time(self) -> None:
        broken, world = World().apply(), World()
        ticket = walk(world, world.apply(), REJECTED)
        spoil(broken)
        Ticket.objects.filter(pk=broken.pk).update(due_at=ticket.due_at)
        ClockSegment.objects.filter(ticket=broken).update(due_at=ticket.due_at)

        remind(ticket.due_at - 24 * HOUR)

        assert Ticket.objects.get(pk=ticket.pk).extended_at is not None


CUSTOMERS_CLOCKS = [
    (Service.RETURN_REFUND, SENT[:1], State.SOLUTION_OFFERED),
    (Service.RETURN_REFUND, REJECTED, State.SELLER_REJECTED),
    (Service.REFUND_ONLY, REJECTED, State.SELLER_REJECTED),
    (Service.EXCHANGE, SENT[:2], State.AWAITING_RETURN),
    (Service.RETURN_REFUND, FAILED, State.INSPECTION_FAILED),
    (Service.EXCHANGE, [*PASSED, (Step.NO_STOCK, "seller", {})], State.REPLACEMENT_CHOICE),
    (
        Service.RETURN_REFUND,
        [*APPEALED, (Step.ASK_EVIDENCE, "desk", {"party": "customer", "text": "A video?"})],
        State.EVIDENCE_REQUESTED,
    ),
]


class TestExtend:
    @pytest.mark.parametrize(("service", "path", "state"), CUSTOMERS_CLOCKS)
    def test_a_customer_whom_nothing_reached_gets_three_more_days_once(
        self, service: Service, path: Any, state: State
    ) -> None:
        world = World()
        ticket = walk(world, world.apply(service), path)
        due_at, hour = ticket.due_at, ticket.due_at - 24 * HOUR

        assert remind(hour) == 1

        ticket = Ticket.objects.get(pk=ticket.pk)
        assert (ticket.state, ticket.due_at, ticket.extended_at) == (state, due_at + 72 * HOUR, hour)
        assert TicketEvent.objects.get(ticket=ticket, step=Step.EXTEND).by is None
        assert reminders(ticket) == []
        assert_whole(ticket)

        # Still nobody told them: it was extended once, now it is reminded as all are.
        assert remind(ticket.due_at - 24 * HOUR) == 1
        assert Ticket.objects.get(pk=ticket.pk).due_at == ticket.due_at
        assert [kind for kind, _audience, _channel in reminders(ticket)] == ["reminder_24"] * 2

    def test_one_channel_is_enough(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), REJECTED)
        accept_notices(ticket)

        remind(ticket.due_at - 24 * HOUR)

        assert Ticket.objects.get(pk=ticket.pk).extended_at is None

    def test_what_was_told_of_an_earlier_state_does_not_count(self) -> None:
        world = World()
        ticket = world.apply()
        accept_notices(ticket)
        accept_notices(ticket, Party.SELLER)
        ticket = walk(world, ticket, REJECTED)

        remind(ticket.due_at - 24 * HOUR)

        assert Ticket.objects.get(pk=ticket.pk).extended_at is not None

    def test_a_clock_that_costs_the_customer_nothing_is_not_extended(self) -> None:
        world = World()
        ticket = walk(world, world.apply(Service.EXCHANGE), DISPATCHED)

        assert remind(ticket.due_at - 24 * HOUR) == 1

        assert Ticket.objects.get(pk=ticket.pk).due_at == ticket.due_at
        assert len(reminders(ticket)) == 2


class TestStale:
    def overtake(self, world: World) -> Ticket:
        """A ticket before the desk, whose time ran out."""
        ticket = walk(world, world.apply(), APPEALED)
        return Ticket.objects.get(pk=ticket.pk)

    def rule(self, world: World, ticket: Ticket, seen: int, now: datetime) -> Ticket:
        ruling = {"clause": "2-T2", "text": "We looked at it.", "liable": "shop"}
        return world.take(Step.RULE_AGAINST, ticket, "desk", now, seen=seen, **ruling)

    @pytest.mark.parametrize("swept", [True, False])
    def test_the_supervisor_s_flag_makes_no_page_stale(self, swept: bool) -> None:
        world = World()
        ticket = self.overtake(world)
        late = ticket.due_at + HOUR
        if swept:
            lapse_clocks(late)

        assert self.rule(world, ticket, ticket.last_event, late).state == State.REJECTED
        assert TicketEvent.objects.filter(ticket=ticket, step=Step.ESCALATE).count() == 1

    def test_more_time_makes_no_page_stale(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), REJECTED)
        remind(ticket.due_at - 24 * HOUR)

        appeal = {"text": "It was not.", "seen": ticket.last_event}
        assert world.take(Step.APPEAL, ticket, "customer", ticket.due_at + HOUR, **appeal).state == (
            State.KILIMALL_REVIEW
        )

    def test_what_somebody_did_does(self) -> None:
        world = World()
        ticket = world.apply(Service.REFUND_ONLY, Reason.DAMAGED)
        seen = ticket.last_event
        ticket = walk(world, ticket, APPEALED)
        lapse_clocks(ticket.due_at)

        for number in (seen, 0, -5, ticket.last_event + 2):
            with pytest.raises(RefusedError) as refused:
                self.rule(world, ticket, number, ticket.due_at)
            assert refused.value.code == "stale"


class TestParts:
    def test_a_part_that_fails_is_logged_and_stops_no_other(self, caplog: Any) -> None:
        def fail(_now: datetime) -> int:
            raise RuntimeError("no")

        done = run({EnginePart.LAPSE: fail, EnginePart.SETTLE: settle_refunds}, NOON)

        assert done == {EnginePart.SETTLE: 0}
        assert list(Heartbeat.objects.values_list("part", flat=True)) == ["settle"]
        assert "The engine's part lapse failed" in caplog.text
