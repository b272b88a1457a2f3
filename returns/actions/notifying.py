"""The outbox is sent: claimed in one transaction, sent outside any, marked in another.

At least once: a relay that dies between sending and marking tells a thing twice, never not at all.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from enum import Enum, auto
from time import monotonic

from django.db import connection, transaction
from django.db.models import F

from kilicare.kernel.calendar import Calendar
from returns.enums import Channel, NoticeKind
from returns.gateways.delivery import DeliveryError, UnknownOutcomeError, UnreachableError
from returns.gateways.mail import Mail, MailGateway
from returns.gateways.sms import SmsGateway, gateway
from returns.models import Notice
from returns.policy.notices import quiet_until
from returns.policy.retries import MESSAGES
from returns.queries.engine import waiting_notices
from returns.queries.messages import (
    addresses,
    has_stopped,
    is_unwanted,
    letter_of,
    short_text_of,
    with_all_they_tell,
)

logger = logging.getLogger(__name__)

BATCH = 20
CLAIM = timedelta(minutes=1)
"""How long a claimed row is left to its relay: longer than a run and its last message take."""
BUDGET = 30.0
"""Seconds a run may take before it hands the rest back."""
PATIENCE = 3
"""Failures in a row after which a gateway counts as away."""
NO_ANSWER = "the gateway gave no answer"
NEVER_ENDED = "each relay that tried it was ended"
STOPPED = "the clock had stopped"
UNWANTED = "the customer does without it"
NO_ADDRESS: Mapping[str, str] = {Channel.EMAIL: "no e-mail address", Channel.SMS: "no phone number"}


class Outcome(Enum):
    """How a row fared: a channel took it, it was closed for a reason of its own, it failed, or it waits."""

    TOLD = auto()
    CLOSED = auto()
    FAILED = auto()
    WAITS = auto()


Deliver = Callable[[Notice, Sequence[str], datetime], str]
"""Sends a notice; the provider's name of it, if it has one."""


def relay_notices(channel: Channel, now: datetime) -> int:
    """Send what waits in one channel's outbox; how many messages it took.

    Stops after 30 seconds, or when the gateway is away: what was claimed and not tried goes back.
    """
    end, told = monotonic() + BUDGET, 0
    while batch := claim(channel, now):
        with CARRIERS[channel]() as deliver:
            failures = 0
            for position, notice in enumerate(batch):
                if failures >= PATIENCE or monotonic() > end:
                    _hand_back(batch[position:], now)
                    return told
                outcome = tell(notice, deliver, now)
                told += outcome is Outcome.TOLD
                failures = failures + 1 if outcome is Outcome.FAILED else 0
    return told


def claim(channel: Channel, now: datetime) -> list[Notice]:
    """Take rows in hand: nobody else sends them for a minute."""
    if not waiting_notices(channel, now).exists():
        return []
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        waiting = waiting_notices(channel, now).select_for_update(skip_locked=skip)
        ids = list(waiting.values_list("pk", flat=True)[:BATCH])
        claimed = Notice.objects.filter(pk__in=ids)
        claimed.update(attempts=F("attempts") + 1, not_before=now + CLAIM)
    return list(with_all_they_tell(claimed).order_by("pk"))


def tell(notice: Notice, deliver: Deliver, now: datetime) -> Outcome:
    """Send one claimed row, unless there is nobody to tell or nothing to tell any more."""
    to = addresses(notice)
    if notice.attempts > MESSAGES.most:
        _fail(notice, notice.error or NEVER_ENDED, now)
    elif has_stopped(notice, now):
        _close(notice, dropped_at=now, error=STOPPED)
    elif not to:
        _close(notice, dropped_at=now, error=UNWANTED if is_unwanted(notice) else NO_ADDRESS[notice.channel])
    elif (morning := _quiet_until(notice, now)) is not None:
        Notice.objects.filter(pk=notice.pk).update(attempts=F("attempts") - 1, not_before=morning)
        return Outcome.WAITS
    else:
        return _send(notice, to, deliver, now)
    return Outcome.CLOSED


def _quiet_until(notice: Notice, now: datetime) -> datetime | None:
    """Until when the phone is left alone."""
    if notice.channel != Channel.SMS:
        return None
    local = Calendar(notice.ticket.country).local(now)
    return quiet_until(NoticeKind(notice.kind), local, notice.segment.due_at if notice.segment else None)


def _send(notice: Notice, to: Sequence[str], deliver: Deliver, now: datetime) -> Outcome:
    try:
        name = deliver(notice, to, now)
    except UnreachableError as refused:
        _close(notice, dropped_at=now, error=str(refused))
        return Outcome.CLOSED
    except UnknownOutcomeError:
        # It may have left: it is sent once more, not more often.
        _fail(notice, NO_ANSWER, now, is_last=notice.error == NO_ANSWER)
        return Outcome.FAILED
    except DeliveryError as problem:
        logger.warning("Notice %s was not taken: %s", notice.pk, problem)
        _fail(notice, str(problem), now)
        return Outcome.FAILED
    except Exception as problem:
        logger.exception("Notice %s can't be sent", notice.pk)
        _fail(notice, type(problem).__name__, now)
        return Outcome.FAILED
    _close(notice, told_at=now, error="", provider_ref=name)
    return Outcome.TOLD


def _fail(notice: Notice, error: str, now: datetime, *, is_last: bool = False) -> None:
    """Wait longer each time; after the last try park the row, for somebody to look at."""
    if is_last or notice.attempts >= MESSAGES.most:
        logger.error("Notice %s is given up after %s tries: %s", notice.pk, notice.attempts, error)
        _close(notice, parked_at=now, error=error)
    else:
        _close(notice, not_before=now + MESSAGES.wait(notice.attempts), error=error)


def _close(notice: Notice, *, error: str, **ends: datetime | str) -> None:
    """Write down how it went, unless somebody else has: a claim that ran out was taken by another."""
    row = Notice.objects.filter(pk=notice.pk, told_at=None, dropped_at=None, parked_at=None)
    row.update(error=error[:200], **ends)


def _hand_back(notices: Sequence[Notice], now: datetime) -> None:
    """Undo a claim."""
    rows = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    rows.update(attempts=F("attempts") - 1, not_before=now)


class _Mails(AbstractContextManager[Deliver]):
    """One connection for a batch of mails."""

    def __init__(self) -> None:
        self.gateway = MailGateway()

    def __enter__(self) -> Deliver:
        return self.deliver

    def __exit__(self, *_problem: object) -> None:
        self.gateway.close()

    def deliver(self, notice: Notice, to: Sequence[str], now: datetime) -> str:
        """Send it as a mail."""
        letter = letter_of(notice, tuple(to), now)
        token = f"notice-{notice.pk}"
        self.gateway.send(Mail(letter.to, letter.subject, letter.text, letter.html, token, letter.leave))
        return ""


def _texts() -> AbstractContextManager[Deliver]:
    sender: SmsGateway = gateway()

    def deliver(notice: Notice, to: Sequence[str], now: datetime) -> str:
        return sender.send(to[0], short_text_of(notice, now))

    return nullcontext(deliver)


CARRIERS: Mapping[Channel, Callable[[], AbstractContextManager[Deliver]]] = {
    Channel.EMAIL: _Mails,
    Channel.SMS: _texts,
}
