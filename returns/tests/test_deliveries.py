"""Messages that wait for the morning, that nobody wants, and what the provider reports of them."""

import base64
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from kilicare.accounts.models import User
from kilicare.processes.group import wait_until
from returns.actions.muting import choose_messages
from returns.actions.notifying import relay_notices
from returns.actions.reminding import remind
from returns.actions.reporting import report_address, report_token, take_report
from returns.actions.writing import write
from returns.enums import Channel, Delivery, NoticeKind, Step, Topic
from returns.management.africas_talking import Simulator
from returns.models import Mute, Notice, Ticket
from returns.queries.messages import LEAVING, leave_address, letter_of
from returns.tests.gateways import africa, africa_at
from returns.tests.test_machines import walk
from returns.tests.views.doors import House, at, enter
from returns.tests.views.reading import read
from returns.tests.views.refusing import nothing_moves
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TOKEN = "0b9b2f5e-7d38-4b53-8ac9-7a8f4f6d2c11"


@contextmanager
def provider(settings: Any, reports: str = "") -> Iterator[Simulator]:
    """The SMS provider, as this machine stands for it."""
    with africa(reports=reports) as sim:
        settings.SMS = africa_at(sim.url, sim.key)
        yield sim


def reminded(now: datetime) -> tuple[World, Ticket]:
    """A customer who was reminded at a moment, of an offer that ends a day later."""
    world = World()
    ticket = walk(world, world.apply(), [(Step.APPROVE, "seller", {})])
    relay_notices(Channel.SMS, now)
    relay_notices(Channel.EMAIL, now)
    end = now + 24 * HOUR
    Ticket.objects.filter(pk=ticket.pk).update(due_at=end)
    ticket.segments.filter(ended_at=None).update(due_at=end, remind_at=now)
    assert remind(now) == 1
    return world, ticket


def test_a_reminder_at_night_waits_for_the_morning_and_its_mail_does_not(settings: Any) -> None:
    night = datetime.fromisoformat("2026-11-05T22:30:00+03:00")
    morning = datetime.fromisoformat("2026-11-06T07:00:00+03:00")
    with provider(settings) as sim:
        reminded(night)
        sim.asked.clear()
        assert relay_notices(Channel.SMS, night) == 0
        assert sim.asked == []
        waiting = Notice.objects.get(kind=NoticeKind.REMINDER_24, channel=Channel.SMS)
        assert (waiting.not_before, waiting.attempts) == (morning, 0)
        assert relay_notices(Channel.EMAIL, night) == 1
        assert relay_notices(Channel.SMS, morning) == 1
        assert len(sim.asked) == 1


def test_what_happened_is_sent_at_night_too(settings: Any) -> None:
    night = datetime.fromisoformat("2026-11-03T22:30:00+03:00")
    with provider(settings) as sim:
        World().apply()
        relay_notices(Channel.SMS, night)
        assert len(sim.asked) == 1


def notice_of_a_message(world: World) -> Notice:
    """The mail that tells the customer of a message."""
    ticket = world.apply()
    write(ticket.pk, by=world.people["seller"], text="Hello.", token=TOKEN, now=NOON)
    return Notice.objects.get(kind=NoticeKind.MESSAGE, audience="customer", channel=Channel.EMAIL)


def test_who_does_without_gets_none_and_the_others_do() -> None:
    world = World()
    Mute.objects.create(user=world.people["customer"], channel=Channel.EMAIL, topic=Topic.MESSAGES)
    Mute.objects.create(user=world.people["customer"], channel=Channel.EMAIL, topic=Topic.PROGRESS)
    notice = notice_of_a_message(world)
    relay_notices(Channel.EMAIL, NOON)
    notice = Notice.objects.get(pk=notice.pk)
    assert (notice.told_at, notice.error) == (None, "the customer does without it")
    opened = Notice.objects.filter(event__step=Step.OPEN, kind=NoticeKind.STEP, channel=Channel.EMAIL)
    assert all(opened.values_list("told_at", flat=True))


def test_a_person_chooses_what_they_get() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        form = read(browser.get("/messages/")).forms[-1]
        wanted = [field.value for field in form.fields if field.name == "wanted"]
        assert wanted == [f"{topic}:{channel}" for topic in Topic for channel in Channel]
        assert all("checked" in field.attrs for field in form.fields if field.name == "wanted")
        browser.post("/messages/", {"wanted": ["messages:email", "progress:sms"]})
        again = read(browser.get("/messages/")).forms[-1]
        seller = read(House(world).browser("seller").get("/messages/")).forms[-1]
        with nothing_moves():
            assert browser.post("/messages/", {"wanted": ["decisions:sms"]}).status_code == 422
    checked = [one.value for one in again.fields if one.name == "wanted" and "checked" in one.attrs]
    assert checked == ["progress:sms", "messages:email"]
    assert Mute.objects.count() == 4
    assert all(one.value.endswith(":email") for one in seller.fields if one.name == "wanted")


