"""How the engine goes on where its work on one ticket fails: count, wait longer each time, give up loudly."""

import logging
from collections.abc import Callable
from datetime import datetime

from returns.enums import EnginePart
from returns.models import Setback, Ticket
from returns.policy.retries import TICKETS
from returns.queries.engine import Found, void_setbacks

logger = logging.getLogger(__name__)


def attempt(part: EnginePart, found: Found, work: Callable[[], object], now: datetime) -> bool:
    """Do one ticket's work, which brings its own transaction. Whether it was done.

    What it raises is written down; the ticket is left alone for a while, for good after some tries.
    Where somebody else was faster, and the ticket is no more what was found, nothing went wrong.
    """
    ticket_id, number = found
    try:
        work()
    except Exception as problem:
        if Ticket.objects.filter(pk=ticket_id).exclude(last_event=number).exists():
            logger.info("The engine's part %s came too late to ticket %s: %s", part, ticket_id, problem)
            return False
        logger.exception("The engine's part %s failed on ticket %s", part, ticket_id)
        _set_back(part, ticket_id, number, problem, now)
        return False
    return True


def _set_back(part: EnginePart, ticket_id: int, number: int, problem: Exception, now: datetime) -> None:
    """Count a failure. One that happened before the ticket moved on counts no more."""
    # Only the first line: the database's second one may show the whole row.
    error = f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
    row, _new = Setback.objects.get_or_create(
        ticket_id=ticket_id,
        part=part,
        defaults={
            "number": number,
            "attempts": 0,
            "error": error,
            "first_at": now,
            "last_at": now,
            "not_before": now,
        },
    )
    if row.number != number:
        row.number, row.attempts, row.first_at, row.parked_at = number, 0, now, None
    row.attempts += 1
    row.error, row.last_at, row.not_before = error, now, now + TICKETS.wait(row.attempts)
    if row.attempts >= TICKETS.most:
        row.parked_at = now
        logger.error("The engine's part %s has given up on ticket %s", part, ticket_id)
    row.save()


def clear_setbacks() -> int:
    """Forget what failed on tickets that have moved on since; how many rows."""
    removed, _by_model = void_setbacks().delete()
    return removed
