"""The outbox of sign-in messages: written in the request, sent by the engine's relay.

The relay calls `claim_messages`, sends each through its gateway and tells `mark_sent` or `mark_failed`; then
`blank_expired`. All take the one `now` of the caller.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from kilicare.accounts.models import CodeMessage

CODE_LIFETIME: Final = timedelta(minutes=5)
LINK_LIFETIME: Final = timedelta(hours=1)
CLAIM: Final = timedelta(seconds=30)
MAX_ATTEMPTS: Final = 5
NOT_IN_TIME: Final = "not sent in time"

Channel = CodeMessage.Channel


def queue_message(
    channel: Channel,
    to: str,
    *,
    body: str,
    now: datetime,
    subject: str = "",
    lifetime: timedelta = CODE_LIFETIME,
) -> CodeMessage:
    """Put a message into the outbox; after `lifetime` it is of no use and is blanked."""
    return CodeMessage.objects.create(
        channel=channel, to=to, subject=subject, body=body, created_at=now, expires_at=now + lifetime
    )


def waiting_messages(now: datetime) -> QuerySet[CodeMessage]:
    """What may be sent now: not blank, not expired, not in another relay's hands, not given up."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    waiting = CodeMessage.objects.exclude(body="").filter(free, expires_at__gt=now, attempts__lt=MAX_ATTEMPTS)
    return waiting.order_by("expires_at", "pk")


@transaction.atomic
def claim_messages(now: datetime, limit: int = 50) -> list[CodeMessage]:
    """Take waiting messages in hand for 30 seconds, so that two relays side by side don't send one twice."""
    claimed = list(waiting_messages(now).select_for_update(skip_locked=True)[:limit])
    ids = [message.pk for message in claimed]
    CodeMessage.objects.filter(pk__in=ids).update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    return claimed


def mark_sent(message: CodeMessage, now: datetime) -> None:
    """The message has left: its body is blanked."""
    CodeMessage.objects.filter(pk=message.pk).update(sent_at=now, body="", error="")


def mark_failed(message: CodeMessage, error: str) -> None:
    """The gateway refused: the message waits out its claim and is tried again, 5 times in all.

    `error` must carry neither body nor address. After the last try the row stays, parked, until it expires.
    """
    CodeMessage.objects.filter(pk=message.pk).update(error=error[:200])


def blank_expired(now: datetime) -> int:
    """Blank what nobody can use any more; how many. A row that was never sent says why it was not."""
    expired = CodeMessage.objects.exclude(body="").filter(expires_at__lte=now)
    why = Case(When(error="", then=Value(NOT_IN_TIME)), default=F("error"))
    return expired.update(body="", error=why)
