"""The one way in: every change of a ticket goes through `take_step`, or the batch that lapses clocks.

Lock the order's lines, then the ticket; let an overdue clock lapse first; ask what is open; take the
step on the machine; write it all down; commit.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.actions import collecting, inspecting, refunding, replacing, returning, reviewing, ruling
from returns.actions.handing_back import begin, is_customers, open_hand_back
from returns.actions.move import Move
from returns.actions.recording import Change, Note, record, snapshot
from returns.actions.refusal import NOT_OPEN, STALE, TOO_LATE, RefusedError
from returns.actions.reserving import release
from returns.enums import Goods, Party, Role, Step
from returns.models import Scan, Ticket, TicketEvent
from returns.models.ticket import Machine
from returns.policy.lapsing import lapse_step
from returns.queries.access import as_machine, roles_on
from returns.queries.calendars import Calendars
from returns.queries.engine import overdue
from returns.queries.steps import open_steps, role_for

STEPS: Mapping[Step, Callable[[Move], Note]] = {
    **reviewing.STEPS,
    **ruling.STEPS,
    **returning.STEPS,
    **collecting.STEPS,
    **inspecting.STEPS,
    **replacing.STEPS,
    **refunding.STEPS,
}
"""Each step's own work: look at its answers, call the transition, write its companion rows."""

SYSTEM = frozenset({Role.SYSTEM})
QUIET = frozenset({Step.ESCALATE, Step.EXTEND})
"""Steps of the clock that close nothing: a page that was drawn before them still says what is so."""
SCANS = frozenset({Step.LOG_EARLY, Step.HAND_OVER, Step.RECEIVE, Step.ARRIVE, Step.HAND_BACK, Step.CONFIRM})
BATCH = 150
OF_THE_LINE = tuple(
    f"line__{column.name}"
    for column in OrderLine._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    if column.name not in {"id", "handover_proof"}
)
OF_THE_APPLICATION = ("statement", "declared", "facts", "verdict", "draft_token", "on_behalf_reason", "found")
"""What a clock's step doesn't look at: read where it does, but not for each of thousands."""


def take_step(
    step: Step,
    ticket_id: int,
    *,
    by: User | None,
    now: datetime,
    seen: int | None = None,
    **details: Any,
) -> Ticket:
    """Take one step on one ticket, in a transaction of its own; answers the ticket as it then is.

    `by` None is the system. `seen` is the number of the last event that the person saw; another
    one since then refuses, unless it only called the supervisor or gave more time. Raises
    RefusedError (codes: not_open, too_late, stale, invalid, and those of the step); then nothing
    moved, but that an overdue clock has lapsed. Who saw the ticket as that clock decided it
    (`queries.deciding` counts its steps) is not late.
    """
    late = False
    try:
        with transaction.atomic():
            ticket = lock(ticket_id)
            calendars = Calendars()
            late = _lapse(ticket, calendars, now) and seen != ticket.last_event
            if not late:
                ticket = _move(step, ticket, calendars, by=by, now=now, seen=seen, details=details)
    except RefusedError:
        _keep_stray_scan(step, ticket_id, by=by, now=now, details=details)
        raise
    if late:
        raise RefusedError("too_late", TOO_LATE, ticket=ticket)
    return ticket


def lock(ticket_id: int) -> Machine:
    """Lock the lines of the ticket's order, then the ticket; the caller is in a transaction."""
    lines = OrderLine.objects.select_for_update(of=("self",)).order_by("pk")
    list(lines.filter(order__lines__tickets=ticket_id).values_list("pk", flat=True))
    ticket = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("line__order", "customer__user")
        .get(pk=ticket_id)
    )
    return as_machine(ticket)


def _move(
    step: Step,
    ticket: Machine,
    calendars: Calendars,
    *,
    by: User | None,
    now: datetime,
    seen: int | None,
    details: dict[str, Any],
) -> Machine:
    """Take a step on a locked ticket whose clock has not run out."""
    roles = SYSTEM if by is None else roles_on(by, ticket)
    if seen is not None and _is_stale(ticket, seen):
        raise RefusedError("stale", STALE, ticket=ticket)
    if step not in open_steps(ticket, roles, now=now, user=by):
        raise RefusedError("not_open", NOT_OPEN, ticket=ticket)
    role = role_for(step, ticket, roles, now=now) or Role.SYSTEM
    move = Move(ticket, step, role, by, calendars.moment(ticket, now), details)
    _write(move, at=now, now=now)
    return move.ticket


