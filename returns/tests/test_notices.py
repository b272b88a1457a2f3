"""What is told to whom: every step and audience has its mail and its SMS, with nothing left unfilled."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve

from orders.models import ShopStaff
from returns.actions.reminding import remind
from returns.enums import Channel, NoticeKind, Party, Service, State, Step
from returns.models import Notice, Ticket, TicketEvent
from returns.policy.notices import AUDIENCES, CHANNELS, audiences
from returns.policy.reminders import current_reminder, next_reminder, reminder_hours
from returns.policy.terms import FIRST
from returns.queries.diagrams import arrows
from returns.queries.messages import addresses, has_stopped, letter_of, short_text_of
from returns.tests.test_machines import DISPATCHED, FAILED, REJECTED, walk
from returns.tests.world import NOON, World, person

HOUR = timedelta(hours=1)
UNFILLED = re.compile(r"%\(|\{\{|\{%|\bNone\b")
CUSTOMERS = {
    State.SOLUTION_OFFERED,
    State.SELLER_REJECTED,
    State.EVIDENCE_REQUESTED,
    State.AWAITING_RETURN,
    State.INSPECTION_FAILED,
    State.REPLACEMENT_CHOICE,
    State.REPLACEMENT_SHIPPED,
}
UNMOVED = {Step.CHANGE_METHOD}
"""Steps that leave the customer's clock as it is."""


@pytest.mark.parametrize("service", Service)
def test_no_customer_s_clock_begins_without_a_notice_to_the_customer(service: Service) -> None:
    for arrow in arrows(service):
        if arrow.target in CUSTOMERS and arrow.step not in UNMOVED:
            assert Party.CUSTOMER in audiences(arrow.step, Party.CUSTOMER), arrow


def test_who_is_asked_for_proof_hears_of_it() -> None:
    assert audiences(Step.ASK_EVIDENCE, Party.SELLER) == (Party.SELLER,)
    assert set(AUDIENCES) | {Step.ASK_EVIDENCE} == set(Step)


@pytest.mark.parametrize(
    ("holder", "length", "kinds"),
    [
        ("seller", 48, ["reminder_24", "reminder_3"]),
        ("customer", 24, ["reminder_3"]),
        ("customer", 3, []),
        ("kilimall", 48, []),
    ],
)
def test_a_clock_shorter_than_a_reminder_s_lead_has_none(holder: str, length: int, kinds: list[str]) -> None:
    due_at = NOON + length * HOUR
    hours = reminder_hours(holder, NOON, due_at, FIRST)

    assert [kind for _at, kind in hours] == kinds
    assert reminder_hours(holder, NOON, None, FIRST) == []


def test_the_last_hour_that_passed_speaks_for_all() -> None:
    due_at = NOON + 48 * HOUR
    hours = reminder_hours("seller", NOON, due_at, FIRST)

    assert next_reminder(hours, NOON) == NOON + 24 * HOUR
    assert next_reminder(hours, NOON + 24 * HOUR) == NOON + 45 * HOUR
    assert next_reminder(hours, NOON + 45 * HOUR) is None
    assert current_reminder(hours, NOON + 24 * HOUR) == NoticeKind.REMINDER_24
    assert current_reminder(hours, NOON + 47 * HOUR) == NoticeKind.REMINDER_3
    with pytest.raises(IndexError):
        current_reminder(hours, NOON)


@pytest.mark.django_db
def test_every_step_has_a_whole_mail_and_sms_for_every_audience() -> None:
    """One ticket per service and state of the step's target, told of by an unsaved event."""
    world = World()
    ticket = world.apply()
    for service in Service:
        for arrow in [*arrows(service), None]:
            stand(ticket, service, arrow.target if arrow else State.SELLER_REVIEW)
            event = TicketEvent(
                ticket=ticket,
                number=2,
                step=arrow.step if arrow else Step.OPEN,
                to_state=ticket.state,
                at=NOON,
                text="See <b>here</b>\nand there",
                clause="2.5",
                details={"amount": "1500.00"},
            )
            for audience in CHANNELS:
                assert_whole_messages(Notice(event=event, ticket=ticket, audience=audience), NOON)


