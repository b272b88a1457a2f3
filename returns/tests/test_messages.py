"""What a mail and an SMS say: every step and audience has both, with nothing left unfilled."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve

from kilicare.accounts.models import User
from orders.models import ShopStaff
from returns.actions.opening import Application, open_ticket
from returns.enums import CLOSED_STATES, Channel, Party, Reason, Service, State, Step
from returns.models import Notice, Ticket, TicketEvent
from returns.policy.facts import Claim
from returns.policy.notices import CHANNELS
from returns.queries.diagrams import arrows
from returns.queries.messages import addresses, letter_of, short_text_of
from returns.tests.test_machines import (
    APPEALED,
    DISPATCHED,
    FAILED,
    OWN_COURIER,
    REJECTED,
    RULING,
    SENT,
    walk,
)
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
UNFILLED = re.compile(r"%\(|\{\{|\{%|\bNone\b")
GSM = re.compile(r"[ -Z_a-z]*")
"""ASCII less what GSM's alphabet lacks or counts twice."""
LINK = "http://127.0.0.1:8000/tickets/{}/"
SELLERS = {State.SELLER_REVIEW, State.REPLACEMENT_PENDING}
CUSTOMERS = {
    State.SOLUTION_OFFERED,
    State.SELLER_REJECTED,
    State.EVIDENCE_REQUESTED,
    State.AWAITING_RETURN,
    State.INSPECTION_FAILED,
    State.REPLACEMENT_CHOICE,
    State.REPLACEMENT_SHIPPED,
}
OWN_NAME = {Party.CUSTOMER: "the customer", Party.SELLER: "the seller"}


def notice_of(ticket: Ticket, audience: str, step: Step | None = None, channel: str = "email") -> Notice:
    """The last notice of its kind."""
    found = Notice.objects.filter(ticket=ticket, audience=audience, channel=channel)
    if step:
        found = found.filter(event__step=step)
    return found.select_related("event", "ticket__line").latest("event__number", "pk")


def mail(ticket: Ticket, audience: str, step: Step | None = None, now: datetime = NOON) -> str:
    notice = notice_of(ticket, audience, step)
    return letter_of(notice, addresses(notice), now).text


def sms(ticket: Ticket, step: Step | None = None, now: datetime = NOON) -> str:
    return short_text_of(notice_of(ticket, "customer", step, "sms"), now)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_step_has_a_whole_mail_and_sms_for_every_audience(language: str) -> None:
    """One ticket per service and state of the step's target, told of by an unsaved event."""
    world = World()
    User.objects.update(language=language)
    world.line.name = "Ψυγείο with a very long name, [extra] {fine} ~ " * 5
    world.line.save()
    ticket = world.apply()
    ticket.last_event = 2
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
                details={
                    "amount": "1500.00",
                    "place": "Kilishop " * 9,
                    "carrier": "é" * 60,
                    "waybill": "4" * 40,
                },
            )
            for audience in CHANNELS:
                assert_whole_messages(Notice(event=event, ticket=ticket, audience=audience), NOON)


def stand(ticket: Ticket, service: Service, state: State) -> None:
    """Put the row, in memory only, into a state."""
    ticket.__dict__["state"], ticket.service = state, service
    ticket.holder = "seller" if state in SELLERS else "customer" if state in CUSTOMERS else "kilimall"
    ticket.due_at, ticket.due_step = NOON + 48 * HOUR, Step.ESCALATE
    if state in CLOSED_STATES:
        ticket.holder, ticket.due_at, ticket.due_step = "", None, ""


def assert_whole_messages(notice: Notice, now: datetime) -> None:
    notice.channel = Channel.EMAIL
    letter = letter_of(notice, addresses(notice), now)
    for part in (letter.subject, letter.text, letter.html):
        assert part.strip()
        assert not UNFILLED.search(part), part
        assert notice.ticket.reference in part
    for part in (letter.subject, letter.text.partition("\n\nTicket:")[0]):
        said = part.replace(OWN_NAME[Party(notice.audience)] + " writes", "")
        assert OWN_NAME[Party(notice.audience)] not in said.lower(), part
    assert "\n" not in letter.subject
    assert "<b>" not in letter.html
    assert "\n\n\n" not in letter.text
    if Channel.SMS in CHANNELS[Party(notice.audience)]:
        assert_whole_sms(notice, now)


