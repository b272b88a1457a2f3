"""An application for another product of the same order begins with the photos and videos of the first."""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.actions.drafting import keep_draft
from returns.actions.proving import add_to_draft
from returns.actions.refusal import RefusedError
from returns.enums import Party, Role
from returns.gateways.images import Photo
from returns.gateways.videos import RawVideo
from returns.models import Draft, Evidence, Ticket
from returns.policy.evidence import MOST_PHOTOS
from returns.queries.access import roles_on


def begin_with_evidence(line: OrderLine, ticket_id: int, *, by: User, now: datetime) -> Draft:
    """Start an application with the evidence that the customer gave on another ticket of the order.

    Each is a file of its own: the first ticket's may be removed long before. A video is checked once more.
    What has evidence already is left as it is. Raises RefusedError (not_found: not this customer's tickets
    of one order).
    """
    ticket = Ticket.objects.select_related("line", "customer").get(pk=ticket_id)
    if Role.CUSTOMER not in roles_on(by, ticket) or ticket.line.order_id != line.order_id:
        raise RefusedError("not_found", "")
    with transaction.atomic(), ExitStack() as files:
        draft = keep_draft(line, by=by, now=now)
        if draft.evidence.exists():
            return draft
        first = Evidence.objects.filter(ticket=ticket, party=Party.CUSTOMER, removed_at=None)
        sent = [_copied(one, files) for one in first.order_by("added_at", "pk")[:MOST_PHOTOS]]
        add_to_draft(draft, sent, by=by, now=now)
    return draft


def _copied(evidence: Evidence, files: ExitStack) -> Photo | RawVideo:
    file = files.enter_context(evidence.file.open("rb"))
    if evidence.is_video:
        return RawVideo(file, evidence.size, evidence.sha256, evidence.original_name)
    return Photo(file.read(), evidence.sha256, evidence.width, evidence.height, evidence.original_name)
