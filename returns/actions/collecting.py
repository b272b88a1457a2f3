"""A rider comes to the customer's door: booked, called off, in vain, or done."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kilicare.kernel.calendar import next_midnight
from returns.actions.move import Move, returning
from returns.actions.proving import attach
from returns.actions.recording import Note
from returns.actions.refusal import wrong
from returns.enums import Collected, Step
from returns.models import Collection, Scan, TicketEvent
from returns.queries.places import awaited_collection, windows_of
from returns.queries.wording import window_text


def book_collection(move: Move) -> Note:
    """A window of the rider's, and the door; another one takes the place of one that was booked."""
    ticket = returning(move.ticket)
    offered = {window.key: window for window in windows_of(ticket, move.moment.now)}
    window = offered.get(str(move.details.get("window") or ""))
    if window is None:
        raise wrong("window", _("Please choose one of the times."))
    address = move.text("address")[:300]
    end_visit(move, Collected.CALLED_OFF)
    Collection.objects.create(
        ticket_id=ticket.pk,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        address=address,
        booked_at=move.moment.now,
    )
    ticket.book_collection(move.moment, until=next_midnight(window.ends_at, move.moment.calendar))
    return Note(details={"window": window_text(window.starts_at, window.ends_at, ticket.country)})


def end_visit(move: Move, outcome: Collected) -> None:
    """Write down what became of the visit that was booked, if one was."""
    visit = awaited_collection(move.ticket) if move.ticket.due_step == Step.COLLECTION_MISSED else None
    if visit is None:
        return
    visit.outcome, visit.ended_at, visit.by = outcome, move.moment.now, move.by
    visit.save(update_fields=["outcome", "ended_at", "by"])

    def bind(event: TicketEvent) -> None:
        visit.event = event
        visit.save(update_fields=["event"])

    if move.by is not None:  # both doors of the clock leave the same row
        move.after.append(bind)


def _in_vain(move: Move, outcome: Collected) -> Note:
    """A visit without the goods: a rider says why, and may show the door."""
    attach(move)
    end_visit(move, outcome)
    if move.by is None:
        return Note()
    place = move.text("place", required=False)[:80]
    Scan.objects.create(
        ticket_id=move.ticket.pk, step=move.step, place=place, by=move.by, at=move.moment.now, moved=True
    )
    details: dict[str, Any] = {"place": place} if place else {}
    return Note(text=move.text(required=move.step is not Step.COLLECTION_MISSED), details=details)


def collection_failed(move: Move) -> Note:
    """By the customer's fault: another visit may be booked."""
    note = _in_vain(move, Collected.FAILED)
    returning(move.ticket).collection_failed(move.moment)
    return note


def give_up_collection(move: Move) -> Note:
    """By the customer's fault, and there is no visit left."""
    note = _in_vain(move, Collected.FAILED)
    returning(move.ticket).give_up_collection(move.moment)
    return note


def collection_missed(move: Move) -> Note:
    """By Kilimall's fault: the rider says so, or nobody came by the end of the day."""
    note = _in_vain(move, Collected.MISSED)
    returning(move.ticket).collection_missed(move.moment)
    return note


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.BOOK_COLLECTION: book_collection,
    Step.COLLECTION_FAILED: collection_failed,
    Step.COLLECTION_MISSED: collection_missed,
    Step.GIVE_UP_COLLECTION: give_up_collection,
}
