"""The customer's own signature: "I have received it"."""

from datetime import datetime

from django.db import transaction

from kilicare.accounts.models import User
from orders.enums import SignedBy
from orders.models import Order, OrderLine


class NotInTransitError(Exception):
    """The order is not on its way: there is nothing to receive (2.2)."""


@transaction.atomic
def sign_received(line_pk: int, *, by: User, now: datetime) -> OrderLine:
    """Sign for a line of one's own that is on its way; a line that is signed stays as it is.

    Opens the window (2.2). Raises OrderLine.DoesNotExist for a line of somebody else, and
    NotInTransitError.
    """
    mine = OrderLine.objects.select_for_update(of=("self",)).filter(order__customer__user=by)
    line = mine.get(pk=line_pk)
    if line.signed_at is not None:
        return line
    # Asked after the lock: an import may just have changed it.
    line.order = Order.objects.get(pk=line.order_id)
    if not line.awaits_signature:
        raise NotInTransitError
    line.signed_at, line.signed_by = now, SignedBy.CUSTOMER
    line.save(update_fields=["signed_at", "signed_by"])
    return line
