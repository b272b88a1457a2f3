"""A step is taken to its end and then taken back: what it would do, exactly, with nothing left of it.

What people see before they press the button is no second account of the rules: it is what the one way in did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from returns.actions.stepping import take_step
from returns.enums import Channel, Party, Step
from returns.models import Notice, Ticket
from returns.queries.access import as_machine
from returns.queries.messages import letter_of, with_all_they_tell
from returns.queries.stakes import MoneyView
from returns.queries.ticket_page import money_view


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a step would leave: the state, the money, whose cost it is, and what each side would read."""

    state: StrOrPromise
    money: MoneyView | None
    liable: StrOrPromise
    letters: Sequence[tuple[StrOrPromise, str]]


def rehearse(
    step: Step, ticket_id: int, *, by: User, now: datetime, seen: int | None = None, **details: Any
) -> Rehearsal:
    """Take a step, read what came of it, and take it back. Files are left out: they would outlive it.

    Raises RefusedError as `take_step` does.
    """
    told = {name: [] if name == "photos" else value for name, value in details.items()}
    with transaction.atomic():
        ticket = as_machine(take_step(step, ticket_id, by=by, now=now, seen=seen, **told))
        shown = Rehearsal(
            state=ticket.get_state_display(),
            money=money_view(ticket, Party.KILIMALL),
            liable=ticket.get_liable_display(),
            letters=[(Party(notice.audience).label, _read(notice, now)) for notice in _mails(ticket)],
        )
        transaction.set_rollback(True)
    return shown


def _mails(ticket: Ticket) -> QuerySet[Notice]:
    notices = Notice.objects.filter(
        ticket=ticket.pk, event__number=ticket.last_event, channel=Channel.EMAIL, segment=None
    )
    return with_all_they_tell(notices).order_by("pk")


def _read(notice: Notice, now: datetime) -> str:
    return letter_of(notice, (), now).text
