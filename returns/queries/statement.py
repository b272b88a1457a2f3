"""The payouts that the rows of an operator's statement may be about."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from returns.enums import PayoutState
from returns.models import Payout, PayoutAttempt
from returns.policy.statement import AGO, Held, Period, Stated
from returns.queries.payouts import attempted, name_of, with_attempts

MOST = 500
"""Receipts in one statement of the database's."""


def held_payouts(rows: Sequence[Stated], period: Period) -> list[Held]:
    """Those that a row names by receipt or by key, and those that were sent in these days or shortly before.

    They are found whatever their state; one that was never sent is none.
    """
    found: dict[int, Payout] = {}
    for named in (attempted(period.start - AGO, period.end), *_named(rows)):
        payouts = with_attempts(Payout.objects.filter(named))
        found |= {payout.pk: payout for payout in payouts}
    return [_held(payout) for payout in found.values()]


def _named(rows: Sequence[Stated]) -> Iterator[Q]:
    for first in range(0, len(rows), MOST):
        part = rows[first : first + MOST]
        receipts = {receipt for row in part for receipt in (row.receipt, row.linked)}
        keys = {key for row in part for key in row.keys}
        of_key = PayoutAttempt.objects.filter(payout=OuterRef("pk"), key__in=keys)
        yield Q(receipt__in=receipts) | Q(Exists(of_key))


def _held(payout: Payout) -> Held:
    attempts = payout.attempts.all()
    return Held(
        ticket=name_of(payout),
        state=PayoutState(payout.state),
        receipt=payout.receipt or "",
        amount=payout.amount,
        phone=payout.phone,
        keys=frozenset(attempt.key for attempt in attempts),
        sent_at=max((attempt.sent_at for attempt in attempts), default=payout.entered_at),
        ended_at=payout.entered_at,
    )