def test_one_click_of_the_mail_stops_its_kind_without_signing_in() -> None:
    world = World()
    notice = notice_of_a_message(world)
    letter = letter_of(notice, ("a@x.example",), NOON)
    path = letter.leave.partition("//")[2].partition("/")[2]
    assert letter.leave in letter.text
    assert letter.leave in letter.html
    with at(NOON):
        with nothing_moves():
            page = read(Client().get(f"/{path}"))
        done = read(Client(enforce_csrf_checks=True).post(f"/{path}", {"List-Unsubscribe": "One-Click"}))
        Client().post(f"/{path}")
    assert "Somebody wrote you a message" in page.text
    assert "no more e-mails" in done.text
    mute = Mute.objects.get()
    assert (mute.user, mute.channel, mute.topic) == (world.people["customer"], "email", "messages")


def test_what_must_be_told_has_no_such_link() -> None:
    world = World()
    world.apply()
    for notice in Notice.objects.filter(channel=Channel.EMAIL):
        assert leave_address(notice) == ""
        assert "do without" not in letter_of(notice, (), NOON).text


@pytest.mark.parametrize("signed", ["x", "WzEsIm1lc3NhZ2VzIl0:1:2", "%00", "a" * 500])
def test_a_forged_link_is_not_there(signed: str) -> None:
    with at(NOON), nothing_moves():
        for ask in ("get", "post"):
            assert getattr(Client(), ask)(f"/messages/off/{signed}/").status_code in {400, 404}


def test_a_link_of_somebody_who_is_gone_is_not_there() -> None:
    signed = signing.dumps([999_999, Topic.MESSAGES], salt=LEAVING)
    other = signing.dumps([World().people["customer"].pk, "decisions"], salt=LEAVING)
    with at(NOON), nothing_moves():
        for gone in (signed, other):
            assert Client().post(f"/messages/off/{gone}/").status_code == 404


def sent(settings: Any) -> Notice:
    """An SMS that the provider accepted."""
    with provider(settings):
        World().apply()
        relay_notices(Channel.SMS, NOON)
    return Notice.objects.get(channel=Channel.SMS)


def report(**said: str) -> Any:
    return Client().post(f"/hooks/sms/{report_token()}/", {"phoneNumber": "+254711000111", **said})


@pytest.mark.parametrize(
    ("status", "reason", "kept"),
    [
        ("Success", "", (Delivery.DELIVERED, "")),
        ("Success", "UserInBlackList", (Delivery.DELIVERED, "")),
        ("Failed", "UserInBlackList", (Delivery.FAILED, "UserInBlackList")),
        ("Rejected", "x" * 200, (Delivery.FAILED, "x" * 60)),
        ("Sent", "", ("", "")),
        ("Buffered", "", ("", "")),
        ("success", "", ("", "")),
        ("", "", ("", "")),
    ],
)
def test_the_end_of_an_sms_is_kept(settings: Any, status: str, reason: str, kept: tuple[str, str]) -> None:
    notice = sent(settings)
    assert notice.provider_ref.startswith("ATXid_")
    with at(NOON + HOUR):
        assert report(id=notice.provider_ref, status=status, failureReason=reason).status_code == 204
    notice = Notice.objects.get(pk=notice.pk)
    assert (notice.delivery, notice.delivery_error) == kept
    assert notice.reported_at == (NOON + HOUR if kept[0] else None)


def test_the_first_end_counts_and_an_unknown_name_moves_nothing(settings: Any) -> None:
    notice = sent(settings)
    with at(NOON):
        report(id=notice.provider_ref, status="Failed", failureReason="Gone")
        with nothing_moves():
            report(id=notice.provider_ref, status="Success")
            report(id="ATXid_2", status="Success")
            report(id="", status="Success")
            report(id="\x00", status="Success")
    assert Notice.objects.get(pk=notice.pk).delivery == Delivery.FAILED
    assert not take_report("", "Success", "", NOON)


