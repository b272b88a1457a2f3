"""Writes a step down: the row, the numbered event, the clock's segment, the outbox.

Both doors of `stepping` end here, so that what one ticket leaves and what five hundred leave
cannot differ.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import DateTimeField, F, Model, Value

from kilicare.accounts.models import User
from returns.enums import FOUNDING, Channel, NoticeKind, Party, Role, Step
from returns.models import ClockSegment, Notice, Ticket, TicketEvent
from returns.policy.notices import CHANNELS, audiences, channels
from returns.policy.reminders import next_reminder, reminder_hours
from returns.policy.terms import terms_of
from returns.queries.history import last_seals, sealed


@dataclass(frozen=True, slots=True)
class Note:
    """What a step says of itself in the history."""

    clause: str = ""
    code: str = ""
    text: str = ""
    strike: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Change:
    """One ticket, moved in memory: what it was, what it is, who did it and when it counted."""

    ticket: Ticket
    before: dict[str, Any]
    step: Step
    role: Role
    by: User | None
    at: datetime
    now: datetime
    note: Note

    @property
    def is_new(self) -> bool:
        """The ticket was inserted by this very step."""
        return self.step in FOUNDING

    @property
    def winds(self) -> bool:
        """Whether another segment begins: another state, holder or end."""
        after = self.ticket.__dict__
        return self.is_new or any(self.before[name] != after[name] for name in ("state", "holder", "due_at"))


COLUMNS = tuple(
    column.attname
    for column in Ticket._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    if not column.primary_key
)
NOT_READ = object()
"""What stands for a column that was deferred when the step began."""


ADDRESSEE = "SELECT CAST(%s AS varchar) AS audience, CAST(%s AS varchar) AS channel"
NOTICES = """
    INSERT INTO returns_notice
        (event_id, ticket_id, kind, audience, channel, written_at, not_before, attempts,
         error, provider_ref, delivery, delivery_error)
    SELECT e.id, e.ticket_id, CAST(%s AS varchar), a.audience, a.channel, e.recorded_at, e.recorded_at, 0,
           '', '', '', ''
    FROM returns_ticketevent e CROSS JOIN ({pairs}) a
    WHERE e.id IN ({ids})
    ORDER BY e.id, a.audience, a.channel"""
"""The outbox rows of some events: as objects they would take longer than all else of a step together."""


SEGMENTS = """
    INSERT INTO returns_clocksegment
        (ticket_id, holder, state, started_at, due_at, due_step, remind_at, ended_by) {rows}"""


def snapshot(ticket: Model) -> dict[str, Any]:
    """The row's columns as they stand in memory: those that were read, or written since."""
    values = ticket.__dict__
    return {name: values[name] for name in COLUMNS if name in values}


def record(changes: list[Change]) -> list[TicketEvent]:
    """Write down steps that were taken on locked tickets; one statement per kind of row.

    A new ticket is inserted by its caller, with `last_event` 1 to come.
    """
    last = last_seals(change.ticket.pk for change in changes if not change.is_new)
    for change in changes:
        change.ticket.last_event += 1
    _save_rows(change for change in changes if not change.is_new)
    events = TicketEvent.objects.bulk_create(sealed(map(_event, changes), last))
    _turn_segments(changes)
    _write_notices(changes, events)
    return events


def _save_rows(changes: Iterable[Change]) -> None:
    """One `update()` per group of tickets whose columns change in the same way."""
    groups: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
    for change in changes:
        groups[_difference(change)].append(change.ticket.pk)
    for difference, ids in groups.items():
        Ticket.objects.filter(pk__in=ids).update(**dict(difference), last_event=F("last_event") + 1)


def _difference(change: Change) -> tuple[tuple[str, Any], ...]:
    """The columns that changed. What took over the old `due_at` says so, not its value:

    tickets whose clocks ended at different moments then share one statement.
    """
    due_at = change.before["due_at"]
    return tuple(
        (name, F("due_at") if due_at is not None and value == due_at else _hashable(value))
        for name, value in snapshot(change.ticket).items()
        if name != "last_event" and value != change.before.get(name, NOT_READ)
    )


def _hashable(value: Any) -> Any:
    """A value that can stand in a group's key; JSON columns are compared as they are."""
    return _Json(value) if isinstance(value, dict) else value


