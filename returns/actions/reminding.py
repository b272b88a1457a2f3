"""Clocks that run out soon: their holders are reminded, and who was never told gets more time."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from returns.actions.setbacks import attempt
from returns.actions.stepping import take_step
from returns.enums import EnginePart, NoticeKind, Party, Step
from returns.models import ClockSegment, Notice, Ticket, TicketEvent
from returns.policy.notices import CHANNELS
from returns.policy.reminders import current_reminder, next_reminder, reminded, reminder_hours
from returns.policy.terms import terms_of
from returns.queries.access import as_machine
from returns.queries.engine import due_for_reminder
from returns.queries.steps import machine_steps

logger = logging.getLogger(__name__)

BATCH = 250
MOST_REMINDERS = 20 * BATCH


def remind(now: datetime) -> int:
    """Write the reminders whose hour has come and extend the clocks nobody was told of; how many clocks.

    Up to 5,000 a run, each clock once per hour. A clock that fails is set aside and blocks no other.
    """
    served = 0
    while served < MOST_REMINDERS:
        due = dict(due_for_reminder(now).values_list("ticket_id", "ticket__last_event")[:BATCH])
        done = _serve(due, now)
        if not done:
            break
        served += done
    return served


def _serve(due: dict[int, int], now: datetime) -> int:
    """Remind a batch, or where that fails its tickets one by one; how many were in hand."""
    try:
        done, untold = remind_tickets(due, now)
    except Exception:
        logger.exception("A batch of reminders failed: they are written one by one")
        for found in due.items():
            attempt(EnginePart.REMIND, found, partial(_remind_one, found[0], now), now)
        return len(due)
    for ticket_id in untold:
        attempt(EnginePart.REMIND, (ticket_id, due[ticket_id]), partial(extend, ticket_id, now), now)
    return done + len(untold)


def _remind_one(ticket_id: int, now: datetime) -> None:
    _done, untold = remind_tickets([ticket_id], now)
    if untold:
        extend(ticket_id, now)


def extend(ticket_id: int, now: datetime) -> None:
    """Give a customer who was never told more time, once (domain: Clocks). Raises RefusedError."""
    take_step(Step.EXTEND, ticket_id, by=None, now=now)


@transaction.atomic
def remind_tickets(ticket_ids: Iterable[int], now: datetime) -> tuple[int, list[int]]:
    """Write the reminders of these tickets' clocks; how many, and the tickets to extend instead.

    A ticket that another holds is left to the other. Its lock comes before the segments': whoever
    takes a step locks in the same order.
    """
    skip = connection.features.has_select_for_update_skip_locked
    locked = Ticket.objects.select_for_update(of=("self",), skip_locked=skip)
    tickets = {ticket.pk: ticket for ticket in locked.filter(pk__in=ticket_ids).order_by("pk")}
    segments = list(due_for_reminder(now).filter(ticket__in=tickets))
    told = _told(segments)
    untold = [
        segment.ticket_id for segment in segments if _may_extend(segment, tickets[segment.ticket_id], told)
    ]
    reminded = [segment for segment in segments if segment.ticket_id not in set(untold)]
    _write(reminded, tickets, now)
    return len(reminded), untold


def _told(segments: Iterable[ClockSegment]) -> set[int]:
    """The segments whose customer was told of their beginning by at least one channel."""
    began = {segment.ticket_id: segment for segment in segments}
    notices = Notice.objects.filter(
        ticket__in=began, kind=NoticeKind.STEP, audience=Party.CUSTOMER, told_at__isnull=False
    )
    return {
        began[ticket_id].pk
        for ticket_id, at in notices.values_list("ticket_id", "event__at")
        if at >= began[ticket_id].started_at
    }


def _may_extend(segment: ClockSegment, ticket: Ticket, told: set[int]) -> bool:
    """A customer's clock that no channel told of, on a machine that leaves the step open."""
    if segment.holder != Party.CUSTOMER or segment.pk in told:
        return False
    return Step.EXTEND in machine_steps(as_machine(ticket))


def _write(segments: Sequence[ClockSegment], tickets: dict[int, Ticket], now: datetime) -> None:
    """One notice per channel of each holder, and the clocks' next hours."""
    last = TicketEvent.objects.filter(ticket__in=tickets, number=F("ticket__last_event"))
    last_ids = dict(last.values_list("ticket_id", "pk"))
    notices: list[Notice] = []
    next_hours: dict[datetime | None, list[int]] = defaultdict(list)
    for segment in segments:
        terms = terms_of(tickets[segment.ticket_id].terms)
        hours = reminder_hours(segment.holder, segment.started_at, segment.due_at, terms, segment.due_step)
        notices += _reminders(segment, last_ids[segment.ticket_id], current_reminder(hours, now), now)
        next_hours[next_reminder(hours, now)].append(segment.pk)
    Notice.objects.bulk_create(notices)
    for hour, ids in next_hours.items():
        ClockSegment.objects.filter(pk__in=ids).update(remind_at=hour)


def _reminders(segment: ClockSegment, event_id: int, kind: NoticeKind, now: datetime) -> Iterator[Notice]:
    audience = reminded(segment.holder, kind)
    for channel in CHANNELS[audience]:
        yield Notice(
            event_id=event_id,
            ticket_id=segment.ticket_id,
            kind=kind,
            segment=segment,
            audience=audience,
            channel=channel,
            written_at=now,
            not_before=now,
        )
