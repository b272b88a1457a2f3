"""The engine's work on tickets: clocks that have run out lapse, refunds that wait are paid."""

import logging
from datetime import datetime
from functools import partial

from returns.actions.refunding import waiting
from returns.actions.setbacks import attempt, clear_setbacks
from returns.actions.stepping import BATCH, lapse_one, lapse_overdue, take_step
from returns.enums import EnginePart, Step
from returns.queries.engine import overdue

logger = logging.getLogger(__name__)

MOST_LAPSES = 5_000
MOST_PAYOUTS = 500


def lapse_clocks(now: datetime) -> int:
    """Let overdue clocks lapse until none is left, some 5,000 a run; how many did.

    A ticket that can't lapse is set aside and blocks no other.
    """
    clear_setbacks()
    lapsed = 0
    while lapsed < MOST_LAPSES:
        done = _lapse_batch(now)
        if not done:
            break
        lapsed += done
    return lapsed


def _lapse_batch(now: datetime) -> int:
    """Lapse a batch, or where that fails its tickets one by one; 0 when there is nothing left to do."""
    try:
        return lapse_overdue(now)
    except Exception:
        logger.exception("A batch of overdue tickets failed: they lapse one by one")
    due = list(overdue(now).values_list("pk", "last_event")[:BATCH])
    for found in due:
        attempt(EnginePart.LAPSE, found, partial(lapse_one, found[0], now), now)
    return len(due)


def settle_refunds(now: datetime) -> int:
    """Pay the refunds that wait, up to 500 a run; how many were paid."""
    return sum(
        attempt(EnginePart.SETTLE, found, partial(take_step, Step.SETTLE, found[0], by=None, now=now), now)
        for found in waiting(now, limit=MOST_PAYOUTS)
    )