def stand(ticket: Ticket, service: Service, state: State) -> None:
    """Put the row, in memory only, into a state."""
    seller, customer = {State.SELLER_REVIEW, State.REPLACEMENT_PENDING}, CUSTOMERS
    ticket.__dict__["state"], ticket.service = state, service
    ticket.holder = "seller" if state in seller else "customer" if state in customer else "kilimall"
    ticket.due_at, ticket.due_step = NOON + 48 * HOUR, Step.ESCALATE
    if state in {State.REFUNDED, State.EXCHANGED, State.REJECTED, State.CANCELLED, State.EXPIRED}:
        ticket.holder, ticket.due_at, ticket.due_step = "", None, ""


def assert_whole_messages(notice: Notice, now: datetime) -> None:
    notice.channel = Channel.EMAIL
    letter = letter_of(notice, addresses(notice), now)
    parts = [letter.subject, letter.text, letter.html, short_text_of(notice, now)]
    for part in parts:
        assert part.strip()
        assert not UNFILLED.search(part), part
        assert notice.ticket.reference in part
    assert "\n" not in letter.subject + parts[-1]
    assert "<b>" not in letter.html
    assert "\n\n\n" not in letter.text


@pytest.mark.django_db
class TestWords:
    def notices(self, ticket: Ticket, audience: str, **more: Any) -> Notice:
        found = Notice.objects.filter(ticket=ticket, audience=audience, channel="email", **more)
        return found.select_related("event", "ticket__line").latest("event__number")

    def letter(self, notice: Notice, now: datetime) -> str:
        return letter_of(notice, addresses(notice), now).text

    def test_a_customer_reads_what_happened_what_to_do_until_when_and_what_else(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), REJECTED)

        assert self.letter(self.notices(ticket, "customer"), NOON + HOUR) == (
            "The seller said no.\n"
            "Clause of the policy: 2.5 Unused, but for finding the fault\n"
            "\n"
            "Seller writes:\n"
            "It was used.\n"
            "\n"
            "What you do now: Read the seller's answer. If you see it differently, ask Kilimall to decide.\n"
            "Until: Fri 6 Nov 2026, 24:00 EAT\n"
            "Otherwise the ticket is closed without a refund.\n"
            "\n"
            f"Ticket: {ticket.reference}, Kettle\n"
            f"http://127.0.0.1:8000/tickets/{ticket.reference}/\n"
            "\n"
            f"Help line: {settings.HELP_PHONE}\n"
            "KiliCare\n"
        )

    def test_the_sms_says_what_to_do_where_it_fits(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), REJECTED)

        text = short_text_of(self.notices(ticket, "customer"), NOON + HOUR)

        assert text == (
            f"KiliCare {ticket.reference}: The seller said no. Until Fri 6 Nov 2026, 24:00 EAT. "
            f"http://127.0.0.1:8000/tickets/{ticket.reference}/"
        )
        assert len(text) <= 160

    def test_a_late_mail_says_how_things_stand_now(self) -> None:
        world = World()
        ticket = world.apply()

        text = self.letter(self.notices(ticket, "customer"), NOON + 50 * HOUR)

        assert "Your application was sent to the seller." in text
        assert "What comes now: Kilimall must decide.\nUntil: Tue 10 Nov 2026, 24:00 EAT" in text

    def test_a_reminder_names_the_task_and_the_hour(self) -> None:
        world = World()
        ticket = world.apply()
        remind(NOON + 24 * HOUR)
        notice = self.notices(ticket, "seller", kind="reminder_24")

        letter = letter_of(notice, addresses(notice), NOON + 24 * HOUR)

        assert letter.subject == f"{ticket.reference}: reminder: Waiting for the seller"
        assert letter.text.startswith(
            "A reminder: the time runs out.\n\n"
            "What you do now: Answer the customer: approve, offer something else or reject.\n"
            "Until: Thu 5 Nov 2026, 12:00 EAT\nOtherwise Kilimall decides, and your shop gets a mark.\n"
        )
        assert short_text_of(notice, NOON).startswith(f"KiliCare {ticket.reference}: Reminder: ")
        assert not has_stopped(notice, NOON + 47 * HOUR)
        assert has_stopped(notice, NOON + 48 * HOUR)

    def test_words_of_people_are_text_in_the_page_and_lead_nowhere_in_the_subject(self) -> None:
        world = World()
        bad = {"code": "condition", "clause": "2.5", "text": "<script>x</script>\r\nBcc: all@x.example"}
        world.line.name = "Kettle\r\nBcc: you@x.example <i>"
        world.line.save()
        ticket = walk(world, world.apply(), [(Step.REJECT, "seller", bad)])

        letter = letter_of(self.notices(ticket, "customer"), ("a@x.example",), NOON)

        assert "<script>" not in letter.html
        assert "<i>" not in letter.html
        assert "Bcc" not in letter.subject

    def test_what_is_paid_is_named(self) -> None:
        world = World()
        offer = {"service": "refund_only", "amount": world.line.paid_amount / 2, "text": "Half?"}
        ticket = walk(world, world.apply(Service.REFUND_ONLY), [(Step.OFFER, "seller", offer)])

        assert "Amount: KES 4,000" in self.letter(self.notices(ticket, "customer"), NOON)

    def test_words_for_kilimall_alone_go_to_nobody(self) -> None:
        world = World()
        path: Any = [(Step.HAND_TO_KILIMALL, "seller", {"code": "conflict", "text": "My cousin."})]
        ticket = walk(world, world.apply(), path)

        assert "cousin" not in self.letter(self.notices(ticket, "customer"), NOON)

    def test_a_shop_s_mail_goes_to_the_shop_and_its_people_but_not_to_the_customer(self) -> None:
        world = World()
        ticket = world.apply()
        gone = person(is_active=False)
        for user in (world.people["customer"], gone):
            ShopStaff.objects.create(shop=world.shop, user=user)
        world.shop.email = "shop@shops.example"
        world.shop.save()

        to = addresses(self.notices(ticket, "seller"))

        assert to == ("shop@shops.example", world.people["seller"].email)

    def test_a_shop_without_people_and_a_customer_without_address_have_none(self) -> None:
        world = World()
        ticket = world.apply()
        ShopStaff.objects.all().delete()
        world.people["customer"].phone = ""
        world.people["customer"].save()

        notice = self.notices(ticket, "seller")
        assert addresses(notice) == ()
        assert letter_of(notice, (), NOON).text
        sms = Notice.objects.get(ticket=ticket, channel="sms")
        assert addresses(sms) == ()

    def test_the_links_lead_to_the_audience_s_own_page(self) -> None:
        world = World()
        ticket = walk(world, world.apply(Service.EXCHANGE), DISPATCHED)
        walk(world, ticket, [(Step.CONFIRM, "customer", {})], NOON + 10 * HOUR)
        for audience in ("customer", "seller"):
            text = self.letter(self.notices(ticket, audience), NOON)
            (path,) = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)
            assert resolve(path)
        assert "What comes now" not in text  # a seller has nothing left to do

    def test_one_set_of_templates_serves_all(self) -> None:
        names = {file.name for file in Path(settings.BASE_DIR, "templates", "mail").iterdir()}
        assert names == {"notice_subject.txt", "notice.txt", "notice.html", "sms.txt"}

    def test_an_inspection_that_failed_says_which_clause(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), FAILED)

        text = self.letter(self.notices(ticket, "customer"), NOON)

        assert "Clause of the policy: 3-X3" in text
        assert "Kilimall writes:\nBurnt.\n" in text
