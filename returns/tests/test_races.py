"""Two people and a clock at the same ticket at the same moment: one wins, on PostgreSQL."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from orders.models import Stock
from returns.actions import stepping
from returns.actions.forgetting import forget_files
from returns.actions.handing_back import begin
from returns.actions.objecting import answer_objection, raise_objection
from returns.actions.opening import Application, open_ticket
from returns.actions.proving import take_in
from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue, take_step
from returns.actions.writing import write
from returns.enums import MissingKind, Reason, Service, Step
from returns.models import Draft, Evidence, HandBack, Notice, Refund, Ticket, TicketEvent
from returns.policy.facts import Claim
from returns.queries.access import as_machine
from returns.tests.test_machines import HOUR, SENT, walk
from returns.tests.world import NOON, World, photo

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROUNDS = 12


def race(*runners: Callable[[], Any]) -> list[str]:
    """Run all at once; what each came to: `done`, or the code of its refusal."""
    barrier = Barrier(len(runners))

    def run(runner: Callable[[], Any]) -> str:
        try:
            barrier.wait()
            runner()
        except RefusedError as refused:
            return refused.code
        except Exception as broken:  # noqa: BLE001 - the negative control may end in any error
            return type(broken).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(run, runners))


def rounds() -> int:
    """Three answers of one shop at once; how often not one won and two were told so."""
    broken = 0
    for _round in range(ROUNDS):
        world = World()
        ticket, seller = world.apply(), world.people["seller"]
        answer = partial(take_step, ticket_id=ticket.pk, by=seller, now=NOON)
        ends = race(
            partial(answer, Step.REJECT, code="condition", clause="2.5", text="Used."),
            partial(answer, Step.APPROVE),
            partial(answer, Step.HAND_TO_KILIMALL, code="holiday"),
        )
        broken += sorted(ends) != ["done", "not_open", "not_open"]
    return broken


def test_exactly_one_of_three_answers_wins() -> None:
    assert rounds() == 0


def test_an_approval_a_withdrawal_and_two_sweeps_have_one_winner() -> None:
    for _round in range(ROUNDS):
        world = World()
        ticket = world.apply()
        just_before = NOON + timedelta(hours=48) - timedelta(seconds=1)
        late = NOON + timedelta(hours=48)
        race(
            partial(take_step, Step.APPROVE, ticket.pk, by=world.people["seller"], now=just_before),
            partial(take_step, Step.WITHDRAW, ticket.pk, by=world.people["customer"], now=just_before),
            partial(lapse_overdue, late),
            partial(lapse_overdue, late),
        )
        first, second, *more = TicketEvent.objects.filter(ticket=ticket).order_by("number")
        assert (first.step, first.to_state) == (Step.OPEN, "seller_review")
        assert second.step in {Step.APPROVE, Step.WITHDRAW, Step.TAKE_OVER}
        # Withdrawing is the customer's step before and after the others; nothing else may follow.
        assert [event.step for event in more] in ([], [Step.WITHDRAW])
        assert not (second.step == Step.WITHDRAW and more)


def test_a_step_that_is_clicked_twice_is_taken_once() -> None:
    for _round in range(ROUNDS):
        world = World()
        ticket = world.apply(Service.REFUND_ONLY)
        approve = partial(
            take_step, Step.APPROVE, ticket.pk, by=world.people["seller"], now=NOON, seen=ticket.last_event
        )
        assert race(approve, approve).count("done") == 1
        assert TicketEvent.objects.filter(ticket=ticket, step=Step.APPROVE).count() == 1
        assert Refund.objects.filter(ticket=ticket).count() == 1


@contextmanager
def unlocked() -> Iterator[None]:
    """The one way in without its lock."""
    locked = stepping.lock

    def read(ticket_id: int) -> Any:
        ticket = Ticket.objects.select_related("line__order", "customer__user").get(pk=ticket_id)
        connection.cursor().execute("SELECT pg_sleep(0.05)")
        return as_machine(ticket)

    stepping.lock = read
    try:
        yield
    finally:
        stepping.lock = locked


def test_without_the_lock_the_race_is_lost() -> None:
    """The negative control: these races see a broken lock."""
    with unlocked():
        assert rounds() > 0


def test_a_late_approval_and_two_sweeps_lapse_once() -> None:
    for _round in range(ROUNDS):
        world = World()
        ticket = world.apply()
        late = NOON + timedelta(hours=48)
        race(
            partial(take_step, Step.APPROVE, ticket.pk, by=world.people["seller"], now=late),
            partial(lapse_overdue, late),
            partial(lapse_overdue, late),
        )
        steps = TicketEvent.objects.filter(ticket=ticket).order_by("number")
        assert list(steps.values_list("step", flat=True)) == [Step.OPEN, Step.TAKE_OVER]


def test_a_double_click_opens_one_ticket() -> None:
    for _round in range(ROUNDS):
        world = World()
        owner = world.people["customer"]
        draft = Draft.objects.create(owner=owner, line=world.line, updated_at=NOON)
        claim = Claim(service=Service.REFUND_ONLY, reason=Reason.MISSING, missing_kind=MissingKind.PARCEL)
        application = Application(claim=claim, statement="It never came.", draft=draft)
        apply = partial(open_ticket, world.line.pk, application, by=owner, now=NOON)
        assert race(apply, apply) == ["done", "done"]
        assert Ticket.objects.filter(line=world.line).count() == 1


def test_of_two_answers_to_an_objection_one_is_taken_and_paid() -> None:
    for _round in range(ROUNDS):
        world = World(gift="Cup")
        passed = (Step.PASS, "warehouse", {"gift_lost": True})
        ticket = walk(world, world.apply(), [*SENT, passed])
        objection = raise_objection(
            ticket.pk, by=world.people["customer"], text="It was there.", now=NOON + 9 * HOUR
        )
        answers = {"upheld": True, "clause": "4.7", "text": "It was.", "now": NOON + 10 * HOUR}
        ends = race(
            *(
                partial(answer_objection, objection.pk, by=world.people[who], **answers)
                for who in ("desk", "supervisor")
            )
        )
        assert sorted(ends) == ["done", "not_open"]
        assert Refund.objects.filter(objection=objection).count() == 1


def test_no_more_is_promised_than_there_is_however_many_ask_at_once() -> None:
    world = World()
    stock = Stock.objects.create(shop=world.shop, sku="KETTLE", stock=3)
    tickets = [world.apply(Service.EXCHANGE, line=world.add_line()) for _number in range(12)]
    approvals = [
        partial(take_step, Step.APPROVE, ticket.pk, by=world.people["seller"], now=NOON) for ticket in tickets
    ]
    assert set(race(*approvals)) == {"done"}
    stock.refresh_from_db()
    assert (stock.stock, stock.reserved, stock.reservations.count()) == (3, 3, 3)


def test_two_scans_of_a_closed_ticket_s_goods_begin_one_way_home() -> None:
    for _round in range(ROUNDS):
        world = World()
        ticket = walk(world, world.apply(), [(Step.WITHDRAW, "customer", {})])
        assert race(*[partial(begin, ticket, NOON + HOUR)] * 4) == ["done"] * 4
        assert HandBack.objects.filter(ticket=ticket).count() == 1
        sent = Notice.objects.filter(ticket=ticket, kind="home_sent")
        assert sorted(sent.values_list("channel", flat=True)) == ["email", "sms"]


def test_a_form_that_comes_four_times_at_once_writes_once() -> None:
    for _round in range(ROUNDS):
        world = World()
        ticket, by = world.apply(), world.people["customer"]
        once = partial(write, ticket.pk, by=by, text="Hello?", token=uuid4(), now=NOON)
        assert race(*[once] * 4) == ["done"] * 4
        assert ticket.messages.count() == 1
        assert Notice.objects.filter(ticket=ticket, kind="message").count() == 1


def test_an_upload_that_a_form_takes_is_not_forgotten() -> None:
    for _round in range(ROUNDS):
        world = World()
        ticket, by = world.apply(), world.people["customer"]
        token, late = uuid4(), NOON + 25 * HOUR
        take_in(photo(), token=token, by=by, now=NOON)
        said = partial(write, ticket.pk, by=by, text="See.", token=uuid4(), now=late, photos=[token])
        written, forgotten = race(said, partial(forget_files, late))
        assert forgotten == "done"
        kept = Evidence.objects.filter(token=token, message__isnull=False).first()
        assert (kept is not None) is (written == "done")
        assert kept is None or kept.file.storage.exists(str(kept.file.name))
