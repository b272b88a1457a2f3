"""Whom a step is told to, and through what (domain: Notices)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from returns.enums import Channel, NoticeKind, Party, Step, Topic

CHANNELS: dict[Party, tuple[Channel, ...]] = {
    Party.CUSTOMER: (Channel.EMAIL, Channel.SMS),
    Party.SELLER: (Channel.EMAIL,),
}
"""What each side is reached by. Kilimall's own people work from their lists: nobody writes to the desk."""

QUIET_FROM, QUIET_UNTIL = 21, 7
"""Hours of the day between which no reminder rings anybody's phone."""
DISPENSABLE: Mapping[Step, Topic] = dict.fromkeys(
    (
        Step.LOG_EARLY,
        Step.HAND_OVER,
        Step.RECEIVE,
        Step.EXTEND,
        Step.ESCALATE,
        Step.TRACE_PARCEL,
        Step.CHANGE_METHOD,
        Step.BOOK_COLLECTION,
        Step.CORRECT_WAYBILL,
    ),
    Topic.PROGRESS,
)
"""Steps whose news a person may do without: what they did themselves, and what is on its way."""


def topic_of(kind: NoticeKind, step: Step) -> Topic | None:
    """The topic under which a notice may be left out; None for what everybody must be told."""
    if kind is NoticeKind.STEP:
        return DISPENSABLE.get(step)
    return {NoticeKind.REMINDER_24: Topic.FIRST_REMINDER, NoticeKind.MESSAGE: Topic.MESSAGES}.get(kind)


def quiet_until(kind: NoticeKind, now: datetime, due_at: datetime | None) -> datetime | None:
    """Until when a reminder by SMS waits for the morning; None where it may ring, or the morning is too late.

    `now` is in the local time of the person.
    """
    if not kind.reminds or QUIET_UNTIL <= now.hour < QUIET_FROM:
        return None
    day = now + timedelta(days=1) if now.hour >= QUIET_FROM else now
    morning = day.replace(hour=QUIET_UNTIL, minute=0, second=0, microsecond=0)
    return None if due_at is not None and due_at <= morning + timedelta(hours=1) else morning


BOTH = (Party.CUSTOMER, Party.SELLER)
CUSTOMER_ONLY = (Party.CUSTOMER,)

AUDIENCES: dict[Step, tuple[Party, ...]] = {
    Step.OPEN: BOTH,
    Step.APPROVE: CUSTOMER_ONLY,
    Step.OFFER: CUSTOMER_ONLY,
    Step.REJECT: CUSTOMER_ONLY,
    Step.HAND_TO_KILIMALL: CUSTOMER_ONLY,
    Step.SEND_TO_DESK: BOTH,
    Step.TAKE_OVER: BOTH,
    Step.ACCEPT: BOTH,
    Step.ACCEPT_HERE: BOTH,
    Step.ACCEPT_BY_SILENCE: BOTH,
    Step.APPEAL: BOTH,
    Step.EXPIRE: BOTH,
    Step.WITHDRAW: BOTH,
    Step.CLOSE_FILE: BOTH,
    Step.RULE_OFFER: BOTH,
    Step.RULE_REFUND: BOTH,
    Step.RULE_REPLACE: BOTH,
    Step.RULE_AGAINST: BOTH,
    Step.RULE_SEND_BACK: BOTH,
    Step.RULE_DELIVERED: BOTH,
    Step.RULE_BY_DEFAULT: BOTH,
    Step.ESCALATE: CUSTOMER_ONLY,
    Step.EXTEND: CUSTOMER_ONLY,
    Step.LOG_EARLY: CUSTOMER_ONLY,
    Step.HAND_OVER: CUSTOMER_ONLY,
    Step.CHANGE_METHOD: CUSTOMER_ONLY,
    Step.BOOK_COLLECTION: CUSTOMER_ONLY,
    Step.COLLECTION_FAILED: CUSTOMER_ONLY,
    Step.COLLECTION_MISSED: CUSTOMER_ONLY,
    Step.GIVE_UP_COLLECTION: BOTH,
    Step.CORRECT_WAYBILL: CUSTOMER_ONLY,
    Step.RECEIVE: CUSTOMER_ONLY,
    Step.PRESUME_RECEIVED: BOTH,
    Step.TRACE_PARCEL: CUSTOMER_ONLY,
    Step.PASS: BOTH,
    Step.PASS_PART: BOTH,
    Step.SPLIT: BOTH,
    Step.FAIL: BOTH,
    Step.SEND_BACK: CUSTOMER_ONLY,
    Step.ARRIVE: CUSTOMER_ONLY,
    Step.SHELVE: CUSTOMER_ONLY,
    Step.HAND_BACK: BOTH,
    Step.DISPOSE: BOTH,
    Step.DISPATCH: CUSTOMER_ONLY,
    Step.NO_STOCK: CUSTOMER_ONLY,
    Step.OFFER_CHOICE: BOTH,
    Step.CHOOSE_VARIANT: BOTH,
    Step.REFUND_INSTEAD: BOTH,
    Step.CONFIRM: BOTH,
    Step.REPORT_MISSING: BOTH,
    Step.SETTLE: BOTH,
}
"""Who hears of a step. What people did themselves is confirmed to them: a receipt to keep."""

BY_SMS: frozenset[Step] = frozenset(
    {
        # The customer applied, or somebody did it for them.
        Step.OPEN,
        # It is now the customer's turn: whoever has a phone alone must hear of every such clock.
        Step.APPROVE,
        Step.OFFER,
        Step.REJECT,
        Step.ACCEPT,
        Step.ASK_EVIDENCE,
        Step.BOOK_COLLECTION,  # an appointment to keep
        Step.COLLECTION_FAILED,
        Step.COLLECTION_MISSED,
        Step.FAIL,
        Step.SPLIT,
        Step.ARRIVE,  # with the pick-up code
        Step.SHELVE,
        Step.DISPATCH,
        Step.NO_STOCK,
        Step.OFFER_CHOICE,
        Step.EXTEND,
        # Somebody else decides now, or has decided.
        Step.HAND_TO_KILIMALL,
        Step.TAKE_OVER,
        Step.CLOSE_FILE,
        Step.RULE_OFFER,
        Step.RULE_REPLACE,
        Step.RULE_AGAINST,
        Step.RULE_SEND_BACK,
        Step.RULE_DELIVERED,
        Step.RULE_BY_DEFAULT,
        Step.EXPIRE,
        Step.GIVE_UP_COLLECTION,
        Step.DISPOSE,
        # The money is there. Steps that only decide it are told by mail: the payment follows at once.
        Step.SETTLE,
    }
)
"""What is worth an SMS. All else is a mail: receipts, and what Kilimall does on the way."""


def audiences(step: Step, holder: str, by: Party) -> tuple[Party, ...]:
    """Who hears of a step that a party took.

    Asking for evidence speaks to the one who is asked, the new holder; sent proof is confirmed to
    the one who sent it.
    """
    if step is Step.ASK_EVIDENCE:
        return (Party(holder),)
    return (by,) if step is Step.ANSWER else AUDIENCES[step]


def channels(step: Step, audience: Party) -> tuple[Channel, ...]:
    """Through what a step is told to a side."""
    return tuple(channel for channel in CHANNELS[audience] if channel is not Channel.SMS or step in BY_SMS)