def test_an_address_with_another_secret_is_not_there(settings: Any) -> None:
    notice = sent(settings)
    with at(NOON), nothing_moves():
        for token in ("x", report_token()[:-1], report_token() + "0"):
            address = f"/hooks/sms/{token}/"
            assert Client().post(address, {"id": notice.provider_ref, "status": "Success"}).status_code == 404
        long = {"id": notice.provider_ref, "status": "Success", "more": "x" * 30_000}
        assert Client().post(f"/hooks/sms/{report_token()}/", long).status_code == 404
    assert Notice.objects.get(channel=Channel.SMS).delivery == ""


@pytest.mark.postgres  # SQLite's tests can't take back what two threads have written
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("faults", "kept"),
    [
        ({}, (Delivery.DELIVERED, "")),
        (
            {"reports": ["Submitted", "Failed"], "reason": "UserInBlackList"},
            (Delivery.FAILED, "UserInBlackList"),
        ),
        ({"reports": ["Rejected", "Success"]}, (Delivery.FAILED, "")),
    ],
)
def test_the_provider_reports_to_the_portal_by_itself(
    settings: Any, live_server: LiveServer, faults: dict[str, Any], kept: tuple[str, str]
) -> None:
    settings.SITE_URL = live_server.url
    with provider(settings, report_address()) as sim:
        assert httpx.post(f"{sim.url}/_sim/scenario", json=faults).status_code == 200
        World().apply()
        relay_notices(Channel.SMS, NOON)
        notices = Notice.objects.filter(channel=Channel.SMS)
        assert wait_until(lambda: notices.exclude(delivery="").exists(), 10)
        told = httpx.get(f"{sim.url}/_sim/sent").json()
    notice = notices.get()
    assert (notice.delivery, notice.delivery_error) == kept
    assert [one["messageId"] for one in told] == [notice.provider_ref]


def test_the_desk_reads_every_message_of_a_ticket_and_what_became_of_it(settings: Any) -> None:
    notice = sent(settings)
    take_report(notice.provider_ref, "Failed", "UserInBlackList", NOON)
    ticket = notice.ticket
    world_people = House(World())
    with at(NOON):
        page = read(world_people.browser("desk").get(f"/desk/tickets/{ticket.reference}/notices/"))
        samples = read(world_people.browser("supervisor").get("/desk/notices/"))
        assert world_people.browser("finance").get("/desk/notices/").status_code == 403
        assert world_people.browser("desk").get("/desk/tickets/KC-2222-2222/notices/").status_code == 404
    assert "Not delivered (UserInBlackList)" in page.text
    assert page.text.count("Waits") == 2
    for shown in (page, samples):
        assert "Kettle" in shown.text
        assert ticket.reference in shown.text


def test_the_desk_sees_a_mail_as_it_looks_but_for_its_readers_own_link() -> None:
    world = World()
    notice, house = notice_of_a_message(world), House(world)
    browser, ticket = house.browser("desk"), notice.ticket
    with at(NOON):
        listed = read(browser.get(f"/desk/tickets/{ticket.reference}/notices/?language=sw"))
        address = f"/desk/tickets/{ticket.reference}/notices/{notice.pk}/?language=sw"
        page = browser.get(address)
        sms = Notice.objects.filter(channel=Channel.SMS).latest("pk")
        for gone in (sms.pk, 999_999):
            assert browser.get(f"/desk/tickets/{ticket.reference}/notices/{gone}/").status_code == 404
    assert address in listed.links
    letter, html = letter_of(notice, (), NOON, "sw"), page.content.decode()
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in page["Content-Security-Policy"]
    assert letter.leave in letter.html
    assert html == letter.html.replace(letter.leave, "#")
    assert letter.leave not in listed.html


def test_choosing_again_replaces_the_choice() -> None:
    person = World().people["customer"]
    choose_messages([], tuple(Channel), by=person)
    choose_messages([("messages", "email")], tuple(Channel), by=User.objects.get(pk=person.pk))
    assert Mute.objects.filter(user=person).count() == 5


def test_what_was_not_asked_of_stays_as_it_was() -> None:
    seller = World().people["seller"]
    choose_messages([], (Channel.EMAIL,), by=seller)
    assert set(Mute.objects.values_list("channel", flat=True)) == {Channel.EMAIL}


def test_the_address_of_reports_is_printed_for_the_provider() -> None:
    said = io.StringIO()
    call_command("sms_reports_address", stdout=said)
    path = said.getvalue().strip().partition("//")[2].partition("/")[2]
    assert f"/{path}" == f"/hooks/sms/{report_token()}/"
