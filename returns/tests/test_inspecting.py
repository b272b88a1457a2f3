"""The inspection: its sheet, its proposal, and pieces of which some pass and others fail."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from returns.actions.opening import Application, open_ticket
from returns.actions.refusal import RefusedError
from returns.enums import Came, Disposition, Reason, Service, State, Step
from returns.models import Destination, Evidence, Inspection, Point, Refund, Ticket
from returns.policy.facts import Claim
from returns.queries.invariants import INVARIANTS
from returns.queries.sheets import sheet_of
from returns.tests.test_machines import RULING, SENT, Path, assert_whole, walk
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 9 * HOUR
WHY = {"clause": "3-X3", "text": "Two are burnt."}


def part(world: World, ticket: Ticket, passed: Any = 2, **more: Any) -> Ticket:
    details = {"passed": passed, **WHY, "photos": [photo()], **more}
    return world.take(Step.PASS_PART, ticket, "warehouse", LATER, **details)


def unbroken(now: Any = LATER) -> None:
    """All but the outbox, which nobody empties here."""
    for invariant in INVARIANTS:
        if not invariant.title.startswith(("8", "1 no clock is overdue")):
            assert not list(invariant.offenders(now)), invariant.title


def test_the_sheet_is_kept_beside_what_was_decided() -> None:
    world = World(gift="Cup")
    ticket = walk(world, world.apply(), SENT)
    findings = {"came": "as_ordered", "fault": "not_found", "misuse": True, "gift_lost": True}
    world.take(Step.PASS, ticket, "warehouse", LATER, findings=findings, disposition="refurbish")
    sheet = Inspection.objects.get()
    assert sheet.findings == findings
    assert (sheet.proposed, sheet.has_passed, sheet.disposition) == ("3-X3", True, Disposition.REFURBISH)
    assert sheet.event == ticket.events.get(step=Step.PASS)
    # The gift was not declared as lost: it is deducted all the same, as it was found so (4.7).
    assert Refund.objects.get().amount == Decimal(7200)
    shown = sheet_of(Ticket.objects.get(pk=ticket.pk))
    assert shown is not None
    assert [(row.text, row.declared, row.found) for row in shown.rows] == [
        ("It was repaired by others, got wet, fell, or a label of it is torn", False, True),
        ("The gift is missing or damaged", False, True),
    ]


@pytest.mark.parametrize(
    ("step", "details", "field"),
    [
        (Step.PASS, {"findings": {"came": "moon"}}, "findings"),
        (Step.PASS, {"disposition": "to_customer"}, "disposition"),
        (Step.PASS, {"disposition": "moon"}, "disposition"),
        (Step.FAIL, {"findings": {"fault": "x"}, **WHY, "photos": "one"}, "findings"),
        (Step.FAIL, WHY, "photos"),
        (Step.PASS_PART, {"passed": 0, **WHY, "photos": "one"}, "passed"),
        (Step.PASS_PART, {"passed": 5, **WHY, "photos": "one"}, "passed"),
        (Step.PASS_PART, {"passed": "2", **WHY, "photos": "one"}, "passed"),
        (Step.PASS_PART, {"passed": 2, **WHY}, "photos"),
        (Step.PASS_PART, {"passed": 2, "text": "x", "photos": "one"}, "clause"),
        (Step.PASS_PART, {"passed": 2, "clause": "2.5", "text": " ", "photos": "one"}, "text"),
    ],
)
def test_a_wrong_sheet_moves_nothing(step: Step, details: dict[str, Any], field: str) -> None:
    world = World(quantity=5)
    ticket = walk(world, world.apply(), SENT)
    given = {**details, "photos": [photo()]} if "photos" in details else details
    with pytest.raises(RefusedError) as refused:
        world.take(step, ticket, "warehouse", LATER, **given)
    assert refused.value.field == field
    again = Ticket.objects.get(pk=ticket.pk)
    assert (again.state, again.quantity, again.last_event) == (State.INSPECTION, 5, ticket.last_event)
    assert not Inspection.objects.exists()
    assert Ticket.objects.count() == 1


class TestPart:
    """Five kettles at 8,000 each came back; three pass."""

    @pytest.fixture
    def world(self) -> World:
        Point.objects.create(code="MOI", country="KE", town="Nairobi", name="Moi", address="1", hours="8-5")
        return World(quantity=5, gift="Cup")

    @pytest.fixture
    def parted(self, world: World) -> tuple[Ticket, Ticket]:
        accepted = (Step.ACCEPT, "customer", {"method": "kilishop", "point": "MOI"})
        ticket = walk(world, world.apply(), [SENT[0], accepted, *SENT[2:]])
        ticket = part(world, ticket, 3)
        return ticket, Ticket.objects.get(split_of=ticket.pk)

    def test_what_passed_is_paid_and_the_rest_is_a_case_of_its_own(
        self, parted: tuple[Ticket, Ticket]
    ) -> None:
        ticket, rest = parted
        assert (ticket.state, ticket.quantity, ticket.worth_amount) == ("refund_processing", 3, 24_000)
        assert Refund.objects.get().amount == 24_000
        assert rest.reference == f"{ticket.reference}-2"
        assert (rest.state, rest.quantity, rest.worth_amount) == (State.INSPECTION_FAILED, 2, 16_000)
        assert (rest.holder, rest.due_step) == ("customer", Step.SEND_BACK)
        event = rest.events.get()
        assert (event.number, event.step, event.clause, event.text) == (1, Step.SPLIT, *WHY.values())
        assert Evidence.objects.get(event=event).ticket == rest
        assert str(Destination.objects.get(ticket=rest)) == "Moi, Nairobi"
        assert [sheet.has_passed for sheet in Inspection.objects.order_by("pk")] == [True, False]
        for one in parted:
            assert_whole(one)
        unbroken()

    def test_the_pair_counts_as_one(self, world: World, parted: tuple[Ticket, Ticket]) -> None:
        world.line.refresh_from_db()
        assert world.line.ticket_count == 1
        claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DAMAGED, quantity=1)
        with pytest.raises(RefusedError) as refused:
            open_ticket(world.line.pk, Application(claim=claim), by=world.people["customer"], now=LATER)
        assert refused.value.clause == "K1"

    def test_an_appeal_that_is_won_pays_what_is_left_and_the_gift_once(
        self, world: World, parted: tuple[Ticket, Ticket]
    ) -> None:
        ticket, rest = parted
        world.take(Step.SETTLE, ticket, None, LATER + HOUR)
        rest = world.take(
            Step.APPEAL, rest, "customer", LATER + 2 * HOUR, text="They came so.", photos=[photo()]
        )
        rest = world.take(Step.RULE_REFUND, rest, "desk", LATER + 3 * HOUR, **RULING)
        world.take(Step.SETTLE, rest, None, LATER + 4 * HOUR)
        assert [refund.amount for refund in Refund.objects.order_by("pk")] == [24_000, 16_000]
        world.line.refresh_from_db()
        assert world.line.refunded_amount == world.line.paid_amount
        unbroken(LATER + 5 * HOUR)

    def test_the_rest_goes_home(self, world: World, parted: tuple[Ticket, Ticket]) -> None:
        _ticket, rest = parted
        home: Path = [(Step.SEND_BACK, "customer", {}), (Step.ARRIVE, "counter", {"place": "K1"})]
        rest = walk(world, rest, home, LATER)
        rest = world.take(
            Step.HAND_BACK, rest, "counter", LATER + 4 * HOUR, place="K1", code=rest.pickup_code
        )
        assert rest.state == State.REJECTED
        unbroken(LATER + 5 * HOUR)

    def test_an_exchange_is_parted_likewise(self, world: World) -> None:
        accepted = (Step.ACCEPT, "customer", {"method": "kilishop", "point": "MOI"})
        ticket = walk(world, world.apply(Service.EXCHANGE), [SENT[0], accepted, *SENT[2:]])
        ticket = part(world, ticket, 1)
        assert (ticket.state, ticket.quantity) == (State.REPLACEMENT_PENDING, 1)
        assert Ticket.objects.get(split_of=ticket).state == State.INSPECTION_FAILED
        unbroken()

    def test_a_piece_of_a_single_one_does_not_pass(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), SENT)
        if Point.objects.exists():
            Point.objects.all().delete()
        with pytest.raises(RefusedError) as refused:
            part(world, ticket, 1)
        assert refused.value.code == "not_open"


@pytest.mark.parametrize("found", [{"counterfeit": True}, {"dangerous": True}])
def test_held_goods_are_not_handed_back(found: dict[str, bool]) -> None:
    world = World()
    fail = (Step.FAIL, "warehouse", {"findings": found, **WHY, "photos": "one"})
    home: Path = [fail, (Step.SEND_BACK, "customer", {}), (Step.ARRIVE, "counter", {"place": "K1"})]
    ticket = walk(world, world.apply(), [*SENT, *home])
    with pytest.raises(RefusedError, match="invalid") as refused:
        world.take(Step.HAND_BACK, ticket, "counter", LATER, place="K1", code=ticket.pickup_code)
    assert "held" in str(refused.value.text)


def test_the_database_knows_what_came_and_where_it_goes() -> None:
    world = World()
    walk(world, world.apply(), [*SENT, (Step.PASS, "warehouse", {})])
    for change in ({"came": "moon"}, {"disposition": "moon"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.update(**change)
    assert Inspection.objects.get().came == Came.AS_ORDERED
