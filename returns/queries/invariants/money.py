"""Refunds, transfers and wallets: what always holds of money."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from orders.models import Order, OrderLine
from returns.enums import OF_GOODS, AccountKind, ComponentKind, Liable, PayoutState, State
from returns.flows.payout import SENT
from returns.models import (
    LedgerAccount,
    Payout,
    PayoutAttempt,
    PayoutEvent,
    Refund,
    RefundComponent,
    Ticket,
    Transfer,
    Withdrawal,
)

PLACES = (AccountKind.WALLET, AccountKind.MPESA)
TO_CUSTOMER = Q(debit__kind=AccountKind.REFUNDS, credit__kind__in=PLACES)
FROM_SHOP = Q(debit__kind=AccountKind.SHOP, credit__kind=AccountKind.REFUNDS)
TO_SHOP = Q(debit__kind=AccountKind.REFUNDS, credit__kind=AccountKind.SHOP)
COMMISSION_BACK = Q(debit__kind=AccountKind.COMMISSION, credit__kind=AccountKind.SHOP)
COMMISSION_AGAIN = Q(debit__kind=AccountKind.SHOP, credit__kind=AccountKind.COMMISSION)
"""The ways that money goes, from account to account."""


def _sum(
    rows: QuerySet[RefundComponent] | QuerySet[OrderLine] | QuerySet[Transfer], what: str, by: str
) -> Round:
    """The sum of a column over the rows of one outer row. Rounded: SQLite reckons decimals as floats."""
    sums = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(all=Sum(what)).values("all")
    column: DecimalField[Decimal, Decimal] = DecimalField(max_digits=14, decimal_places=2)
    return Round(Coalesce(Subquery(sums), Value(Decimal(0)), output_field=column), 2)


def uneven_refunds(_now: datetime) -> Iterator[str]:
    """A refund is the sum of its components, and never below zero."""
    refunds = Refund.objects.annotate(parts=_sum(RefundComponent.objects.all(), "amount", "refund"))
    even = Q(parts=F("amount")) | Q(amount=0, parts__lt=0)
    for refund in refunds.exclude(even).order_by("pk"):
        yield f"refund {refund.pk}: {refund}, its components {refund.parts}"


def overpaid_lines(_now: datetime) -> Iterator[str]:
    """The refunds of a line, paid and pending, are within what was paid for it."""
    parts = RefundComponent.objects.filter(kind__in=OF_GOODS)
    lines = OrderLine.objects.annotate(back=_sum(parts, "amount", "refund__ticket__line"))
    for line in lines.filter(back__gt=F("paid_amount")).order_by("pk"):
        yield f"line {line.pk}: {line.back} of {line.paid_amount}"


def uncounted_refunds(_now: datetime) -> Iterator[str]:
    """What was decided stands on the lines' counters, which the database holds within what was paid."""
    parts = RefundComponent.objects.exclude(kind=ComponentKind.RETURN_FREIGHT)
    orders = Order.objects.annotate(
        counted=_sum(OrderLine.objects.all(), "refunded_amount", "order"),
        decided=_sum(parts, "amount", "refund__ticket__line__order"),
    )
    for order in orders.filter(counted__lt=F("decided")).order_by("pk"):
        yield f"order {order.number}: {order.counted} counted, {order.decided} decided"


def unmatched_transfers(_now: datetime) -> Iterator[str]:
    """A paid refund moved its amount to its customer, once to each place; an unpaid one moved nothing."""
    refunds = Refund.objects.annotate(
        moved=_sum(Transfer.objects.filter(TO_CUSTOMER), "amount", "refund"),
        rows=Count("transfers"),
        paying=Count("transfers", filter=Q(transfers__credit__kind__in=PLACES)),
        places=Count("transfers__credit__kind", filter=Q(transfers__credit__kind__in=PLACES), distinct=True),
    )
    matched = Q(paid_at=None, rows=0) | Q(paid_at__isnull=False, moved=F("amount"), paying=F("places"))
    for refund in refunds.exclude(matched).order_by("pk"):
        yield f"refund {refund.pk}: {refund}, paid {refund.paid_at}"


def mischarged_shops(_now: datetime) -> Iterator[str]:
    """A liable shop gives back all that a paid refund cost, never more; Kilimall's own cost is no shop's."""
    refunds = Refund.objects.annotate(
        charged=_sum(Transfer.objects.filter(FROM_SHOP), "amount", "refund"),
        returned=_sum(Transfer.objects.filter(TO_SHOP), "amount", "refund"),
        kept=_sum(Transfer.objects.filter(COMMISSION_BACK), "amount", "refund"),
        retaken=_sum(Transfer.objects.filter(COMMISSION_AGAIN), "amount", "refund"),
    ).annotate(
        net=Round(F("charged") - F("returned"), 2),
        commission=Round(F("kept") - F("retaken"), 2),
    )
    fair = (
        Q(paid_at=None, net=0)
        | Q(liable=Liable.SHOP, net=F("amount"))
        | Q(liable=Liable.KILIMALL, net=0)
        | Q(liable=Liable.NOBODY, net__gte=0, net__lte=F("amount"))
    )
    within = Q(commission__gte=0, commission__lte=F("net"))
    for refund in refunds.exclude(fair & within).order_by("pk"):
        yield f"refund {refund.pk}: {refund.net} charged for {refund}, {refund.commission} of commission back"


