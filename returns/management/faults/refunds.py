"""Refunds that wait to leave by M-Pesa, through the front door: applied for, and approved by the seller."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Final

from kilicare.kernel import clock
from kilicare.kernel.money import Money
from orders.models import Order
from returns.actions.opening import Application, open_ticket
from returns.actions.stepping import take_step
from returns.enums import MissingKind, Reason, RefundRoute, Service, Step
from returns.management.bench.rows import Market
from returns.models import Payout
from returns.policy.facts import Claim

NUMBERS: Final = count(1)
CENTS: Final = Decimal("0.25")


def queue(market: Market, number: int) -> list[int]:
    """So many refunds, each of another sum and to another number; their payouts."""
    now = clock.now()
    lines = market.lines(number, ticket_count=0)
    seller = market.seller
    tickets = []
    for line in lines:
        serial = next(NUMBERS)
        phone = f"+2547{serial:08d}"
        Order.objects.filter(pk=line.order_id).update(payment_phone=phone)
        claim = Claim(
            service=Service.REFUND_ONLY,
            reason=Reason.MISSING,
            missing_kind=MissingKind.PARCEL,
            amount=Money(Decimal(100 + serial) + CENTS * (serial % 4), "KES"),
        )
        application = Application(claim=claim, statement="It never came.", route=RefundRoute.MPESA)
        ticket = open_ticket(line.pk, application, by=line.order.customer.user, now=now)
        take_step(Step.APPROVE, ticket.pk, by=seller, now=now)
        tickets.append(ticket.pk)
    return list(Payout.objects.filter(refund__ticket__in=tickets).values_list("pk", flat=True))


def ahead(by: timedelta) -> datetime:
    """Move the clock of all processes."""
    clock.skip(int(by.total_seconds()))
    return clock.now()
