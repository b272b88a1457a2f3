"""The outbox: told, dropped with a reason, waiting in its time, or parked with an alert. Never lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from kilicare.accounts.codes import Channel as CodeChannel
from kilicare.accounts.codes import queue_message
from kilicare.accounts.models import CodeMessage
from kilicare.processes.port import first_free
from returns.actions import notifying
from returns.actions.codes import relay_codes
from returns.actions.engine import relay
from returns.actions.notifying import CLAIM, NO_ANSWER, claim, relay_notices
from returns.actions.reminding import remind
from returns.enums import Channel, EnginePart, Step
from returns.models import Notice, Ticket
from returns.policy.retries import MESSAGES, TICKETS
from returns.tests.gateways import africa, africa_at, post
from returns.tests.test_gateways import smtp
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def waits(**more: Any) -> Notice:
    return Notice.objects.get(told_at=None, dropped_at=None, parked_at=None, **more)


def test_what_waits_is_told_once(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    world = World()
    ticket = world.apply()

    done = relay(NOON)

    assert done == {EnginePart.CODES: 0, EnginePart.EMAIL: 2, EnginePart.SMS: 1}
    assert set(Notice.objects.values_list("told_at", "attempts", "error")) == {(NOON, 1, "")}
    to = sorted(message.to[0] for message in mail.outbox)
    assert to == sorted([world.people["customer"].email, world.people["seller"].email])
    assert {message.subject for message in mail.outbox} == {
        f"Kettle, {ticket.reference}: Your application was sent to the seller",
        f"Kettle, {ticket.reference}: A customer sent you an application",
    }
    assert len(list((tmp_path / "sms").iterdir())) == 1
    assert relay(NOON + HOUR) == {EnginePart.CODES: 0, EnginePart.EMAIL: 0, EnginePart.SMS: 0}


def test_what_is_not_yet_due_waits() -> None:
    World().apply()
    Notice.objects.update(not_before=NOON + HOUR)

    assert relay_notices(Channel.EMAIL, NOON) == 0
    assert relay_notices(Channel.EMAIL, NOON + HOUR) == 2


def test_a_claimed_row_is_left_to_its_relay_and_comes_back_when_that_dies() -> None:
    World().apply()

    assert len(claim(Channel.EMAIL, NOON)) == 2
    assert claim(Channel.EMAIL, NOON + CLAIM / 2) == []
    assert relay_notices(Channel.EMAIL, NOON + CLAIM) == 2
    assert set(Notice.objects.filter(channel="email").values_list("attempts", flat=True)) == {2}


def test_who_has_no_address_is_dropped_with_the_reason() -> None:
    world = World()
    customer = world.people["customer"]
    customer.email = customer.phone = ""
    customer.save()
    world.apply()

    assert relay(NOON)[EnginePart.EMAIL] == 1

    dropped = Notice.objects.filter(audience="customer").values_list("channel", "dropped_at", "error")
    assert sorted(dropped) == [("email", NOON, "no e-mail address"), ("sms", NOON, "no phone number")]


def test_a_reminder_whose_clock_was_stopped_is_closed_unsent() -> None:
    world = World()
    ticket = world.apply()
    relay_notices(Channel.EMAIL, NOON)
    remind(NOON + 24 * HOUR)
    world.take(Step.REJECT, ticket, "seller", NOON + 25 * HOUR, code="condition", clause="2.5", text="Used.")
    mail.outbox.clear()

    relay_notices(Channel.EMAIL, NOON + 25 * HOUR)

    reminder = Notice.objects.exclude(kind="step").get()
    assert (reminder.told_at, reminder.error) == (None, "the clock had stopped")
    assert reminder.dropped_at == NOON + 25 * HOUR
    assert [message.to for message in mail.outbox] == [[world.people["customer"].email]]


def test_a_gateway_that_is_away_is_tried_later_and_later_then_parked_with_an_alert(
    settings: Any, caplog: Any
) -> None:
    World().apply()
    settings.SMS = africa_at(f"http://127.0.0.1:{first_free(19000)}")
    now = NOON
    for number in range(1, MESSAGES.most):
        assert relay_notices(Channel.SMS, now) == 0
        row = waits(channel="sms")
        assert (row.attempts, row.error) == (number, "ConnectionRefusedError")
        assert row.not_before == now + MESSAGES.wait(number)
        now = row.not_before
    assert relay_notices(Channel.SMS, now) == 0

    row = Notice.objects.get(channel="sms")
    assert (row.parked_at, row.attempts) == (now, MESSAGES.most)
    assert [r.levelname for r in caplog.records if "is given up" in r.message] == ["ERROR"]
    assert relay_notices(Channel.SMS, now + timedelta(days=9)) == 0
    assert now - NOON > 21 * HOUR


def test_an_sms_that_may_have_left_is_sent_once_more_and_no_more(settings: Any) -> None:
    World().apply()
    with africa() as sim:
        settings.SMS = africa_at(sim.url, sim.key)
        sim.play(status=504)
        relay_notices(Channel.SMS, NOON)
        assert waits(channel="sms").error == NO_ANSWER
        relay_notices(Channel.SMS, NOON + HOUR)
        assert len(sim.asked) == 2

    assert Notice.objects.get(channel="sms").parked_at == NOON + HOUR


def test_a_number_that_can_never_be_reached_is_dropped(settings: Any) -> None:
    World().apply()
    with africa() as sim:
        settings.SMS = africa_at(sim.url, sim.key)
        sim.play(code=403)
        assert relay_notices(Channel.SMS, NOON) == 0

    row = Notice.objects.get(channel="sms")
    assert (row.dropped_at, row.error) == (NOON, "refused for this number: 403")


def test_a_dead_gateway_is_not_asked_for_every_message(settings: Any) -> None:
    for _ticket in range(3):
        World().apply()
    smtp(settings, first_free(19000))

    assert relay_notices(Channel.EMAIL, NOON) == 0

    tried = Notice.objects.filter(channel="email").order_by("pk").values_list("attempts", "not_before")
    assert list(tried) == [(1, NOON + MESSAGES.wait(1))] * 3 + [(0, NOON)] * 3


def test_a_run_ends_in_time_and_hands_the_rest_back(monkeypatch: pytest.MonkeyPatch) -> None:
    World().apply()
    monkeypatch.setattr(notifying, "BUDGET", -1.0)

    assert relay_notices(Channel.EMAIL, NOON) == 0

    assert set(Notice.objects.values_list("attempts", "not_before")) == {(0, NOON)}


def test_a_notice_that_can_t_be_written_names_no_person_in_its_error() -> None:
    ticket = World().apply()
    Ticket.objects.filter(pk=ticket.pk).update(terms="1999-01-01")

    relay_notices(Channel.EMAIL, NOON)

    assert set(Notice.objects.filter(channel="email").values_list("error", flat=True)) == {"KeyError"}


def test_a_row_that_ended_every_relay_is_parked_unsent() -> None:
    World().apply()
    Notice.objects.update(attempts=MESSAGES.most)

    assert relay_notices(Channel.EMAIL, NOON) == 0

    assert Notice.objects.filter(parked_at=NOON, error="each relay that tried it was ended").count() == 2
    assert mail.outbox == []


def test_waits_grow_up_to_the_longest() -> None:
    assert [TICKETS.wait(number) for number in (1, 2, 3, 4, 5)] == [
        timedelta(minutes=minutes) for minutes in (1, 4, 16, 60, 60)
    ]


class TestCodes:
    def queue(self, channel: CodeChannel = CodeChannel.SMS, to: str = "+254712345678") -> CodeMessage:
        return queue_message(channel, to, body="Your code is 314159", subject="Code", now=NOON)

    def test_they_are_sent_and_blanked(self, settings: Any, tmp_path: Any) -> None:
        settings.VAR_DIR = tmp_path
        self.queue()
        self.queue(CodeChannel.EMAIL, "a@x.example")

        assert relay_codes(NOON) == 2
        assert relay_codes(NOON) == 0

        assert set(CodeMessage.objects.values_list("sent_at", "body")) == {(NOON, "")}
        assert (mail.outbox[0].to, mail.outbox[0].subject) == (["a@x.example"], "Code")
        (file,) = (tmp_path / "sms").iterdir()
        assert "314159" in file.read_text()

    def test_one_that_fails_is_tried_again_and_blanked_when_nobody_can_use_it(self, settings: Any) -> None:
        self.queue()
        settings.SMS = africa_at(f"http://127.0.0.1:{first_free(19000)}")

        assert relay_codes(NOON) == 0
        assert CodeMessage.objects.get().error == "ConnectionRefusedError"
        assert relay_codes(NOON + HOUR) == 0

        row = CodeMessage.objects.get()
        assert (row.body, row.attempts, row.sent_at) == ("", 1, None)

    def test_one_that_may_have_arrived_is_not_sent_again(self, settings: Any) -> None:
        self.queue()
        with africa() as sim:
            settings.SMS = africa_at(sim.url, sim.key)
            sim.play(status=504)
            assert relay_codes(NOON) == 1
            assert relay_codes(NOON + timedelta(minutes=1)) == 0
            assert len(sim.asked) == 1

    def test_a_strange_failure_names_no_code(self, settings: Any) -> None:
        self.queue()
        settings.SMS = africa_at("http://x:port")

        assert relay_codes(NOON) == 0

        assert CodeMessage.objects.get().error == "InvalidURL"

    def test_the_mail_server_takes_them_too(self, settings: Any) -> None:
        self.queue(CodeChannel.EMAIL, "a@x.example")
        with post() as sim:
            smtp(settings, sim.port)
            assert relay_codes(NOON) == 1
        assert "314159" in sim.taken[0]
