"""The outbox of sign-in messages: each leaves once, in time, and is blank afterwards."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from kilicare.accounts import codes
from kilicare.accounts.codes import Channel
from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import PHONE

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def queued(**fields: object) -> CodeMessage:
    return codes.queue_message(Channel.SMS, PHONE, **({"body": "code 123456", "now": NOW} | fields))


def row(message: CodeMessage) -> tuple[str, str, datetime | None]:
    message.refresh_from_db()
    return message.body, message.error, message.sent_at


@pytest.mark.django_db
def test_a_message_lives_for_five_minutes_unless_told_otherwise() -> None:
    assert queued().expires_at == NOW + timedelta(minutes=5)
    assert queued(lifetime=codes.LINK_LIFETIME).expires_at == NOW + timedelta(hours=1)


@pytest.mark.django_db
def test_the_one_that_expires_first_leaves_first() -> None:
    link, code = queued(lifetime=codes.LINK_LIFETIME), queued()
    queued(now=NOW + SECOND)

    assert codes.claim_messages(NOW, limit=2)[0] == code
    assert codes.claim_messages(NOW) == [link]


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "waits"), [(0, True), (299, True), (300, False), (301, False)])
def test_a_message_waits_until_it_expires(seconds: int, waits: bool) -> None:
    queued()

    assert codes.waiting_messages(NOW + seconds * SECOND).exists() == waits


@pytest.mark.django_db
def test_a_claimed_message_is_in_one_hand_for_thirty_seconds() -> None:
    message = queued()

    assert codes.claim_messages(NOW) == [message]
    assert codes.claim_messages(NOW + 29 * SECOND) == []
    assert codes.claim_messages(NOW + 30 * SECOND) == [message]
    message.refresh_from_db()
    assert (message.attempts, message.claimed_until) == (2, NOW + 60 * SECOND)


@pytest.mark.django_db
def test_a_sent_message_is_blank_and_leaves_no_second_time() -> None:
    message = queued()
    codes.claim_messages(NOW)
    codes.mark_failed(message, "no route")
    codes.claim_messages(NOW + 30 * SECOND)

    codes.mark_sent(message, NOW + 31 * SECOND)

    assert row(message) == ("", "", NOW + 31 * SECOND)
    assert codes.claim_messages(NOW + 90 * SECOND) == []


@pytest.mark.django_db
def test_a_refused_message_is_tried_five_times_in_all_and_then_parked() -> None:
    message, now = queued(lifetime=codes.LINK_LIFETIME), NOW
    tries = 0
    while codes.claim_messages(now):
        codes.mark_failed(message, "no route " * 50)
        tries, now = tries + 1, now + codes.CLAIM

    assert tries == 5
    assert row(message) == ("code 123456", ("no route " * 50)[:200], None)


@pytest.mark.django_db
def test_what_has_expired_is_blanked_and_says_why_it_was_not_sent() -> None:
    late, refused, fresh, sent = queued(), queued(), queued(now=NOW + SECOND), queued()
    codes.mark_failed(refused, "no route")
    codes.mark_sent(sent, NOW)

    assert codes.blank_expired(NOW + 300 * SECOND) == 2

    assert row(late) == ("", "not sent in time", None)
    assert row(refused) == ("", "no route", None)
    assert row(sent) == ("", "", NOW)
    assert row(fresh) == ("code 123456", "", None)
    assert codes.blank_expired(NOW + 300 * SECOND) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_relays_side_by_side_take_different_messages() -> None:
    mine, theirs = queued(), queued(now=NOW + SECOND)
    taken: list[list[CodeMessage]] = []

    def other_relay() -> None:
        taken.append(codes.claim_messages(NOW + SECOND))
        connection.close()

    with transaction.atomic():
        assert codes.claim_messages(NOW + SECOND, limit=1) == [mine]
        relay = threading.Thread(target=other_relay)
        relay.start()
        relay.join(10)

    assert taken == [[theirs]]
