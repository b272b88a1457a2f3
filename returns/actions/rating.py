"""A customer says in one tap how content they were."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.refusal import RefusedError, wrong
from returns.actions.stepping import lock
from returns.enums import Content, Role
from returns.models import Rating, TicketEvent
from returns.queries.access import roles_on


@transaction.atomic
def rate(ticket_id: int, score: str, *, by: User, now: datetime) -> Rating:
    """Keep how content the customer is with a closed ticket; the last word counts.

    Raises RefusedError (not_open: not the customer, or the ticket is open; invalid).
    """
    ticket = lock(ticket_id)
    if Role.CUSTOMER not in roles_on(by, ticket) or ticket.is_open:
        raise RefusedError("not_open", _("You can say so when the ticket is closed."), ticket=ticket)
    if score not in {str(value) for value in Content.values}:
        raise wrong("score", _("Please choose one of the three."))
    last = TicketEvent.objects.filter(ticket=ticket.pk, number=ticket.last_event).get()
    values = {"score": int(score), "step": last.step, "by": by, "at": now}
    rating, _new = Rating.objects.update_or_create(ticket_id=ticket.pk, defaults=values)
    return rating
