"""Finance's own steps on payouts: each with a person and a reason, and none that could pay twice."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_fsm import TransitionNotAllowed

from kilicare.accounts.models import User
from returns.actions.payouts import close_attempt, fail, locked, pause_payouts, take
from returns.actions.refusal import RefusedError, wrong
from returns.enums import PayoutState, PayoutStep, Role
from returns.models import Payout, PayoutAttempt, PayoutPause
from returns.queries.access import roles_on_payout

NOT_NOW = _("This payout can't be treated so: look at its state again.")
NOT_YOURS = _("There is no such payout.")
WHY = _("Please say why.")
LONGEST_REASON = 200
FOUND_UNPAID = "found_unpaid"
"""The code of a failure that a person found, on the operator's statement or by asking there."""


def _held(payout_id: int, by: User) -> Payout:
    """The payout, locked, if it is this person's to treat: finance of its country, and no party of it."""
    payout = locked(payout_id)
    if payout is None or Role.FINANCE not in roles_on_payout(by, payout):
        raise RefusedError("not_found", NOT_YOURS)
    return payout


def _because(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise wrong("reason", WHY)
    return said


def retry_payout(payout_id: int, *, by: User, reason: str, now: datetime) -> None:
    """A new attempt after a confirmed failure. Raises RefusedError (not_found, not_open, invalid)."""
    with transaction.atomic():
        payout, why = _held(payout_id, by), _because(reason)
        if payout.state != PayoutState.FAILED:
            raise RefusedError("not_open", NOT_NOW)
        take(payout, PayoutStep.RETRY, now, by=by, reason=why, look_at=now)


def divert_payout(payout_id: int, *, by: User, reason: str, now: datetime) -> None:
    """The wallet takes it: nothing was sent, or its failure is confirmed. Raises RefusedError."""
    with transaction.atomic():
        payout, why = _held(payout_id, by), _because(reason)
        try:
            take(payout, PayoutStep.DIVERT, now, by=by, reason=why)
        except TransitionNotAllowed as closed:
            raise RefusedError("not_open", NOT_NOW) from closed


def release_payout(payout_id: int, *, by: User, reason: str, now: datetime) -> bool:
    """One of two persons lets a large payout go; whether both have. Raises RefusedError.

    The database refuses the same person twice.
    """
    with transaction.atomic():
        payout, why = _held(payout_id, by), _because(reason)
        waits = payout.state == PayoutState.QUEUED and payout.needs_release and payout.second_by_id is None
        if not waits or payout.first_by_id == by.pk:
            raise RefusedError("not_open", NOT_NOW)
        if payout.first_by_id is None:
            payout.first_by = by
        else:
            payout.second_by = by
        take(payout, PayoutStep.RELEASE, now, by=by, reason=why)
        return payout.second_by_id is not None


def record_finding(payout_id: int, *, by: User, receipt: str, reason: str, now: datetime) -> None:
    """What the operator's statement says of a payout that gave no answer: its receipt, or "" for unpaid.

    Raises RefusedError (not_found, not_open, invalid).
    """
    with transaction.atomic():
        payout, why = _held(payout_id, by), _because(reason)
        if payout.state != PayoutState.UNKNOWN or payout.look_at is not None:
            raise RefusedError("not_open", NOT_NOW)
        attempt = PayoutAttempt.objects.get(payout=payout, ended_at=None)
        if not receipt:
            fail(payout, attempt, FOUND_UNPAID, now, by=by, reason=why)
            return
        if Payout.objects.filter(receipt=receipt).exists():
            raise wrong("receipt", _("This receipt belongs to another payout."))
        close_attempt(attempt, now)
        take(payout, PayoutStep.CONFIRM, now, by=by, reason=why, receipt=receipt)


def stop_payouts(*, by: User, reason: str, now: datetime) -> None:
    """Nothing is sent until somebody lets it go on. Raises RefusedError where it is stopped already."""
    with transaction.atomic():
        if not pause_payouts(_because(reason), now, by=by):
            raise RefusedError("not_open", _("Payouts are stopped already."))


def resume_payouts(pause_id: int, *, by: User, now: datetime) -> None:
    """Payouts go on. Raises RefusedError where they do already."""
    rows = PayoutPause.objects.filter(pk=pause_id, is_on=True)
    if not rows.update(is_on=False, ended_at=now, ended_by=by):
        raise RefusedError("not_open", _("This stop has ended already."))
