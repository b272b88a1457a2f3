"""Objections: who may raise them against what, who answers, and what an answer moves (domain 3)."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from returns.actions.engine import relay, tick
from returns.actions.objecting import answer_objection, raise_objection
from returns.actions.refusal import RefusedError
from returns.enums import Against, Liable, Party, Role, Service, Step
from returns.models import LedgerAccount, Notice, Objection, Refund, Ticket, Transfer
from returns.queries.access import as_machine
from returns.queries.invariants import INVARIANTS
from returns.queries.objections import chance_of, objections_on, open_objections
from returns.queries.stakes import MoneyView
from returns.queries.ticket_page import money_view
from returns.tests.test_machines import APPEALED, PASSED, RULING, SENT, Path, walk
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOON + 9 * HOUR
FOUND: Path = [*SENT, (Step.PASS, "warehouse", {"gift_lost": True})]
ANSWER = {"clause": "4.7", "text": "The gift was in the parcel after all."}


@pytest.fixture
def world() -> World:
    return World(gift="Cup")


@pytest.fixture
def ticket(world: World) -> Ticket:
    """KES 8,000; KES 800 were deducted for a gift of which the customer had said nothing."""
    return walk(world, world.apply(), FOUND)


def unbroken(now: datetime) -> None:
    for invariant in INVARIANTS:
        if invariant.title[0] in "234567":
            assert not list(invariant.offenders(now)), invariant.title


def objection_of(world: World, ticket: Ticket, who: str = "customer", now: datetime = LATER) -> Objection:
    return raise_objection(ticket.pk, by=world.people[who], text="It was there.", now=now)


def answered(world: World, objection: Objection, **more: Any) -> Objection:
    given = {"by": world.people["desk"], "upheld": True, "now": LATER + HOUR, **ANSWER, **more}
    return answer_objection(objection.pk, **given)


def refusal(code: str, call: Any, *args: Any, **kwargs: Any) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        call(*args, **kwargs)
    assert refused.value.code == code
    return refused.value


class TestCustomer:
    def test_the_undisputed_part_is_paid_at_once_and_the_rest_when_it_is_upheld(
        self, world: World, ticket: Ticket
    ) -> None:
        objection = objection_of(world, ticket)
        assert (objection.against, objection.party) == (Against.DEDUCTION, "customer")
        tick(LATER + HOUR / 2)
        wallet = LedgerAccount.objects.get(kind="wallet")
        assert wallet.balance == 7200
        answered(world, objection)
        wallet.refresh_from_db()
        assert wallet.balance == 8000
        more = Refund.objects.get(objection=objection)
        assert [(part.kind, part.amount) for part in more.components.all()] == [("gift_back", 800)]
        assert Ticket.objects.get(pk=ticket.pk).state == "refunded"
        world.line.refresh_from_db()
        assert world.line.refunded_amount == 8000
        unbroken(LATER + 2 * HOUR)

    def test_it_is_paid_beside_a_refund_that_still_waits(self, world: World, ticket: Ticket) -> None:
        answered(world, objection_of(world, ticket))
        assert LedgerAccount.objects.get(kind="wallet").balance == 800
        assert Ticket.objects.get(pk=ticket.pk).state == "refund_processing"
        unbroken(LATER + 2 * HOUR)
        tick(LATER + 2 * HOUR)
        assert LedgerAccount.objects.get(kind="wallet").balance == 8000
        unbroken(LATER + 3 * HOUR)

    def test_the_page_shows_all_of_it(self, world: World, ticket: Ticket) -> None:
        tick(LATER)
        answered(world, objection_of(world, ticket))
        view = money_view(as_machine(Ticket.objects.get(pk=ticket.pk)), "customer")
        assert isinstance(view, MoneyView)
        assert view.total == "KES 8,000"
        assert [part.amount for part in view.parts] == ["KES 8,000", "-KES 800", "KES 800"]
        assert "KES 800 more was paid into the wallet" in view.note

    def test_a_dismissed_one_pays_nothing(self, world: World, ticket: Ticket) -> None:
        objection = answered(world, objection_of(world, ticket), upheld=False)
        assert objection.is_upheld is False
        assert not Refund.objects.filter(objection__isnull=False).exists()
        assert chance_of(ticket, Role.CUSTOMER, LATER + 2 * HOUR) is None

    def test_a_deduction_that_was_declared_is_no_news(self, world: World) -> None:
        ticket = walk(world, world.apply(gift_lost=True), FOUND)
        refusal("not_open", objection_of, world, ticket)

    def test_three_days_end_at_midnight(self, world: World, ticket: Ticket) -> None:
        # Passed on Tuesday: the third day is Friday.
        end = datetime.fromisoformat("2026-11-07T00:00:00+03:00")
        chance = chance_of(ticket, Role.CUSTOMER, end - timedelta(seconds=1))
        assert chance is not None
        assert chance.until == end
        refusal("not_open", objection_of, world, ticket, now=end)
        assert not Objection.objects.exists()

    def test_it_is_raised_once(self, world: World, ticket: Ticket) -> None:
        objection_of(world, ticket)
        refusal("not_open", objection_of, world, ticket)
        assert Objection.objects.count() == 1

    @pytest.mark.parametrize("who", ["desk", "warehouse", "supervisor"])
    def test_nobody_objects_for_others(self, world: World, ticket: Ticket, who: str) -> None:
        refusal("not_open", objection_of, world, ticket, who)

    def test_another_ticket_of_the_line_pays_for_the_gift_no_more_once_it_was_returned(self) -> None:
        world = World(gift="Cup", quantity=2)
        first = walk(world, world.apply(quantity=1), FOUND)
        tick(LATER)
        answered(world, objection_of(world, first))
        second = world.apply(quantity=1, now=LATER + 2 * HOUR)
        walk(world, second, FOUND, LATER + 3 * HOUR)
        parts = Refund.objects.get(ticket=second).components.values_list("kind", "amount")
        assert dict(parts)["minus_gift"] == -800
        unbroken(LATER + 9 * HOUR)


class TestShop:
    """A defective item: the shop bears all of it, less nothing."""

    def shops(self) -> list[tuple[str, str, Decimal]]:
        rows = (
            Transfer.objects.exclude(credit__kind="wallet").select_related("debit", "credit").order_by("pk")
        )
        return [(row.debit.kind, row.credit.kind, row.amount) for row in rows]

    def test_the_cost_moves_by_new_transfers_and_the_customer_keeps_the_money(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        tick(LATER)
        objection = objection_of(world, ticket, "seller")
        assert objection.against == Against.LIABILITY
        answered(world, objection, liable="kilimall", clause="2-T2")
        assert self.shops() == [
            ("shop", "refunds", 8000),
            ("commission", "shop", 800),
            ("refunds", "shop", 8000),
            ("shop", "commission", 800),
        ]
        assert LedgerAccount.objects.get(kind="wallet").balance == 8000
        unbroken(LATER + 2 * HOUR)

    def test_before_the_money_is_paid_the_charge_is_never_made(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        answered(world, objection_of(world, ticket, "seller"), liable="kilimall")
        tick(LATER + 2 * HOUR)
        assert self.shops() == []
        unbroken(LATER + 3 * HOUR)

    def test_a_ruling_is_objected_to_within_48_hours_of_the_clock(self) -> None:
        world = World()
        ruled = (Step.RULE_REFUND, "desk", RULING)
        ticket = walk(world, world.apply(Service.REFUND_ONLY), [*APPEALED, ruled])
        at = ticket.events.get(step=Step.RULE_REFUND).at
        end = at + 48 * HOUR
        assert chance_of(ticket, Role.SELLER, end) is None
        objection = objection_of(world, ticket, "seller", now=end - timedelta(seconds=1))
        assert objection.judge == world.people["desk"]

    def test_where_kilimall_bears_the_cost_there_is_nothing_to_object_to(self) -> None:
        world = World()
        ruled = (Step.RULE_REFUND, "desk", {**RULING, "liable": "kilimall"})
        ticket = walk(world, world.apply(Service.REFUND_ONLY), [*APPEALED, ruled])
        refusal("not_open", objection_of, world, ticket, "seller")

    @pytest.mark.parametrize("liable", ["", "shop", "moon"])
    def test_the_desk_says_who_bears_it_instead(self, liable: str) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        objection = objection_of(world, ticket, "seller")
        assert refusal("invalid", answered, world, objection, liable=liable).field == "liable"
        objection.refresh_from_db()
        assert objection.answered_at is None
        assert Refund.objects.get().liable == Liable.SHOP

    def test_the_shops_of_others_see_and_raise_nothing(self, world: World, ticket: Ticket) -> None:
        stranger = person(is_staff=True)
        refusal("not_open", raise_objection, ticket.pk, by=stranger, text="x", now=LATER)


class TestAnswer:
    def test_who_judged_before_does_not_answer(self) -> None:
        world = World()
        ruled = (Step.RULE_REFUND, "desk", RULING)
        ticket = walk(world, world.apply(Service.REFUND_ONLY), [*APPEALED, ruled])
        objection = objection_of(world, ticket, "seller")
        refusal("not_open", answered, world, objection, liable="kilimall")
        answered(world, objection, liable="kilimall", by=world.people["supervisor"])

    @pytest.mark.parametrize("name", ["judge", "by"])
    def test_the_database_knows_it(self, world: World, ticket: Ticket, name: str) -> None:
        objection = objection_of(world, ticket)
        whole = {"answered_at": LATER, "is_upheld": True, "answer": "x", "clause": "4.7"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.update(**whole, answered_by=getattr(objection, name))

    @pytest.mark.parametrize("change", [{"is_upheld": True}, {"answer": "x"}, {"against": "liability"}])
    def test_an_answer_is_whole(self, world: World, ticket: Ticket, change: dict[str, Any]) -> None:
        objection_of(world, ticket)
        with pytest.raises(IntegrityError), transaction.atomic():
            Objection.objects.update(**change)

    @pytest.mark.parametrize("who", ["seller", "customer", "finance", "warehouse"])
    def test_only_the_desk_answers(self, world: World, ticket: Ticket, who: str) -> None:
        refusal("not_open", answered, world, objection_of(world, ticket), by=world.people[who])

    def test_once_and_with_a_clause(self, world: World, ticket: Ticket) -> None:
        objection = objection_of(world, ticket)
        assert refusal("invalid", answered, world, objection, clause="9.9").field == "clause"
        answered(world, objection)
        refusal("not_open", answered, world, objection, by=world.people["supervisor"])
        assert Refund.objects.filter(objection=objection).count() == 1

    def test_it_waits_on_the_list_of_its_country_alone(self, world: World, ticket: Ticket) -> None:
        objection = objection_of(world, ticket)
        assert list(open_objections(world.people["desk"])) == [objection]
        assert not open_objections(person("desk", country="UG")).exists()
        assert not open_objections(world.people["seller"]).exists()
        # Two working days, to the midnight after Thursday.
        assert objection.due_at == datetime.fromisoformat("2026-11-06T00:00:00+03:00")

    def test_a_customer_reads_none_of_the_shop(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)
        objection_of(world, ticket, "seller")
        assert objections_on(ticket, Party.CUSTOMER, LATER) == []
        assert len(objections_on(ticket, Party.SELLER, LATER)) == 1


def test_both_sides_are_told(world: World, ticket: Ticket) -> None:
    tick(LATER)
    relay(LATER)
    mail.outbox.clear()
    answered(world, objection_of(world, ticket))
    kinds = Notice.objects.filter(objection__isnull=False).values_list("kind", "audience", "channel")
    assert sorted(kinds) == [
        ("judged", "customer", "email"),
        ("judged", "customer", "sms"),
        ("judged", "seller", "email"),
        ("objected", "customer", "email"),
        ("objected", "customer", "sms"),
    ]
    relay(LATER + 2 * HOUR)
    texts = [letter.body for letter in mail.outbox]
    assert any("Your objection was right: what was deducted is in your wallet now." in text for text in texts)
    assert any("The customer objected to a deduction and was right" in text for text in texts)
    assert any(ANSWER["text"] in text and "4.7" in text for text in texts)
