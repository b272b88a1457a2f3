"""Goods of a closed ticket go home: opened with its end, brought to a counter, handed out, or disposed of."""

import secrets
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.recording import tell_beside
from returns.actions.refusal import RefusedError, wrong
from returns.enums import Goods, HandedBack, NoticeKind, Party, Service, State, Step
from returns.models import HandBack, Scan, Ticket
from returns.policy import clocks
from returns.policy.clocks import Clock
from returns.policy.reminders import current_reminder, next_reminder, reminder_hours
from returns.policy.terms import terms_of
from returns.queries.calendars import Calendars

CLOSED_WITHOUT = frozenset({State.CANCELLED, State.EXPIRED, State.REJECTED})
"""Ends in which the goods stay the customer's; so they do after a refund without return."""
BATCH = 200
GONE = _("These goods have left already.")
WRONG = _("This is not the code on the customer's page.")
MOST_TRIES = 5


def is_customers(ticket: Ticket) -> bool:
    """Whether the goods of a closed ticket belong to the customer."""
    return ticket.state in CLOSED_WITHOUT or (
        ticket.state == State.REFUNDED and ticket.service == Service.REFUND_ONLY
    )


def open_hand_back(ticket: Ticket, at: datetime) -> None:
    """Begin where a ticket has closed while Kilimall holds the customer's goods; else do nothing."""
    if ticket.goods != Goods.IN_HAND or not is_customers(ticket):
        return
    begin(ticket, at)


@transaction.atomic
def begin(ticket: Ticket, at: datetime) -> None:
    """Begin, once per ticket, whoever else begins now; its customer is told."""
    row = HandBack(ticket=ticket, opened_at=at, code=f"{secrets.randbelow(1_000_000):06d}")
    _wind(row, ticket, clocks.GOODS_TRAVEL_HOME, at)
    own = {name: getattr(row, name) for name in ("opened_at", "code", "due_at", "due_step")}
    kept, is_new = HandBack.objects.get_or_create(ticket=ticket, defaults=own)
    if is_new:
        _tell(kept, ticket, NoticeKind.HOME_SENT, at)


def arrive(hand_back_id: int, *, place: str, by: User, now: datetime) -> HandBack:
    """A counter has the goods. Raises RefusedError where they have left, or are at one already."""
    with transaction.atomic():
        row = _locked(hand_back_id)
        if row.arrived_at is not None:
            raise RefusedError("not_open", _("These goods are at a counter already."))
        row.arrived_at, row.place = now, place
        _wind(row, row.ticket, clocks.GOODS_WAIT, now)
        row.save()
        _tell(row, row.ticket, NoticeKind.HOME_HERE, now)
        _scan(row, Step.ARRIVE, place, by, now, moved=True)
    return row


def hand_out(hand_back_id: int, *, code: str, place: str, by: User, now: datetime) -> HandBack:
    """The customer showed the code and has the goods again. Raises RefusedError (invalid: `code`)."""
    with transaction.atomic():
        row = _locked(hand_back_id)
        tries = Scan.objects.filter(ticket=row.ticket_id, step=Step.HAND_BACK, moved=False)
        if tries.count() >= MOST_TRIES:
            raise wrong("code", _("Too many wrong codes. Call the desk."))
        right = secrets.compare_digest(code.encode(), row.code.encode())
        _scan(row, Step.HAND_BACK, place, by, now, moved=right)
        if right:
            _end(row, HandedBack.HANDED_BACK, now, by)
    if not right:  # the try is kept
        raise wrong("code", WRONG)
    return row


def lapse_hand_backs(now: datetime) -> int:
    """Let their clocks lapse: to the supervisor, onto the shelf, or away after 90 days; how many.

    Who lets them wait at a counter is told on the days of the terms, like the customer of an open ticket.
    """
    with transaction.atomic():
        for row in _next(now, "remind_at"):
            _remind(row, now)
        rows = _next(now, "due_at")
        for row in rows:
            _lapse(row, now)
            row.save()
    return len(rows)


def _next(now: datetime, column: str) -> list[HandBack]:
    skip = connection.features.has_select_for_update_skip_locked
    due = HandBack.objects.select_for_update(of=("self",), skip_locked=skip).filter(**{f"{column}__lte": now})
    return list(due.select_related("ticket").order_by(column, "pk")[:BATCH])


def _remind(row: HandBack, now: datetime) -> None:
    hours = _hours(row)
    if row.due_at and now < row.due_at:
        _tell(row, row.ticket, current_reminder(hours, now), now)
    row.remind_at = next_reminder(hours, now)
    row.save(update_fields=["remind_at"])


def _hours(row: HandBack) -> list[tuple[datetime, NoticeKind]]:
    """When the customer is told that the goods wait."""
    if row.arrived_at is None:
        return []
    terms = terms_of(row.ticket.terms)
    return reminder_hours(Party.KILIMALL, row.arrived_at, row.due_at, terms, row.due_step)


def _tell(row: HandBack, ticket: Ticket, kind: NoticeKind, now: datetime) -> None:
    tell_beside(ticket, kind, [Party.CUSTOMER], now, hand_back=row)


def _lapse(row: HandBack, now: datetime) -> None:
    at = row.due_at or row.opened_at
    if row.due_step == Step.ESCALATE:
        row.due_at, row.due_step, row.flagged_at, row.remind_at = None, "", at, None
    elif row.due_step == Step.SHELVE:
        _wind(row, row.ticket, clocks.SHELF_ENDS, at, since=row.arrived_at)
        _tell(row, row.ticket, NoticeKind.HOME_SHELF, now)
    else:
        _end(row, HandedBack.DISPOSED, at, None)
        _tell(row, row.ticket, NoticeKind.HOME_GONE, now)


def _end(row: HandBack, outcome: HandedBack, at: datetime, by: User | None) -> None:
    row.due_at, row.due_step, row.flagged_at, row.remind_at = None, "", None, None
    row.ended_at, row.outcome, row.by = at, outcome, by
    row.save()


def _wind(
    row: HandBack, ticket: Ticket, clock: Clock, at: datetime, *, since: datetime | None = None
) -> None:
    row.due_at = Calendars().moment(ticket, at).due(clock, since=since)
    row.due_step, row.flagged_at = clock.then, None
    row.remind_at = next_reminder(_hours(row), at)


def _locked(hand_back_id: int) -> HandBack:
    row = HandBack.objects.select_for_update(of=("self",)).select_related("ticket").get(pk=hand_back_id)
    if row.ended_at is not None:
        raise RefusedError("not_open", GONE)
    return row


def _scan(row: HandBack, step: Step, place: str, by: User, now: datetime, *, moved: bool) -> None:
    Scan.objects.create(ticket_id=row.ticket_id, step=step, place=place[:80], by=by, at=now, moved=moved)
