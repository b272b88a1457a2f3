"""Parcels without a ticket, and whose they may be."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.models import UnclaimedParcel
from returns.queries.access import shop_ids_of, staff_roles
from returns.queries.wording import moment_text

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A parcel that waits, and when it was logged."""

    parcel: UnclaimedParcel
    when: str


def unclaimed_of(user: User) -> QuerySet[UnclaimedParcel]:
    """Those of a member of staff's country; never one of their own purchases or shops."""
    if not staff_roles(user):
        return UnclaimedParcel.objects.none()
    parcels = UnclaimedParcel.objects.filter(country=user.country)
    return parcels.exclude(line__order__customer__user=user).exclude(line__shop_id__in=shop_ids_of(user))


def waiting_parcels(user: User) -> list[Unclaimed]:
    """Those that nobody has settled, the oldest first."""
    parcels = unclaimed_of(user).filter(settled_at=None).select_related("line__order", "by").order_by("pk")
    return [Unclaimed(parcel, moment_text(parcel.at, parcel.country)) for parcel in parcels[:MOST_SHOWN]]


def line_named(user: User, label: str) -> OrderLine | None:
    """The order line of an order number, in the person's country, where it has just one."""
    lines = OrderLine.objects.filter(order__number=label.strip(), order__country=user.country)
    found = list(lines[:2])
    return found[0] if len(found) == 1 else None
