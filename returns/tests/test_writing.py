"""Messages between the sides of a ticket: who writes, who is told, who has read, and what is hidden."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction

from orders.models import OrderLine
from returns.actions import writing
from returns.actions.engine import relay
from returns.actions.refusal import RefusedError
from returns.actions.writing import mark_read, write
from returns.enums import Party, Step
from returns.models import Evidence, Message, Notice, ReadMark, Ticket
from returns.queries.thread import has_unread, unread_of
from returns.tests.test_machines import SENT, walk
from returns.tests.world import NOON, World, person, photo

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ticket(world: World) -> Ticket:
    return world.apply()


def said(world: World, ticket: Ticket, who: str, text: str = "Which one is it?", **more: Any) -> Message:
    given = {"token": uuid4(), "now": NOON + MINUTE, **more}
    return write(ticket.pk, by=world.people[who], text=text, **given)


def refused(code: str, *args: Any, **kwargs: Any) -> RefusedError:
    before = Message.objects.count(), Evidence.objects.count()
    with pytest.raises(RefusedError) as no:
        said(*args, **kwargs)
    assert no.value.code == code
    assert (Message.objects.count(), Evidence.objects.count()) == before
    return no.value


def told(message: Message) -> list[tuple[str, str]]:
    return sorted(Notice.objects.filter(message=message).values_list("audience", "channel"))


CUSTOMER = [("customer", "email"), ("customer", "sms")]
SELLER = [("seller", "email")]


def test_the_other_side_is_told_once_until_it_has_read(world: World, ticket: Ticket) -> None:
    first = said(world, ticket, "seller")
    assert told(first) == CUSTOMER
    second = said(world, ticket, "seller", "And since when?")
    assert told(second) == []
    mark_read(ticket.pk, by=world.people["customer"], upto=second.pk, now=NOON + MINUTE)
    answer = said(world, ticket, "customer", "The blue one.")
    assert told(answer) == SELLER
    assert told(said(world, ticket, "seller", "Thanks.")) == CUSTOMER
    mark_read(ticket.pk, by=world.people["seller"], upto=answer.pk, now=NOON + 2 * MINUTE)
    assert told(said(world, ticket, "customer", "Welcome.")) == SELLER


def test_the_desk_writes_to_both_and_nobody_writes_to_the_desk(world: World, ticket: Ticket) -> None:
    assert told(said(world, ticket, "desk")) == [*CUSTOMER, *SELLER]
    assert unread_of(ticket, Party.KILIMALL).count() == 0
    said(world, ticket, "customer")
    assert unread_of(ticket, Party.KILIMALL).count() == 1


def test_a_note_is_the_desk_s_own(world: World, ticket: Ticket) -> None:
    note = said(world, ticket, "desk", "He called twice.", is_internal=True)
    assert (note.is_internal, told(note)) == (True, [])
    for side in Party.CUSTOMER, Party.SELLER, Party.KILIMALL:
        assert not unread_of(ticket, side).exists()
    assert not said(world, ticket, "seller", is_internal=True).is_internal
    no = refused("invalid", world, ticket, "desk", is_internal=True, photos=[photo()])
    assert no.field == "photos"
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(ticket=ticket, party="seller", by=note.by, is_internal=True, text="x", at=NOON)


@pytest.mark.parametrize("who", ["warehouse", "counter", "rider", "finance"])
def test_who_has_no_part_in_it_does_not_write(who: str, world: World, ticket: Ticket) -> None:
    refused("not_open", world, ticket, who)
    before = said(world, ticket, "seller")
    mark_read(ticket.pk, by=world.people[who], upto=before.pk, now=NOON)
    assert not ReadMark.objects.exists()


def test_a_stranger_does_not_write(world: World, ticket: Ticket) -> None:
    for stranger in person(), person("desk", country="UG"), World().people["seller"]:
        world.people["stranger"] = stranger
        refused("not_open", world, ticket, "stranger")


def test_to_write_is_not_to_read(world: World, ticket: Ticket) -> None:
    said(world, ticket, "seller", "One more thing.")
    said(world, ticket, "customer", "Yes.")
    assert unread_of(ticket, Party.CUSTOMER).count() == 1


def test_a_form_that_comes_twice_writes_once(world: World, ticket: Ticket) -> None:
    token = uuid4()
    first = said(world, ticket, "customer", token=token, photos=[photo()])
    assert said(world, ticket, "customer", token=token, photos=[photo()]) == first
    assert Message.objects.count() == 1
    assert [one.message for one in ticket.evidence.exclude(message=None)] == [first]
    refused("invalid", world, ticket, "seller", token=token)


def test_contact_data_is_hidden_before_it_is_kept_but_not_the_ticket_s_own_numbers(world: World) -> None:
    ticket = walk(world, world.apply(), [*SENT[:2]])
    own = f"Order {world.order.number}, ticket {ticket.reference}."
    message = said(world, ticket, "seller", f"{own} Call 0712 345 678.")
    assert (message.text, message.is_masked) == (f"{own} Call •••.", True)
    for text in ("Thank you.", "Well\u2026 it is 5 m\u00b2."):
        kept = said(world, ticket, "seller", f"  {text} ")
        assert (kept.text, kept.is_masked) == (text, False)


def test_a_serial_number_that_looks_like_a_phone_stays(world: World, ticket: Ticket) -> None:
    OrderLine.objects.filter(pk=world.line.pk).update(serial_numbers=["0711111111"])
    text = "Serial 0711111111."
    assert said(world, ticket, "seller", text).text == text


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_an_empty_one_is_refused(text: str, world: World, ticket: Ticket) -> None:
    assert refused("invalid", world, ticket, "customer", text).field == "text"


def test_there_is_a_measure(monkeypatch: Any, world: World, ticket: Ticket) -> None:
    monkeypatch.setattr(writing, "MOST_AN_HOUR", 2)
    said(world, ticket, "customer")
    said(world, ticket, "customer")
    assert refused("invalid", world, ticket, "customer").field == "text"
    said(world, ticket, "seller")
    said(world, ticket, "customer", now=NOON + timedelta(hours=2))
    monkeypatch.setattr(writing, "MOST", 4)
    assert refused("invalid", world, ticket, "desk").field == "text"


def test_too_many_photos_are_refused(world: World, ticket: Ticket) -> None:
    assert refused("invalid", world, ticket, "customer", photos=[photo()] * 7).field == "photos"


def test_a_closed_ticket_s_thread_stays_open_for_thirty_days(world: World, ticket: Ticket) -> None:
    ticket = walk(world, ticket, [(Step.WITHDRAW, "customer", {})])
    last = ticket.closed_at + timedelta(days=30)
    said(world, ticket, "customer", now=last)
    refused("not_open", world, ticket, "customer", now=last + timedelta(days=1))


def test_a_mark_never_goes_back_nor_to_another_ticket(world: World, ticket: Ticket) -> None:
    first, second = said(world, ticket, "seller"), said(world, ticket, "seller")
    other = World()
    foreign = said(other, other.apply(), "seller")
    reader = world.people["customer"]
    for upto, left in ((first.pk, 1), (foreign.pk, 1), (second.pk, 0), (first.pk, 0), (10**12, 0)):
        mark_read(ticket.pk, by=reader, upto=upto, now=NOON)
        assert unread_of(ticket, Party.CUSTOMER).count() == left
        listed = Ticket.objects.filter(has_unread(Party.CUSTOMER), pk=ticket.pk)
        assert listed.exists() is bool(left)


def test_the_database_keeps_what_was_written(world: World, ticket: Ticket) -> None:
    message = said(world, ticket, "seller")
    for change in (
        lambda: Message.objects.filter(pk=message.pk).update(text="Never."),
        message.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_mail_and_the_sms_say_who_wrote_what(world: World, ticket: Ticket) -> None:
    Notice.objects.all().delete()
    said(world, ticket, "seller", "Does the <lamp> blink?")
    relay(NOON + 2 * MINUTE)
    letters = {tuple(letter.to): letter.body for letter in mail.outbox}
    letter = letters[(world.people["customer"].email,)]
    assert "The seller wrote you a message." in letter
    assert "> Does the <lamp> blink?" in letter
    assert f"/tickets/{ticket.reference}/" in letter
    assert Notice.objects.filter(told_at=None).count() == 0
