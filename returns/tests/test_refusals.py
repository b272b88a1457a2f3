"""Every bad answer gets its words, and nothing moves."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path as Path_
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from orders.models import OrderLine
from returns.actions.move import Move, exchange, refund_only, returning
from returns.actions.opening import Application, open_ticket
from returns.actions.proving import add_to_draft, remove_from_draft
from returns.actions.refusal import RefusedError
from returns.actions.stepping import lapse_overdue, take_step
from returns.enums import MissingKind, Reason, Role, Service, State, Step
from returns.models import Draft, Evidence, Scan, Ticket, TicketEvent
from returns.policy.evidence import FILES_OF_TICKET
from returns.policy.facts import Claim
from returns.queries.access import (
    as_machine,
    roles_on,
    tickets_of,
    tickets_of_country,
    tickets_of_shops,
)
from returns.queries.calendars import Calendars
from returns.queries.steps import open_steps
from returns.tests.test_machines import (
    APPEALED,
    DISPATCHED,
    FAIL_APPEALED,
    FAILED,
    HOME,
    OWN_COURIER,
    PASSED,
    RULING,
    SENT,
    Path,
    walk,
)
from returns.tests.world import NOON, World, person, photo

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=30)
REJECTION = {"code": "condition", "clause": "2.5", "text": "Used."}
WAYBILL = {"carrier": "G4S", "waybill": "G4S-100200"}


def refused(world: World, step: Step, ticket: Ticket, who: str, **details: Any) -> RefusedError:
    """The refusal of a step; nothing of the ticket moved."""
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    with pytest.raises(RefusedError) as caught:
        take_step(step, ticket.pk, by=world.people[who], now=LATER, **details)
    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before
    assert str(caught.value.text)
    return caught.value


@pytest.mark.parametrize(
    ("service", "path", "step", "who", "details", "field"),
    [
        (Service.RETURN_REFUND, [], Step.REJECT, "seller", {**REJECTION, "code": "no"}, "code"),
        (Service.RETURN_REFUND, [], Step.REJECT, "seller", {**REJECTION, "text": " "}, "text"),
        (
            Service.RETURN_REFUND,
            [],
            Step.REJECT,
            "seller",
            {**REJECTION, "text": "x" * 2001},
            "text",
        ),
        (Service.RETURN_REFUND, [], Step.REJECT, "seller", {**REJECTION, "clause": "9"}, "clause"),
        (Service.RETURN_REFUND, [], Step.HAND_TO_KILIMALL, "seller", {}, "code"),
        (Service.RETURN_REFUND, [], Step.OFFER, "seller", {"service": "gift"}, "service"),
        (
            Service.RETURN_REFUND,
            [],
            Step.OFFER,
            "seller",
            {"service": "return_refund", "text": "x"},
            "service",
        ),
        *(
            (
                Service.REFUND_ONLY,
                [],
                Step.OFFER,
                "seller",
                {"service": "refund_only", "amount": amount, "text": "x"},
                "amount",
            )
            for amount in (
                None,
                Decimal(0),
                Decimal(-5),
                Decimal("1.001"),
                Decimal("NaN"),
                Decimal("1E+40"),
                Decimal("8000.01"),
                "5",
            )
        ),
        (Service.RETURN_REFUND, SENT[:1], Step.ACCEPT, "customer", {}, "method"),
        (Service.RETURN_REFUND, SENT[:1], Step.ACCEPT, "customer", {"method": "fly"}, "method"),
        (
            Service.RETURN_REFUND,
            SENT[:2],
            Step.HAND_OVER,
            "customer",
            {"carrier": "G4S", "waybill": "0712345678"},
            "waybill",
        ),
        (
            Service.RETURN_REFUND,
            SENT[:2],
            Step.HAND_OVER,
            "customer",
            {**WAYBILL, "freight": Decimal(0)},
            "freight",
        ),
        (Service.RETURN_REFUND, SENT[:2], Step.HAND_OVER, "counter", {}, "place"),
        (
            Service.RETURN_REFUND,
            OWN_COURIER,
            Step.CORRECT_WAYBILL,
            "customer",
            {"carrier": "Wells Fargo", "waybill": "WF-884412"},
            "waybill",
        ),
        (
            Service.RETURN_REFUND,
            SENT,
            Step.FAIL,
            "warehouse",
            {"clause": "3-X3", "text": "x"},
            "photos",
        ),
        (Service.RETURN_REFUND, FAILED, Step.APPEAL, "customer", {"text": "x"}, "photos"),
        (Service.RETURN_REFUND, APPEALED, Step.ASK_EVIDENCE, "desk", {"text": "x"}, "party"),
        (
            Service.RETURN_REFUND,
            APPEALED,
            Step.RULE_AGAINST,
            "desk",
            {**RULING, "liable": "moon"},
            "liable",
        ),
        (
            Service.RETURN_REFUND,
            FAIL_APPEALED,
            Step.RULE_REFUND,
            "desk",
            {**RULING, "amount": Decimal(9000)},
            "amount",
        ),
        (Service.RETURN_REFUND, HOME, Step.HAND_BACK, "counter", {"place": "K1"}, "code"),
    ],
)
def test_a_wrong_answer_is_named(
    service: Service, path: Path, step: Step, who: str, details: dict[str, Any], field: str
) -> None:
    world = World()
    ticket = walk(world, world.apply(service), path)

    error = refused(world, step, ticket, who, **details)

    assert (error.code, error.field) == ("invalid", field)


def test_an_overseas_order_is_offered_no_exchange() -> None:
    world = World(kind="global")
    ticket = world.apply()

    error = refused(world, Step.OFFER, ticket, "seller", service="exchange", text="x")

    assert (error.field, error.clause) == ("service", "K2")


def test_where_nothing_came_nothing_is_asked_back() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY, Reason.MISSING, missing_kind=MissingKind.PRODUCT, photos=1)

    error = refused(world, Step.OFFER, ticket, "seller", service="return_refund", text="x")

    assert (error.field, error.clause) == ("service", "K3")


def test_a_ruling_in_full_by_its_amount_keeps_the_components() -> None:
    world = World(gift="Cup")
    ticket = walk(world, world.apply(gift_lost=True), FAIL_APPEALED)

    world.take(Step.RULE_REFUND, ticket, "desk", LATER, **RULING, amount=Decimal(7200))

    parts = ticket.refunds.get().components.values_list("kind", flat=True)
    assert sorted(parts) == ["goods", "minus_gift"]


def test_nobody_rules_on_what_they_ruled_or_inspected() -> None:
    world = World()
    ticket = walk(world, world.apply(), FAIL_APPEALED)
    inspector = world.people["warehouse"]
    inspector.groups.add(*world.people["desk"].groups.all())
    inspector.__dict__.pop("group_names", None)

    steps = open_steps(ticket, roles_on(inspector, ticket), now=LATER, user=inspector)

    assert Step.ASK_EVIDENCE in steps
    assert not {Step.RULE_REFUND, Step.RULE_SEND_BACK} & set(steps)


def test_nobody_acts_on_their_own_ticket_in_another_role() -> None:
    world = World()
    ticket = world.apply()
    for name in ("customer", "seller"):
        user = world.people[name]
        user.groups.add(*world.people["desk"].groups.all())
    assert roles_on(world.people["customer"], ticket) == {Role.CUSTOMER}
    assert roles_on(world.people["seller"], ticket) == {Role.SELLER}
    assert not tickets_of_country(world.people["customer"]).exists()
    assert not tickets_of_country(world.people["seller"]).exists()


def test_each_sees_their_own() -> None:
    world, stranger = World(), person()
    ticket = world.apply()
    abroad = person("desk", country="UG")
    asleep = person("desk", is_active=False)
    boss = person(is_superuser=True)

    assert list(tickets_of(world.people["customer"])) == [ticket]
    assert list(tickets_of_shops(world.people["seller"])) == [ticket]
    assert list(tickets_of_country(world.people["desk"])) == [ticket]
    assert list(tickets_of_country(boss)) == [ticket]
    for user in (stranger, abroad, asleep):
        assert not roles_on(user, ticket)
    assert not tickets_of(stranger).exists()
    assert not tickets_of_country(stranger).exists()
    assert not tickets_of_country(abroad).exists()


def test_a_stale_page_is_refused_and_shows_the_ticket() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)

    error = refused(world, Step.RULE_AGAINST, ticket, "desk", seen=1, **RULING)

    assert error.code == "stale"
    assert error.ticket is not None
    assert error.ticket.pk == ticket.pk


@pytest.mark.parametrize("who", ["customer", "desk", "finance", "rider"])
def test_a_step_of_another_party_is_refused(who: str) -> None:
    world = World()

    assert refused(world, Step.APPROVE, world.apply(), who).code == "not_open"


def test_a_scan_of_a_ticket_that_moved_on_is_kept_and_moves_nothing() -> None:
    world = World()
    ticket = walk(world, world.apply(), PASSED)

    refused(world, Step.RECEIVE, ticket, "warehouse", place="Back door")

    assert Scan.objects.get(moved=False).place == "Back door"
    refused(world, Step.HAND_OVER, ticket, "customer", **WAYBILL)
    assert Scan.objects.filter(moved=False).count() == 1


def test_proof_is_asked_for_at_most_twice_and_a_waybill_mended_three_times() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    for _each in range(2):
        ticket = world.take(Step.ASK_EVIDENCE, ticket, "desk", LATER, party="customer", text="?")
        ticket = world.take(Step.ANSWER, ticket, "customer", LATER, text="!")
    assert refused(world, Step.ASK_EVIDENCE, ticket, "desk").code == "not_open"

    ticket = walk(world, World.apply(world, line=world.add_line()), OWN_COURIER)
    for number in range(3):
        ticket = world.take(
            Step.CORRECT_WAYBILL, ticket, "customer", LATER, carrier="G4S", waybill=f"G-1002{number}"
        )
    assert refused(world, Step.CORRECT_WAYBILL, ticket, "customer", **WAYBILL).code == "not_open"
    assert ticket.parcels.get().old_waybills.count() == 3


def test_the_warehouse_replaces_local_orders_itself() -> None:
    world = World(kind="local")
    ticket = walk(world, world.apply(Service.EXCHANGE), PASSED)
    assert refused(world, Step.DISPATCH, ticket, "seller", **WAYBILL).code == "not_open"

    ticket = world.take(Step.NO_STOCK, ticket, "warehouse", LATER)

    assert TicketEvent.objects.get(ticket=ticket, step=Step.NO_STOCK).strike == ""


def test_silence_after_proof_was_asked_for_gives_the_desk_its_clock_back() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    world.take(Step.ASK_EVIDENCE, ticket, "desk", LATER, party="customer", text="?")
    lapse_overdue(LATER + timedelta(days=5))

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.due_step) == (State.KILIMALL_REVIEW, Step.ESCALATE)


def test_a_flagged_ticket_stays_flagged_after_the_proof_came() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    late = NOON + timedelta(days=9)
    ticket = world.take(Step.ASK_EVIDENCE, ticket, "desk", late, party="customer", text="?")
    assert ticket.flagged_at is None
    ticket = world.take(Step.ANSWER, ticket, "customer", late, text="!")

    assert ticket.due_at is None
    assert ticket.flagged_at == late


@pytest.mark.parametrize("service", Service)
def test_a_clock_is_extended_once(service: Service) -> None:
    world = World()
    ticket = walk(world, world.apply(service), [(Step.REJECT, "seller", REJECTION)])
    was_due = ticket.due_at
    ticket = world.take(Step.EXTEND, ticket, None, LATER)

    assert ticket.due_at == was_due + timedelta(days=3)
    with pytest.raises(RefusedError):
        world.take(Step.EXTEND, ticket, None, LATER)


def test_history_and_ledger_refuse_change() -> None:
    world = World()
    ticket = world.apply()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketEvent.objects.filter(ticket=ticket).update(text="Something else.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TicketEvent.objects.filter(ticket=ticket)._raw_delete("default")


CLAIM = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)


def test_a_foreign_line_looks_like_a_missing_one() -> None:
    world = World()
    texts = set()
    for line_id, by in ((world.line.pk, person()), (10**9, world.people["customer"])):
        with pytest.raises(RefusedError) as caught:
            open_ticket(line_id, Application(claim=CLAIM), by=by, now=NOON)
        texts.add((caught.value.code, str(caught.value.text)))

    assert len(texts) == 1
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("claim", "photos", "statement", "code", "field"),
    [
        (CLAIM, 1, "x", "invalid", "photos"),
        (
            Claim(
                service=Service.REFUND_ONLY,
                reason=Reason.MISSING,
                missing_kind=MissingKind.PARCEL,
            ),
            0,
            " ",
            "invalid",
            "statement",
        ),
        (
            Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE, quantity=2),
            2,
            "x",
            "invalid",
            "quantity",
        ),
        (
            Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE, misuse=True),
            2,
            "x",
            "not_eligible",
            None,
        ),
    ],
)
def test_an_application_that_the_policy_refuses_opens_nothing(
    claim: Claim, photos: int, statement: str, code: str, field: str | None
) -> None:
    world = World()
    owner = world.people["customer"]
    draft = Draft.objects.create(owner=owner, line=world.line, updated_at=NOON)
    add_to_draft(draft, [photo() for _each in range(photos)], by=owner, now=NOON)
    application = Application(claim=claim, statement=statement, draft=draft)

    with pytest.raises(RefusedError) as caught:
        open_ticket(world.line.pk, application, by=owner, now=NOON)

    assert (caught.value.code, caught.value.field) == (code, field)
    assert not Ticket.objects.exists()
    assert draft.evidence.count() == photos


def test_the_desk_applies_for_a_customer_with_a_reason_only() -> None:
    world = World()
    agent, late = world.people["desk"], NOON + timedelta(days=30)
    with pytest.raises(RefusedError) as caught:
        open_ticket(world.line.pk, Application(claim=CLAIM), by=agent, now=late)
    assert caught.value.field == "on_behalf_reason"

    application = Application(claim=CLAIM, on_behalf_reason="The portal was down on day 7.")
    ticket = open_ticket(world.line.pk, application, by=agent, now=late)

    event = ticket.events.get()
    assert (event.role, event.by, event.text) == ("desk", agent, "The portal was down on day 7.")


def test_one_live_ticket_per_line_is_the_databases_word() -> None:
    world = World(quantity=3)
    world.apply(quantity=1)
    Ticket.objects.update(country="UG")
    with pytest.raises(RefusedError) as caught:
        world.apply(quantity=1)
    assert caught.value.clause == "K1"


def test_photos_have_their_bounds() -> None:
    world = World()
    owner = world.people["customer"]
    draft = Draft.objects.create(owner=owner, line=world.line, updated_at=NOON)
    add_to_draft(draft, [photo() for _each in range(6)], by=owner, now=NOON)
    with pytest.raises(RefusedError):
        add_to_draft(draft, [photo()], by=owner, now=NOON)
    kept = draft.evidence.first()
    assert kept is not None
    remove_from_draft(draft, str(kept.token))
    assert draft.evidence.count() == 5
    assert not kept.file.storage.exists(kept.file.name or "none")

    ticket = walk(world, world.apply(line=world.add_line()), SENT)
    seven = [photo() for _each in range(7)]
    refusal = refused(world, Step.PASS, ticket, "warehouse", photos=seven)
    assert refusal.field == "photos"
    Evidence.objects.bulk_create(
        Evidence(ticket=ticket, party="customer", by=owner, size=1, added_at=NOON, checked_at=NOON)
        for _each in range(FILES_OF_TICKET)
    )
    refusal = refused(world, Step.PASS, ticket, "warehouse", photos=[photo()])
    assert refusal.field == "photos"


def test_a_line_knows_its_tickets() -> None:
    world = World()
    world.apply()

    assert OrderLine.objects.get(pk=world.line.pk).ticket_count == 1


def test_a_courier_that_signs_is_no_stray_scan() -> None:
    world = World()
    ticket = walk(world, world.apply(Service.EXCHANGE), DISPATCHED)
    world.take(Step.CONFIRM, ticket, "rider", LATER, place="At the door")

    assert Scan.objects.get(step=Step.CONFIRM).moved


def test_a_draft_sent_twice_answers_the_same_ticket() -> None:
    world = World()
    ticket = world.apply()
    sent = Draft(token=ticket.draft_token, owner=world.people["customer"], line=world.line)

    again = open_ticket(
        world.line.pk,
        Application(claim=CLAIM, draft=sent),
        by=world.people["customer"],
        now=NOON,
    )

    assert again.pk == ticket.pk
    assert Ticket.objects.count() == 1


def test_a_photo_whose_row_fails_leaves_no_file() -> None:
    world = World()
    owner = world.people["customer"]
    draft = Draft.objects.create(owner=owner, line=world.line, updated_at=NOON)
    before = stored_files()
    with pytest.raises(DatabaseError), transaction.atomic():
        add_to_draft(draft, [replace(photo(), sha256="0" * 65, width=-1)], by=owner, now=NOON)

    assert stored_files() == before


def stored_files() -> list[Path_]:
    """Every evidence file that is stored."""
    return sorted(Path_(settings.MEDIA_ROOT).rglob("*.jpg"))


def test_a_step_of_another_machine_is_a_mistake_of_ours() -> None:
    world = World()
    ticket = as_machine(world.apply())
    system = Move(ticket, Step.EXPIRE, Role.SYSTEM, None, Calendars().moment(ticket, NOON), {})
    with pytest.raises(TypeError):
        exchange(ticket)
    with pytest.raises(TypeError):
        refund_only(ticket)
    with pytest.raises(TypeError):
        _ = system.person
    ticket.service = Service.REFUND_ONLY
    with pytest.raises(TypeError):
        returning(as_machine(ticket))
