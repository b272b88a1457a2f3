"""An application for another product of the same order begins with the photos of the first."""

from datetime import datetime

from django.db import transaction

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.actions.drafting import keep_draft
from returns.actions.proving import add_to_draft
from returns.actions.refusal import RefusedError
from returns.enums import Party, Role
from returns.gateways.images import Photo
from returns.models import Draft, Evidence, Ticket
from returns.policy.evidence import MOST_PHOTOS
from returns.queries.access import roles_on


def begin_with_photos(line: OrderLine, ticket_id: int, *, by: User, now: datetime) -> Draft:
    """Start an application with the photos that another ticket of the order was opened with.

    Each is a file of its own: the first ticket's may be removed long before. What has photos already
    is left as it is. Raises RefusedError (not_found: not this customer's tickets of one order).
    """
    ticket = Ticket.objects.select_related("line", "customer").get(pk=ticket_id)
    if Role.CUSTOMER not in roles_on(by, ticket) or ticket.line.order_id != line.order_id:
        raise RefusedError("not_found", "")
    with transaction.atomic():
        draft = keep_draft(line, by=by, now=now)
        if draft.evidence.exists():
            return draft
        first = Evidence.objects.filter(ticket=ticket, party=Party.CUSTOMER, kind="photo", removed_at=None)
        photos = [_copied(one) for one in first.order_by("added_at", "pk")[:MOST_PHOTOS]]
        add_to_draft(draft, photos, by=by, now=now)
    return draft


def _copied(evidence: Evidence) -> Photo:
    with evidence.file.open("rb") as file:
        data = file.read()
    return Photo(data, evidence.sha256, evidence.width, evidence.height, evidence.original_name)
