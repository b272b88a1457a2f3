"""When a shop is away, as customers read it."""

from datetime import datetime

from django.utils.formats import date_format

from kilicare.kernel.calendar import Calendar
from returns.enums import Party, State
from returns.models import Closure, Ticket


def closure_on(ticket: Ticket, now: datetime) -> tuple[str, str] | None:
    """Until when the shop is away and what it says, while it is the shop's turn; None if it is there."""
    if ticket.state != State.SELLER_REVIEW or ticket.holder != Party.SELLER:
        return None
    today = Calendar(ticket.country).local(now).date()
    away = Closure.objects.filter(shop=ticket.shop_id, first_day__lte=today, last_day__gte=today)
    found = away.order_by("-last_day").first()
    return (date_format(found.last_day, "D j M Y"), found.text) if found else None
