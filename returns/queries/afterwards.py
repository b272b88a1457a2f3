"""What a customer may do beside a ticket: say how content they are, apply for another product."""

from datetime import datetime

from orders.models import OrderLine
from returns.models import Rating, Ticket
from returns.queries.purchases import Purchase, order_views


def rating_of(ticket: Ticket) -> int:
    """How content the customer said they are, 1 to 3; 0 where they did not."""
    score: int | None = Rating.objects.filter(ticket=ticket.pk).values_list("score", flat=True).first()
    return score or 0


def others_of(ticket: Ticket, now: datetime) -> list[Purchase]:
    """The other products of the order that may come back."""
    if not OrderLine.objects.filter(order=ticket.line.order_id).exclude(pk=ticket.line_id).exists():
        return []
    (view,) = order_views([ticket.line.order], now)
    return [one for one in view.purchases if one.line.pk != ticket.line_id and one.may_apply]
