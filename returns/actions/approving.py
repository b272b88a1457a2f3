"""A shop approves several plain cases together, after a rehearsal of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from returns.actions.refusal import RefusedError
from returns.actions.rehearsing import Rehearsal, rehearse
from returns.actions.stepping import take_step
from returns.enums import Step
from returns.models import Ticket

MOST = 50
"""Tickets at a time: each is taken by itself."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One of them: what a yes would do, or why there is none."""

    ticket: Ticket
    rehearsal: Rehearsal | None
    refusal: StrOrPromise


def try_approval(tickets: Iterable[Ticket], *, by: User, now: datetime) -> list[Trial]:
    """What approving each would do; nothing moves."""
    return [_tried(ticket, by, now) for ticket in list(tickets)[:MOST]]


def _tried(ticket: Ticket, by: User, now: datetime) -> Trial:
    try:
        return Trial(ticket, rehearse(Step.APPROVE, ticket.pk, by=by, now=now, seen=ticket.last_event), "")
    except RefusedError as no:
        return Trial(ticket, None, no.text)


def approve_all(
    seen: Sequence[tuple[int, int]], *, by: User, now: datetime
) -> tuple[list[Ticket], list[tuple[int, StrOrPromise]]]:
    """Approve each by itself: those that were, and those that were not (by key), with why.

    `seen` names each ticket's last event as the rehearsal showed it: what moved since is refused.
    """
    done, refused = [], []
    for ticket_id, event in list(seen)[:MOST]:
        try:
            done.append(take_step(Step.APPROVE, ticket_id, by=by, now=now, seen=event))
        except RefusedError as no:
            refused.append((ticket_id, no.text))
    return done, refused
