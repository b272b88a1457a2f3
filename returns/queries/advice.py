"""What a shop's figures cost it, and how to improve them: advice with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from returns.enums import Reason

SLOW = timedelta(hours=24)
MANY = 3
"""Tickets for one reason from which on it is worth a word."""

OF_REASON: dict[Reason, StrOrPromise] = {
    Reason.NOT_AS_DESCRIBED: _(
        "Compare the product's page with what you ship: photos, sizes, the whole set."
    ),
    Reason.DAMAGED: _("Look at the packaging: damage on the way is yours to bear, unless the carrier pays."),
    Reason.WRONG_ITEM: _("Check colour, size and model against the order before you close the box."),
    Reason.DEFECTIVE: _("Switch devices on before you ship them, and ask your supplier about the batch."),
    Reason.MISSING: _("Pack from a list, and weigh the parcel: the weight shows what is missing."),
    Reason.COUNTERFEIT: _("Keep your supplier's invoices: they show where a product comes from."),
    Reason.CHANGE_OF_MIND: _("Say sizes and colours more exactly: fewer people order what they don't want."),
}
"""What helps against each reason."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What something costs, and what to do about it."""

    cost: str
    remedy: StrOrPromise


def advice_on(
    *,
    silent: int,
    overturned: int,
    rejected: int,
    upheld: int,
    took: timedelta | None,
    reasons: dict[Reason, int],
) -> list[Advice]:
    """What to say to a shop about a period, the dearest first."""
    return [
        *_of_silence(silent),
        *_of_overturned(overturned, rejected),
        *_of_upheld(upheld),
        *_of_slowness(took),
        *_of_reasons(reasons),
    ]


def _of_silence(silent: int) -> Iterator[Advice]:
    if silent:
        cost = _("%(number)d cases got no answer in time: Kilimall decided without you, each is a mark.")
        remedy = _("Answer from the phone. When you are away, give a colleague access: no clock waits.")
        yield Advice(str(cost) % {"number": silent}, remedy)


def _of_overturned(overturned: int, rejected: int) -> Iterator[Advice]:
    if overturned:
        cost = _("%(number)d of %(all)d rejections were overturned: you paid the refund and lost days.")
        remedy = _("Reject only where the clause and the photos say so. Otherwise offer a part of the price.")
        yield Advice(str(cost) % {"number": overturned, "all": rejected}, remedy)


def _of_upheld(upheld: int) -> Iterator[Advice]:
    if upheld:
        cost = _("%(number)d wrong or counterfeit items were confirmed: each is a mark, and yours to pay.")
        yield Advice(str(cost) % {"number": upheld}, OF_REASON[Reason.WRONG_ITEM])


def _of_slowness(took: timedelta | None) -> Iterator[Advice]:
    if took is not None and took > SLOW:
        cost = _("Half of your answers take longer than %(hours)d hours: every one came close to silence.")
        remedy = _("Begin the day with the list by time left; plain cases can be approved together.")
        yield Advice(str(cost) % {"hours": took // timedelta(hours=1)}, remedy)


def _of_reasons(reasons: dict[Reason, int]) -> Iterator[Advice]:
    most = max(reasons, key=lambda reason: reasons[reason], default=None)
    if most is not None and reasons[most] >= MANY:
        cost = _('"%(reason)s" is your most frequent reason: %(number)d tickets.')
        yield Advice(str(cost) % {"reason": most.label, "number": reasons[most]}, OF_REASON[most])