class _Json(dict[str, Any]):
    """A JSON column's value: never equal to another, so its row has a statement of its own."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


def _event(change: Change) -> TicketEvent:
    return TicketEvent(
        ticket_id=change.ticket.pk,
        number=change.ticket.last_event,
        step=change.step,
        from_state="" if change.is_new else change.before["state"],
        to_state=change.ticket.state,
        party=change.role.party,
        role=change.role,
        by_id=change.by.pk if change.by else None,
        at=change.at,
        recorded_at=change.now,
        clause=change.note.clause,
        code=change.note.code,
        text=change.note.text,
        strike=change.note.strike,
        details=change.note.details,
    )


def _turn_segments(changes: Iterable[Change]) -> None:
    """End the running segments and begin the next ones."""
    turned = [change for change in changes if change.winds]
    ending: dict[tuple[Step, Any], list[int]] = defaultdict(list)
    for change in turned:
        if not change.is_new:
            at = F("due_at") if change.at == change.before["due_at"] else change.at
            ending[change.step, at].append(change.ticket.pk)
    for (step, at), ids in ending.items():
        running = ClockSegment.objects.filter(ticket_id__in=ids, ended_at=None)
        running.update(ended_at=at, ended_by=step)
    _begin_segments(change for change in turned if change.ticket.is_open)


def _begin_segments(changes: Iterable[Change]) -> None:
    """Copy the clocks from the tickets' rows: one statement for those that begin and remind alike."""
    groups: dict[tuple[F | Value, timedelta | None], list[int]] = defaultdict(list)
    for change in changes:
        at = F("entered_at") if change.ticket.entered_at == change.at else Value(change.at)
        groups[at, _lead(change)].append(change.ticket.pk)
    with connection.cursor() as cursor:
        for (at, lead), ids in groups.items():
            rows = Ticket.objects.filter(pk__in=ids).order_by("pk")
            remind_at = Value(None, DateTimeField()) if lead is None else F("due_at") - Value(lead)
            columns = rows.values_list(
                "pk", "holder", "state", at, "due_at", "due_step", remind_at, Value("")
            )
            sql, values = columns.query.sql_with_params()
            cursor.execute(SEGMENTS.format(rows=sql), values)


def _lead(change: Change) -> timedelta | None:
    """How long before its end the clock reminds its holder first; None where it does not."""
    ticket = change.ticket
    hours = reminder_hours(ticket.holder, change.at, ticket.due_at, terms_of(ticket.terms), ticket.due_step)
    remind_at = next_reminder(hours, change.at)
    return None if remind_at is None or ticket.due_at is None else ticket.due_at - remind_at


def _write_notices(changes: Iterable[Change], events: Iterable[TicketEvent]) -> None:
    """Write who is to be told by what: one statement per set of addressees."""
    groups: dict[tuple[tuple[Party, Channel], ...], list[int]] = defaultdict(list)
    for change, event in zip(changes, events, strict=True):
        groups[_addressees(change)].append(event.pk)
    with connection.cursor() as cursor:
        for addressees, ids in groups.items():
            words = [word.value for pair in addressees for word in pair]
            pairs = " UNION ALL ".join([ADDRESSEE] * len(addressees))
            places = ", ".join(["%s"] * len(ids))
            cursor.execute(NOTICES.format(pairs=pairs, ids=places), [NoticeKind.STEP.value, *words, *ids])


def _addressees(change: Change) -> tuple[tuple[Party, Channel], ...]:
    return tuple(
        (audience, channel)
        for audience in audiences(change.step, change.ticket.holder, change.role.party)
        for channel in channels(change.step, audience)
    )


def tell_beside(
    ticket: Ticket, kind: NoticeKind, sides: Iterable[Party], now: datetime, **cause: Model
) -> None:
    """Write news that no step brings into the outbox, beside the ticket's last event; `cause` is its row."""
    last = TicketEvent.objects.filter(ticket=ticket.pk).order_by("-number")[:1].get()
    Notice.objects.bulk_create(
        Notice(
            event=last,
            ticket_id=ticket.pk,
            kind=kind,
            audience=side,
            channel=channel,
            written_at=now,
            not_before=now,
            **cause,
        )
        for side in sides
        for channel in CHANNELS[side]
    )
