"""Messages that leave late, messages that must be short, and reminders."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from returns.actions.reminding import remind
from returns.actions.stepping import lapse_overdue
from returns.enums import Service, Step
from returns.models import Notice, Ticket
from returns.queries.messages import addresses, has_stopped, letter_of, short_text_of
from returns.tests.test_machines import HOME, PASSED, SENT, walk
from returns.tests.test_messages import LINK, mail, sms
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class TestLate:
    def test_a_late_mail_tells_its_own_step_and_how_things_stand_by_now(self) -> None:
        ticket = World().apply()
        late = NOON + 50 * HOUR

        text = mail(ticket, "seller", now=late)

        assert (
            "What came next: Answer the customer: approve, offer something else or reject.\n"
            "Until: Thu 5 Nov 2026, 12:00 EAT\n"
            "Otherwise Kilimall decides, and your shop gets a mark.\n\nMeanwhile: Kilimall is deciding.\n"
        ) in text
        assert sms(ticket, now=late) == (
            "Kettle: your application was sent to the seller. Meanwhile: Kilimall is deciding. "
            + LINK.format(ticket.reference)
        )

    def test_the_money_that_was_paid_is_told_once(self) -> None:
        """An engine that is minutes late tells of the yes when the money is there already."""
        world = World()
        asked = world.apply(Service.REFUND_ONLY, amount="400.00")
        path = [(Step.APPROVE, "seller", {}), (Step.SETTLE, None, {})]
        ticket = walk(world, asked, path)

        texts = [sms(ticket, step, NOON + 9 * HOUR) for step in (Step.APPROVE, Step.SETTLE)]
        mails = [mail(ticket, "customer", step, NOON + 9 * HOUR) for step in (Step.APPROVE, Step.SETTLE)]

        assert texts == [
            "Kettle: the seller agreed. KES 400 is paid into your Kilimall wallet. Meanwhile: refunded. "
            + LINK.format(ticket.reference),
            "Kettle: KES 400 was paid into your Kilimall wallet. The ticket is closed. "
            + LINK.format(ticket.reference),
        ]
        assert [text.count("was paid") + text.count("has been paid") for text in mails] == [0, 2]
        assert "What came next: Kilimall must pay the money.\nUntil: " in mails[0]
        assert "KES 400 was paid to the customer. The ticket is closed." in mail(
            ticket, "seller", Step.SETTLE
        )

    def test_what_was_offered_then_is_asked_then(self) -> None:
        world = World()
        offer = (Step.OFFER, "seller", {"service": "exchange", "text": "A new one?"})
        path = [offer, (Step.ACCEPT, "customer", {"method": "courier"})]
        ticket = walk(world, world.apply(), [*path, (Step.CHANGE_METHOD, "customer", {"method": "kilishop"})])

        offered = mail(ticket, "customer", Step.OFFER, NOON + 9 * HOUR)
        accepted = mail(ticket, "customer", Step.ACCEPT, NOON + 9 * HOUR)

        assert "What came next: Look at the offer: accept it, or ask Kilimall to decide.\n" in offered
        assert "Otherwise the ticket is closed without a refund.\n" in offered
        assert "Meanwhile: waiting for the goods to be sent." in offered
        assert "What you do now: Send the goods by your courier" in accepted
        assert "Meanwhile" not in accepted  # the state is the same

    def test_a_step_that_closed_the_ticket_asks_nothing_however_late(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), [(Step.WITHDRAW, "customer", {})])
        Ticket.objects.filter(pk=ticket.pk).update(last_event=3)

        text = mail(ticket, "customer")

        assert "What comes now: You may apply again while the time for returns runs.\n\nTicket:" in text


class TestShort:
    def test_an_offer_of_money_fits_one_sms(self) -> None:
        world = World()
        world.line.name = "Tea glass"
        world.line.save()
        offer = {"service": "refund_only", "amount": Decimal(150), "text": "Half?"}
        asked = world.apply(Service.REFUND_ONLY, amount="300.00")
        ticket = walk(world, asked, [(Step.OFFER, "seller", offer)])

        text = sms(ticket, now=NOON + HOUR)

        assert text == (
            "Tea glass: the seller offers KES 150. Answer by Fri 6 Nov, 24:00 EAT, else KES 150 is paid. "
            + LINK.format(ticket.reference)
        )
        assert len(text) <= 160

    def test_a_yes_says_what_to_choose(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), SENT[:1])

        assert sms(ticket, now=NOON + HOUR) == (
            "Kettle: the seller agreed: KES 8,000 once the goods are back and checked. Choose how the goods "
            "come back by Fri 6 Nov, 24:00 EAT, else the ticket is closed. " + LINK.format(ticket.reference)
        )

    def test_goods_that_came_home_are_fetched_with_the_code(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), HOME)
        now = NOON + len(HOME) * HOUR

        text = sms(ticket, Step.ARRIVE, now)

        assert f"Pick-up code: {ticket.pickup_code}. Fetch it by " in text
        assert ticket.pickup_code in mail(ticket, "customer", Step.ARRIVE, now)
        assert not Notice.objects.filter(ticket=ticket, event__step=Step.ARRIVE, audience="seller")

    def test_the_way_back_names_the_reference(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), SENT[:2])

        assert sms(ticket, Step.ACCEPT, NOON + 2 * HOUR).startswith(
            f"Kettle: you accepted the solution. Bring the goods and {ticket.reference} to a Kilishop by "
        )

    def test_a_name_in_strange_letters_gives_way(self) -> None:
        world = World()
        world.line.name = "茶杯"
        world.line.save()

        assert sms(world.apply()).startswith("Your order: your application was sent to the seller.")

    def test_a_long_name_is_cut_until_one_sms_holds_it(self) -> None:
        world = World()
        world.line.name = "Kettle of steel, 2 litres, with a whistle and a lid"
        world.line.save()
        ticket = walk(world, world.apply(), [])

        assert sms(ticket).startswith("Kettle of stee..: your application")
        assert len(sms(ticket)) <= 160

    def test_what_passed_is_not_worth_an_sms(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), PASSED)

        assert not Notice.objects.filter(ticket=ticket, event__step=Step.PASS, channel="sms")


class TestReminders:
    def test_a_reminder_names_the_hour_and_the_task(self) -> None:
        ticket = World().apply()
        remind(NOON + 24 * HOUR)
        notice = Notice.objects.get(ticket=ticket, kind="reminder_24")

        letter = letter_of(notice, addresses(notice), NOON + 24 * HOUR)

        assert letter.subject == f"Reminder: Kettle, {ticket.reference}: until Thu 5 Nov 2026, 12:00 EAT"
        assert letter.text.startswith(
            "Hello Mwangi,\n\n"
            "Reminder: you have until Thu 5 Nov 2026, 12:00 EAT.\n\n"
            "What you do now: Answer the customer: approve, offer something else or reject.\n"
            "Otherwise Kilimall decides, and your shop gets a mark.\n"
        )
        assert "you have until Thu 5 Nov 2026, 12:00 EAT." in letter.html
        assert not has_stopped(notice, NOON + 47 * HOUR)
        assert has_stopped(notice, NOON + 48 * HOUR)

    def test_so_does_its_sms(self) -> None:
        world = World()
        ticket = walk(world, world.apply(), SENT[:1])
        Notice.objects.update(told_at=NOON)
        remind(datetime.fromisoformat("2026-11-06T00:00:00+03:00"))
        notice = Notice.objects.exclude(kind="step").get(channel="sms")

        assert short_text_of(notice, NOON + 60 * HOUR) == (
            "Reminder: you have until Fri 6 Nov, 24:00 EAT. Kettle: The seller agreed. Choose how the goods "
            "come back. Otherwise the ticket is closed without a refund. " + LINK.format(ticket.reference)
        )

    def test_a_ticket_that_lapsed_is_told_of_as_it_lapsed(self) -> None:
        ticket = World().apply()
        late = NOON + 49 * HOUR
        assert lapse_overdue(late) == 1

        text = mail(ticket, "seller", Step.TAKE_OVER, late)

        assert "Your shop gets a mark.\n\nWhat comes now: Kilimall must decide.\n" in text
