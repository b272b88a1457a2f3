"""Stock is held for exchanges: promised when one is agreed, given back when it ends another way."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from orders.models import Stock
from returns.enums import ACCEPTING, Service, State, Step
from returns.models import Reservation, Ticket

NEEDED = frozenset(
    {
        State.SOLUTION_OFFERED,
        State.AWAITING_RETURN,
        State.RETURN_IN_TRANSIT,
        State.INSPECTION,
        State.INSPECTION_FAILED,
        State.KILIMALL_REVIEW,
        State.EVIDENCE_REQUESTED,
        State.REPLACEMENT_PENDING,
    }
)
"""States in which an exchange may still come to a new item."""

STOCK_ORDER = ("stock__shop", "stock__sku", "pk")


def reserve(ticket: Ticket, sku: str, now: datetime) -> bool:
    """Promise the ticket's pieces of a SKU; whether there were as many.

    Stock that the feed never told of promises nothing. Of two at once the database lets as many through
    as there are: the counter is raised only where enough is left.
    """
    stocks = Stock.objects.filter(shop=ticket.shop_id, sku=sku)
    left = stocks.filter(stock__gte=F("reserved") + ticket.quantity)
    if not left.update(reserved=F("reserved") + ticket.quantity):
        return False
    Reservation.objects.create(ticket_id=ticket.pk, stock=stocks.get(), quantity=ticket.quantity, made_at=now)
    return True


def promise(ticket: Ticket, now: datetime) -> None:
    """Promise what goes out for an exchange that is agreed, unless it holds some already."""
    if not Reservation.objects.filter(ticket=ticket.pk, ended_at=None).exists():
        reserve(ticket, ticket.new_sku, now)


def send_reserved(ticket: Ticket, now: datetime) -> None:
    """The new item leaves: what was promised is no more in stock."""
    for held in Reservation.objects.filter(ticket=ticket.pk, ended_at=None):
        _end(held, now, was_sent=True)


def share(ticket: Ticket, rest: Ticket) -> None:
    """Some pieces have failed: what was promised for them is held for the ticket that they are now."""
    for held in Reservation.objects.filter(ticket=ticket.pk, ended_at=None):
        Reservation.objects.filter(pk=held.pk).update(quantity=held.quantity - rest.quantity)
        Reservation.objects.create(
            ticket_id=rest.pk, stock_id=held.stock_id, quantity=rest.quantity, made_at=held.made_at
        )


def release(taken: Iterable[tuple[Ticket, Step]], at: datetime) -> None:
    """Give back what is held for tickets that come to no new item any more, after these steps.

    Only accepting changes a service; a ticket that never was an exchange is not asked for. Stock is
    locked in the order in which an import writes it, or else the two would wait for each other.
    """
    ended = [
        ticket.pk
        for ticket, step in taken
        if (ticket.service == Service.EXCHANGE and ticket.state not in NEEDED)
        or (ticket.service != Service.EXCHANGE and step in ACCEPTING)
    ]
    if not ended:
        return
    for held in Reservation.objects.filter(ticket__in=ended, ended_at=None).order_by(*STOCK_ORDER):
        _end(held, at, was_sent=False)


def _end(held: Reservation, at: datetime, *, was_sent: bool) -> None:
    """End one; the caller holds the ticket's lock, so nobody else does.

    The feed may have told already that the piece is gone: stock never falls below nothing.
    """
    Reservation.objects.filter(pk=held.pk).update(ended_at=at, was_sent=was_sent)
    gone = held.quantity if was_sent else 0
    Stock.objects.filter(pk=held.stock_id).update(
        reserved=F("reserved") - held.quantity, stock=Greatest(F("stock") - gone, 0)
    )