def unmatched_payouts(_now: datetime) -> Iterator[str]:
    """What left by M-Pesa stands in the ledger as such, and nothing else; never more than the refund."""
    in_ledger = Transfer.objects.filter(credit__kind=AccountKind.MPESA)
    refunds = Refund.objects.annotate(sent=_sum(in_ledger, "amount", "refund"))
    left = Q(payout__state=PayoutState.PAID)
    matched = (left & (Q(paid_at=None) | Q(sent=F("payout__amount")))) | (~left & Q(sent=0))
    within = Q(payout=None) | Q(payout__amount__lte=F("amount"))
    for refund in refunds.exclude(matched & within).order_by("pk"):
        yield f"refund {refund.pk}: {refund}, {refund.sent} by M-Pesa"


def torn_payouts(_now: datetime) -> Iterator[str]:
    """A payout's state is its last event's, none is missing, and an attempt is open while it is out."""
    last = PayoutEvent.objects.filter(payout=OuterRef("pk")).order_by("-number")
    is_open = Exists(PayoutAttempt.objects.filter(payout=OuterRef("pk"), ended_at=None))
    payouts = Payout.objects.annotate(
        told=Coalesce(Subquery(last.values("to_state")[:1]), Value(str(PayoutState.QUEUED))),
        rows=Count("events"),
        is_out=is_open,
    )
    out = Q(state__in=SENT, is_out=True) | (~Q(state__in=SENT) & Q(is_out=False))
    for payout in payouts.exclude(out, told=F("state"), rows=F("last_event")).order_by("pk"):
        yield f"payout {payout.pk}: {payout.state}, {payout.rows} of {payout.last_event} events"


def unpaid_ends(_now: datetime) -> Iterator[str]:
    """A ticket is refunded when, and only when, its refund is paid."""
    own = Refund.objects.filter(ticket=OuterRef("pk"), objection=None, paid_at__isnull=False)
    tickets = Ticket.objects.annotate(paid=Exists(own))
    is_end = Q(state=State.REFUNDED)
    tickets = tickets.filter((is_end & Q(paid=False)) | (Q(paid=True) & ~is_end))
    for ticket in tickets.order_by("pk"):
        yield f"{ticket.reference}: {ticket.state}"


def mixed_transfers(_now: datetime) -> Iterator[str]:
    """A transfer stays in one currency, between the house and the own customer or shop of what it is for."""
    currency = Q(debit__currency=F("refund__currency"), credit__currency=F("refund__currency"))
    own_customer = Q(credit__customer=F("refund__ticket__customer")) | Q(credit__kind=AccountKind.MPESA)
    own_shop = Q(debit__shop=F("refund__ticket__shop")) | Q(credit__shop=F("refund__ticket__shop"))
    sides = (TO_CUSTOMER & own_customer) | (
        (FROM_SHOP | TO_SHOP | COMMISSION_BACK | COMMISSION_AGAIN) & own_shop
    )
    out_of_wallet = Q(
        debit__currency=F("withdrawal__currency"), credit__currency=F("withdrawal__currency")
    ) & (
        Q(debit__customer=F("withdrawal__customer"), credit__kind=AccountKind.OUTGOING)
        | Q(debit__kind=AccountKind.OUTGOING, credit__customer=F("withdrawal__customer"))
        | Q(debit__kind=AccountKind.OUTGOING, credit__kind__in=[AccountKind.MPESA, AccountKind.FEES])
    )
    sound = Transfer.objects.filter((currency & sides) | out_of_wallet)
    for transfer in Transfer.objects.exclude(pk__in=sound.values("pk")).order_by("pk"):
        yield f"transfer {transfer.key}"


def negative_wallets(_now: datetime) -> Iterator[str]:
    """No customer's wallet is below zero, and its balance is what came less what went."""
    wallets = LedgerAccount.objects.filter(kind=AccountKind.WALLET).annotate(
        came=_sum(Transfer.objects.all(), "amount", "credit"),
        went=_sum(Transfer.objects.all(), "amount", "debit"),
    )
    for wallet in wallets.exclude(balance=Round(F("came") - F("went"), 2), balance__gte=0).order_by("pk"):
        yield f"wallet {wallet.pk}: {wallet.came} came, {wallet.went} went, {wallet.balance} left"


def unmatched_withdrawals(_now: datetime) -> Iterator[str]:
    """What was taken out is on its way, or was sent with its fee, or is back; as its payout says."""
    ways = {
        name: _sum(Transfer.objects.filter(**{f"{side}__kind": kind}), "amount", "withdrawal")
        for name, side, kind in (
            ("taken", "debit", AccountKind.WALLET),
            ("sent", "credit", AccountKind.MPESA),
            ("kept", "credit", AccountKind.FEES),
            ("back", "credit", AccountKind.WALLET),
        )
    }
    whole = Round(F("amount") + F("fee"), 2)
    is_paid, is_back = Q(payout__state=PayoutState.PAID), Q(payout__state=PayoutState.TO_WALLET)
    ended = (
        (is_paid & Q(sent=F("amount"), kept=F("fee"), back=0))
        | (is_back & Q(sent=0, kept=0, back=whole))
        | (~is_paid & ~is_back & Q(sent=0, kept=0, back=0))
    )
    same = Q(taken=whole, payout__amount=F("amount"), payout__currency=F("currency"))
    sound = Withdrawal.objects.annotate(**ways).filter(ended & same)
    for withdrawal in Withdrawal.objects.exclude(pk__in=sound.values("pk")).order_by("pk"):
        yield f"withdrawal {withdrawal.pk}: {withdrawal}, fee {withdrawal.fee}"
