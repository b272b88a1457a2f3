"""Money: the refund is decided with the step that ends in it, and paid once, to M-Pesa or the wallet."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q

from kilicare.kernel.money import Money
from orders.models import OrderLine
from returns.actions.charging import charge_shop, liable_on
from returns.actions.ledger import account, transfer
from returns.actions.move import Move
from returns.actions.payouts import is_ended, queue_payout
from returns.actions.recording import Note
from returns.actions.refusal import NOT_OPEN, RefusedError
from returns.enums import OF_GOODS, AccountKind, ComponentKind, EnginePart, PayoutState, RefundRoute, Step
from returns.models import Refund, RefundComponent, Ticket
from returns.models.payout import ENDED
from returns.queries.engine import Found, set_aside
from returns.queries.facts import parcel_lines
from returns.queries.money import Entitlement, entitlement_of

PAYING = frozenset(
    {
        Step.ACCEPT_BY_SILENCE,
        Step.RULE_BY_DEFAULT,
        Step.PRESUME_RECEIVED,
        Step.REFUND_INSTEAD,
    }
)
"""The clocks' steps that may decide a refund: they lock the order's lines first."""


def pay_amount(move: Move, amount: Decimal | None) -> Refund:
    """Decide a refund of an amount; None is all that is possible."""
    entitled = entitlement_of(move.ticket)
    return _decide(move, entitled if amount is None else entitled.cut_to(amount))


def pay_entitlement(move: Move, *, deduct: bool = True) -> Refund:
    """Decide the full refund, with the deductions of 4.7 and 4.8 or without."""
    return _decide(move, entitlement_of(move.ticket, deduct=deduct))


def _decide(move: Move, entitled: Entitlement) -> Refund:
    ticket = move.ticket
    refund = Refund.objects.create(
        ticket_id=ticket.pk,
        currency=ticket.currency,
        amount=entitled.total.amount,
        route=ticket.refund_route,
        liable=liable_on(ticket),
        decided_at=move.moment.now,
    )
    RefundComponent.objects.bulk_create(
        RefundComponent(refund=refund, kind=part.kind, amount=part.amount.amount, clause=part.clause)
        for part in entitled.components
    )
    queue_payout(refund, ticket, move.moment.now)
    _count(ticket, entitled)
    return refund


def _count(ticket: Ticket, entitled: Entitlement) -> None:
    """Raise the lines' counters, which the database holds below what was paid.

    A parcel's delivery fee is counted on the lines that paid it; freight on none.
    """
    zero = Money.zero(ticket.currency)
    of_line = (part.amount for part in entitled.components if part.kind in OF_GOODS)
    raise_refunded(ticket.line_id, max(sum(of_line, zero), zero))
    fees = [part for part in entitled.components if part.kind == ComponentKind.DELIVERY_FEE]
    left = sum((part.amount for part in fees), zero)
    siblings = list(ticket.line.order.lines.order_by("pk")) if left else []
    for line in parcel_lines(ticket.line, siblings):
        fee = min(left, Money(line.delivery_fee_amount, ticket.currency))
        left -= fee
        raise_refunded(line.pk, fee)


def raise_refunded(line_id: int, amount: Money) -> None:
    """Count a refund on its line. Raises IntegrityError above what was paid, however many come at once."""
    if amount:
        lines = OrderLine.objects.filter(pk=line_id)
        lines.update(refunded_amount=F("refunded_amount") + amount.amount)


def settle(move: Move) -> Note:
    """Write the refund into the ledger, where its money has gone: M-Pesa, the wallet, or both.

    One transfer each, with a key of its own, and those of the shop's side. What leaves by M-Pesa has
    left before. Raises RefusedError (not_open) while it has not.
    """
    ticket = move.ticket
    refund = Refund.objects.select_related("payout").get(ticket_id=ticket.pk, objection=None)
    payout = getattr(refund, "payout", None)
    if payout is not None and not is_ended(payout):
        raise RefusedError("not_open", NOT_OPEN)
    sent = payout.amount if payout is not None and payout.state == PayoutState.PAID else Decimal(0)
    _pay(refund, AccountKind.MPESA, sent, move)
    _pay(refund, AccountKind.WALLET, refund.amount - sent, move, customer_id=ticket.customer_id)
    charge_shop(refund, ticket, move.moment.now)
    refund.paid_at = move.moment.now
    refund.save(update_fields=["paid_at"])
    ticket.settle(move.moment)
    route = RefundRoute.MPESA if sent else RefundRoute.WALLET
    details = {"amount": f"{refund.amount:f}", "currency": refund.currency, "route": str(route)}
    return Note(clause="1.2", details=details | ({"receipt": payout.receipt} if payout and sent else {}))


def _pay(refund: Refund, to: AccountKind, amount: Decimal, move: Move, **owner: int) -> None:
    if amount:
        credit = account(to, refund.currency, **owner)
        transfer(
            refund, str(to), account(AccountKind.REFUNDS, refund.currency), credit, amount, move.moment.now
        )


def waiting(now: datetime, *, limit: int) -> list[Found]:
    """The tickets whose refunds wait to be paid, the oldest decision first."""
    left = ~set_aside(EnginePart.SETTLE, now, by="ticket__")
    arrived = Q(payout=None) | Q(payout__state__in=ENDED)
    refunds = Refund.objects.filter(left, arrived, paid_at=None, decided_at__lte=now)
    return list(refunds.order_by("decided_at", "id").values_list("ticket_id", "ticket__last_event")[:limit])


STEPS: Mapping[Step, Callable[[Move], Note]] = {Step.SETTLE: settle}