def assert_whole_sms(notice: Notice, now: datetime) -> None:
    notice.channel = Channel.SMS
    text = short_text_of(notice, now)
    assert not UNFILLED.search(text), text
    assert notice.ticket.reference in text
    assert GSM.fullmatch(text), text
    assert len(text) <= 306


class TestMails:
    def test_a_refusal_says_why_by_which_clause_and_in_whose_words(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), REJECTED)

        assert mail(ticket, "customer", now=NOON + HOUR) == (
            f"Hello {world.people['customer'].name},\n"
            "\n"
            "The seller said no.\n"
            "\n"
            "Why: The goods are not in the condition the policy asks for\n"
            "Clause of the policy: 2.5 Unused, but for finding the fault\n"
            "\n"
            "The seller writes:\n"
            "> It was used.\n"
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

    def test_the_shop_reads_who_wants_what_and_why_and_how_much_but_no_number(self) -> None:
        world = World()
        ticket, customer = world.apply(), world.people["customer"]

        text = mail(ticket, "seller")

        assert text.startswith(
            "Hello Mwangi,\n\nA customer sent you an application.\n\n"
            f"Customer: {customer.name}\n"
            "Product: 1 x Kettle\n"
            "Asked for: Return & refund\n"
            "Reason: It does not work\n"
            "Amount: KES 8,000\n"
            "\n"
            "The customer writes:\n> It stays cold.\n"
            "\n"
            "What you do now: Answer the customer: approve, offer something else or reject.\n"
            "Until: Thu 5 Nov 2026, 12:00 EAT\n"
            "Otherwise Kilimall decides, and your shop gets a mark.\n"
        )
        assert customer.phone not in text
        assert customer.email not in text

    @pytest.mark.parametrize(
        ("service", "line"),
        [(Service.EXCHANGE, "Price paid: KES 8,000\n"), (Service.REFUND_ONLY, "Amount: KES 900\n")],
    )
    def test_how_much_it_is_about(self, service: Service, line: str) -> None:
        ticket = World().apply(service, amount="900.00" if service is Service.REFUND_ONLY else None)

        assert line in mail(ticket, "customer")

    def test_a_customer_reads_that_the_desk_applied_for_them(self) -> None:
        world = World()
        claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)
        application = Application(claim=claim, on_behalf_reason="They phoned.")
        ticket = open_ticket(world.line.pk, application, by=world.people["desk"], now=NOON)

        applied = "Kilimall applied for you and sent the application to the seller."
        assert applied in mail(ticket, "customer")
        assert sms(ticket).startswith(f"Kettle: {applied} The seller must answer by ")
        assert "A customer sent you an application." in mail(ticket, "seller")
        assert "writes:" not in mail(ticket, "seller")  # the customer wrote nothing

    def test_an_offer_names_its_amount(self) -> None:
        world = World()
        offer = {"service": "refund_only", "amount": world.line.paid_amount / 2, "text": "Half?"}
        ticket = walk(world, world.apply(Service.REFUND_ONLY), [(Step.OFFER, "seller", offer)])

        letter = letter_of(notice_of(ticket, "customer"), (), NOON)

        assert letter.subject == f"Kettle, {ticket.reference}: The seller offers KES 4,000"
        assert "The seller offers KES 4,000.\n\nThe seller writes:\n> Half?\n" in letter.text

    def test_an_offer_to_take_the_goods_back_names_the_whole_price(self) -> None:
        world = World()
        offer = {"service": "return_refund", "text": "Send it back."}
        asked = world.apply(Service.REFUND_ONLY, amount="900.00")
        ticket = walk(world, asked, [(Step.OFFER, "seller", offer)])

        assert "The seller offers KES 8,000 once the goods are back and checked." in mail(ticket, "customer")

    def test_a_ruling_says_who_gets_what_and_who_pays(self) -> None:
        world = World()
        path = [*APPEALED, (Step.RULE_OFFER, "desk", {**RULING, "service": "exchange"})]
        ticket = walk(world, world.apply(), path)

        for audience, gets in (("customer", "you get"), ("seller", "the customer gets")):
            text = mail(ticket, audience)
            assert f"Kilimall decided: {gets} a new item once the goods are back and checked." in text
            assert "Kilimall writes:\n> We looked at it.\n" in text
            assert ("Who bears the cost: The shop" in text) == (audience == "seller")

    def test_an_inspection_that_failed_says_which_clause(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), FAILED)

        text = mail(ticket, "customer")

        assert "Clause of the policy: 3-X3 Harmed after signing\n" in text
        assert "Kilimall writes:\n> Burnt.\n" in text

    def test_a_refund_with_a_deduction_shows_its_parts(self) -> None:
        world = World(gift="Cup")
        path = [*SENT, (Step.PASS, "warehouse", {"gift_lost": True})]
        ticket = walk(world, world.apply(), path)

        text = mail(ticket, "customer", Step.PASS)

        assert "all is well. KES 7,200 is paid into your Kilimall wallet.\n" in text
        assert "Price paid for the goods (2-T2): KES 8,000\nLost or damaged gift (4.7): -KES 800\n" in text
        assert "KES 7,200 is paid to the customer." in mail(ticket, "seller", Step.PASS)

    def test_what_was_handed_over_is_confirmed_with_its_number(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), OWN_COURIER)

        text = mail(ticket, "customer", Step.HAND_OVER)

        assert "The goods are on their way to Kilimall.\n\nCarrier: " in text
        assert "\nWaybill: " in text

    def test_words_of_people_are_text_in_the_page_and_lead_nowhere_in_the_subject(self) -> None:
        world = World()
        bad = {"code": "condition", "clause": "2.5", "text": "<script>x</script>\r\nBcc: all@x.example"}
        world.line.name = "Kettle\r\nBcc: you@x.example <i>"
        world.line.save()
        ticket = walk(world, world.apply(), [(Step.REJECT, "seller", bad)])

        letter = letter_of(notice_of(ticket, "customer"), ("a@x.example",), NOON)

        assert "<script>" not in letter.html
        assert "<i>" not in letter.html
        assert "\n" not in letter.subject
        assert "\r" not in letter.subject
        assert "> Bcc: all@x.example\n" in letter.text

    def test_words_for_kilimall_alone_go_to_nobody(self) -> None:
        world = World()
        path: Any = [(Step.HAND_TO_KILIMALL, "seller", {"code": "conflict", "text": "My cousin."})]
        ticket = walk(world, world.apply(), path)

        assert "cousin" not in mail(ticket, "customer")

    def test_nobody_is_read_their_own_words(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), APPEALED)

        assert "You asked Kilimall to decide.\n\nWhat comes now:" in mail(ticket, "customer", Step.APPEAL)
        assert "The customer writes:\n> It was not.\n" in mail(ticket, "seller", Step.APPEAL)

    def test_who_has_no_name_is_greeted_without_one(self) -> None:
        world = World()
        ticket = world.apply()
        world.people["customer"].name = ""
        world.people["customer"].save()

        letter = letter_of(notice_of(ticket, "customer"), (), NOON)

        assert letter.text.startswith("Hello,\n")
        assert "Hello," in letter.html

    def test_a_shop_s_mail_goes_to_the_shop_and_its_people_but_not_to_the_customer(self) -> None:
        world = World()
        ticket = world.apply()
        gone = person(is_active=False)
        for user in (world.people["customer"], gone):
            ShopStaff.objects.create(shop=world.shop, user=user)
        world.shop.email = "shop@shops.example"
        world.shop.save()

        to = addresses(notice_of(ticket, "seller"))

        assert to == ("shop@shops.example", world.people["seller"].email)

    def test_a_shop_without_people_and_a_customer_without_address_have_none(self) -> None:
        world = World()
        ticket = world.apply()
        ShopStaff.objects.all().delete()
        world.people["customer"].phone = ""
        world.people["customer"].save()

        notice = notice_of(ticket, "seller")
        assert addresses(notice) == ()
        assert letter_of(notice, (), NOON).text
        assert addresses(notice_of(ticket, "customer", channel="sms")) == ()

    def test_the_links_lead_to_the_audience_s_own_page(self) -> None:
        world = World()
        ticket = walk(world, world.apply(Service.EXCHANGE), DISPATCHED)
        walk(world, ticket, [(Step.CONFIRM, "customer", {})], NOON + 10 * HOUR)
        for audience in ("customer", "seller"):
            text = mail(ticket, audience)
            (path,) = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)
            assert resolve(path)
        assert "What comes now" not in text  # a seller has nothing left to do

    def test_one_set_of_templates_serves_all(self) -> None:
        names = {file.name for file in Path(settings.BASE_DIR, "templates", "mail").iterdir()}
        assert names == {"notice_subject.txt", "notice.txt", "notice.html", "sms.txt"}
