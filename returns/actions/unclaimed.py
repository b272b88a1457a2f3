"""Parcels without a ticket: logged at the counter or the warehouse, settled by the desk."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.refusal import RefusedError
from returns.models import UnclaimedParcel
from returns.queries.unclaimed import line_named, unclaimed_of

SETTLED = _("This parcel was settled already. Below you see how.")


def log_parcel(*, by: User, place: str, label: str, note: str, now: datetime) -> UnclaimedParcel:
    """Keep a parcel that nobody's ticket asks for; its order line, where the label names just one."""
    line = line_named(by, label)
    return UnclaimedParcel.objects.create(
        country=by.country, label=label.strip(), line=line, note=note, place=place, by=by, at=now
    )


def settle_parcel(parcel_id: int, *, by: User, outcome: str, now: datetime) -> UnclaimedParcel:
    """Write down what became of it, once. Raises RefusedError (not_open) where somebody has done so."""
    with transaction.atomic():
        parcel = unclaimed_of(by).select_for_update(of=("self",)).get(pk=parcel_id)
        if parcel.settled_at is not None:
            raise RefusedError("not_open", SETTLED)
        parcel.settled_at, parcel.settled_by, parcel.outcome = now, by, outcome
        parcel.save(update_fields=["settled_at", "settled_by", "outcome"])
    return parcel