def _is_stale(ticket: Machine, seen: int) -> bool:
    """Whether anything that counts has happened since. A number to come is no page of ours."""
    if not 0 < seen < ticket.last_event:
        return seen != ticket.last_event
    since = TicketEvent.objects.filter(ticket=ticket.pk, number__gt=seen)
    return since.exclude(step__in=QUIET).exists()


def _write(move: Move, *, at: datetime, now: datetime) -> None:
    """Do a step's own work and write it down; `at` is when it counted."""
    before = snapshot(move.ticket)
    note = STEPS[move.step](move)
    change = Change(move.ticket, before, move.step, move.role, move.by, at, now, note)
    (event,) = record([change])
    move.finish(event)
    open_hand_back(move.ticket, at)
    release([(move.ticket, move.step)], at)


def _lapse(ticket: Machine, calendars: Calendars, now: datetime) -> bool:
    """Let every clock that has run out take its step; whether one of them closed the others."""
    closed = False
    while ticket.due_at is not None and now >= ticket.due_at:
        at, step = ticket.due_at, lapse_step(ticket, ticket.handover_proof)
        move = Move(ticket, step, Role.SYSTEM, None, calendars.moment(ticket, at), {})
        _write(move, at=at, now=now)
        closed = closed or step is not Step.ESCALATE
    return closed


def lapse_overdue(now: datetime, *, limit: int = BATCH) -> int:
    """Let the clocks of up to `limit` overdue tickets lapse, one step each; answers how many.

    Safe to run twice, late, or beside itself: a ticket that another holds is left to the other.
    Steps that pay go through the first door, one by one; the others are taken on each object and
    written in bulk. Raises what one of the steps raises: then `lapse_one` does them singly.
    """
    with transaction.atomic():
        tickets = [as_machine(ticket) for ticket in _overdue(now, limit)]
        calendars = Calendars()
        steps = {ticket.pk: lapse_step(ticket, ticket.handover_proof) for ticket in tickets}
        alone = [ticket.pk for ticket in tickets if steps[ticket.pk] in refunding.PAYING]
        changes = [
            _lapsed(ticket, steps[ticket.pk], calendars, now) for ticket in tickets if ticket.pk not in alone
        ]
        if changes:
            record(changes)
        for change in changes:
            open_hand_back(change.ticket, change.at)
        release([(change.ticket, change.step) for change in changes], now)
    for ticket_id in alone:
        lapse_one(ticket_id, now)
    return len(tickets)


def lapse_one(ticket_id: int, now: datetime) -> None:
    """Let one ticket's clocks lapse through the first door."""
    with transaction.atomic():
        _lapse(lock(ticket_id), Calendars(), now)


def _overdue(now: datetime, limit: int) -> list[Ticket]:
    """Lock the next overdue tickets, the oldest first."""
    skip = connection.features.has_select_for_update_skip_locked
    due = overdue(now).select_for_update(of=("self",), skip_locked=skip)
    return list(due.select_related("line").defer(*OF_THE_LINE, *OF_THE_APPLICATION)[:limit])


def _lapsed(ticket: Machine, step: Step, calendars: Calendars, now: datetime) -> Change:
    """Take a clock's step on the object; the rows are written with those of the others."""
    at = ticket.due_at or now
    before = snapshot(ticket)
    note = STEPS[step](Move(ticket, step, Role.SYSTEM, None, calendars.moment(ticket, at), {}))
    return Change(ticket, before, step, Role.SYSTEM, None, at, now, note)


def _keep_stray_scan(
    step: Step, ticket_id: int, *, by: User | None, now: datetime, details: Mapping[str, Any]
) -> None:
    """A scan of a ticket that has moved on is kept and shown to the desk; it moves nothing."""
    if step not in SCANS or by is None:
        return
    ticket = Ticket.objects.select_related("customer").get(pk=ticket_id)
    if {role.party for role in roles_on(by, ticket)} == {Party.KILIMALL}:
        place = str(details.get("place", ""))[:80]
        Scan.objects.create(ticket=ticket, step=step, place=place, by=by, at=now, moved=False)
        if step is Step.RECEIVE and ticket.goods == Goods.ON_THE_WAY and is_customers(ticket):
            begin(ticket, now)  # what was on its way when the ticket closed is here, and the customer's
