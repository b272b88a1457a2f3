"""The payout's machine: money that leaves by a provider, which may answer late, twice or never.

A timeout is `unknown`, never `failed`; from `unknown` only the provider's own word leads on.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django_fsm import ConcurrentTransitionMixin, transition

from returns.enums import PayoutState

SENT = [PayoutState.SUBMITTING, PayoutState.SUBMITTED, PayoutState.UNKNOWN]


class PayoutFlow(ConcurrentTransitionMixin, models.Model):
    """The row's own fields that its steps write; `returns.models.Payout` stores them."""

    state: Any
    entered_at: datetime
    look_at: datetime | None
    receipt: str | None
    failure: str

    class Meta:
        abstract = True

    def _enter(self, now: datetime, *, look_at: datetime | None) -> None:
        self.entered_at, self.look_at = now, look_at

    @transition(field="state", source=PayoutState.QUEUED, target=PayoutState.SUBMITTING)
    def submit(self, now: datetime, *, look_at: datetime | None) -> None:
        """It is about to be sent: from here on nobody knows until the provider says so."""
        self._enter(now, look_at=look_at)

    @transition(field="state", source=PayoutState.SUBMITTING, target=PayoutState.QUEUED)
    def put_off(self, now: datetime, *, look_at: datetime) -> None:
        """It did not leave, or was refused at the door: it waits for its next try."""
        self._enter(now, look_at=look_at)

    @transition(
        field="state",
        source=[PayoutState.SUBMITTING, PayoutState.UNKNOWN],
        target=PayoutState.SUBMITTED,
    )
    def accept(self, now: datetime, *, look_at: datetime | None) -> None:
        """The provider has it: accepted is not paid."""
        self._enter(now, look_at=look_at)

    @transition(
        field="state",
        source=[PayoutState.SUBMITTING, PayoutState.SUBMITTED],
        target=PayoutState.UNKNOWN,
    )
    def lose_sight(self, now: datetime, *, look_at: datetime | None) -> None:
        """No answer, or one that has to be confirmed: the provider is asked."""
        self._enter(now, look_at=look_at)

    @transition(field="state", source=SENT, target=PayoutState.PAID)
    def confirm(self, now: datetime, *, receipt: str) -> None:
        """The provider says that it was paid."""
        self._enter(now, look_at=None)
        self.receipt, self.failure = receipt, ""

    @transition(field="state", source=SENT, target=PayoutState.FAILED)
    def fail(self, now: datetime, *, code: str) -> None:
        """The provider says that it was not, and will not be."""
        self._enter(now, look_at=None)
        self.failure = code

    @transition(field="state", source=PayoutState.FAILED, target=PayoutState.QUEUED)
    def retry(self, now: datetime, *, look_at: datetime) -> None:
        """A new attempt, with a key of its own."""
        self._enter(now, look_at=look_at)

    @transition(
        field="state",
        source=[PayoutState.QUEUED, PayoutState.FAILED],
        target=PayoutState.TO_WALLET,
    )
    def divert(self, now: datetime) -> None:
        """To the wallet: nothing is on its way, as nothing was sent or its failure is confirmed."""
        self._enter(now, look_at=None)
