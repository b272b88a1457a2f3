"""An overdue ticket as it stands decided, though no worker has written it down yet."""

from datetime import datetime

from returns.models import Ticket
from returns.models.ticket import Machine
from returns.policy.lapsing import lapse_step
from returns.queries.access import as_machine
from returns.queries.calendars import Calendars


def as_decided(ticket: Ticket, now: datetime) -> Machine:
    """The ticket after every clock that has run out took its step, in memory only.

    The pages show this; writing it down is the engine's work, or the next step's (domain: Clocks).
    """
    decided = as_machine(ticket)
    calendars = Calendars()
    while decided.due_at is not None and now >= decided.due_at:
        step = lapse_step(decided, decided.line.handover_proof)
        getattr(decided, step)(calendars.moment(decided, decided.due_at))
    return decided
