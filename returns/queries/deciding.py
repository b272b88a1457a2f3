"""An overdue ticket as it stands decided, though no worker has written it down yet."""

from dataclasses import dataclass
from datetime import datetime

from returns.enums import Step
from returns.models import Ticket
from returns.models.ticket import Machine
from returns.policy.lapsing import lapse_step
from returns.queries.access import as_machine
from returns.queries.calendars import Calendars


@dataclass(frozen=True, slots=True)
class Lapse:
    """A step that the clock has taken and nobody has written down: it counts from `at`."""

    step: Step
    at: datetime


def decide(
    ticket: Ticket, now: datetime, calendars: Calendars | None = None
) -> tuple[Machine, tuple[Lapse, ...]]:
    """The ticket after every clock that has run out took its step, in memory only; and those steps.

    The pages show this; writing it down is the engine's work, or the next step's (domain: Clocks).
    """
    decided, lapses = as_machine(ticket), []
    calendars = calendars or Calendars()
    while decided.due_at is not None and now >= decided.due_at:
        lapse = Lapse(lapse_step(decided, decided.handover_proof), decided.due_at)
        getattr(decided, lapse.step)(calendars.moment(decided, lapse.at))
        decided.last_event += 1
        lapses.append(lapse)
    return decided, tuple(lapses)


def as_decided(ticket: Ticket, now: datetime, calendars: Calendars | None = None) -> Machine:
    """The ticket alone."""
    decided, _lapses = decide(ticket, now, calendars)
    return decided
