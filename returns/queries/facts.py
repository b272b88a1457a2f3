"""The only bridge from rows to what the policy looks at."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from kilicare.kernel.money import Money
from orders.models import Order, OrderLine
from returns.enums import CLOSED_STATES, OF_GOODS, ComponentKind, MissingKind, Reason, Service, State
from returns.models import RefundComponent, Ticket
from returns.policy.facts import LineFacts, ParcelFacts, Past
from returns.policy.replacement import replacement

TAKEN_STATES = frozenset({State.REFUNDED, State.REFUND_PROCESSING, State.EXCHANGED})
"""Where the goods were given back, the new item is out, or the money is decided."""


@dataclass(frozen=True, slots=True)
class PastTicket:
    """What one earlier ticket of an order means for its lines.

    `exchange_id` is the exchange whose new item it is about; None: the line itself. `split_of` is the ticket
    whose failed pieces it is about: with that one it is a single application.
    """

    pk: int
    line_id: int
    exchange_id: int | None
    split_of: int | None
    state: str
    service: str
    reason: Reason
    missing_kind: str
    quantity: int
    worth: Decimal
    paid: Mapping[str, Decimal]

    @property
    def is_live(self) -> bool:
        """Still open."""
        return self.state not in CLOSED_STATES

    @property
    def is_taken(self) -> bool:
        """Its pieces were given back, or refunded in full."""
        if self.state not in TAKEN_STATES:
            return False
        whole = self.paid.get(ComponentKind.GOODS, Decimal(0)) >= self.worth
        return self.service != Service.REFUND_ONLY or whole

    @property
    def is_back(self) -> bool:
        """Its pieces came back or never arrived, for an objective reason (clause K4).

        A new item was not in the parcel of the order.
        """
        if self.exchange_id or not (self.is_taken and self.reason.is_objective):
            return False
        never_came = self.reason is Reason.MISSING and self.missing_kind in {
            MissingKind.PRODUCT,
            MissingKind.PARCEL,
        }
        return self.service != Service.REFUND_ONLY or never_came

    @property
    def goods_amount(self) -> Decimal:
        """What its refund gave for the goods, after deductions."""
        return sum((self.paid.get(kind, Decimal(0)) for kind in OF_GOODS), Decimal(0))


def facts_of(orders: Sequence[Order], *, leave_out: int | None = None) -> dict[int, LineFacts]:
    """The facts of every line of some orders, by the line's id.

    Three statements, however many orders (lines and categories, tickets, refunds). `leave_out` is
    a ticket that shall not count: the one that is being paid.
    """
    ids = [order.pk for order in orders]
    by_order = {order.pk: order for order in orders}
    lines = OrderLine.objects.filter(order_id__in=ids).select_related("category")
    lines_of: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines.order_by("order_id", "number"):
        lines_of[line.order_id].append(line)
    past = _past_of(Ticket.objects.filter(line__order_id__in=ids), leave_out)
    return {
        line.pk: _line_facts(by_order[order_id], line, siblings, past)
        for order_id, siblings in lines_of.items()
        for line in siblings
    }


def replacement_facts(exchange: Ticket, *, leave_out: int | None = None) -> LineFacts:
    """The facts of the new item that an exchange brought, signed for when the exchange ended."""
    line = exchange.line
    past = _past_of(Ticket.objects.filter(line=line), leave_out)
    own = [ticket for ticket in past.get(line.pk, []) if ticket.exchange_id == exchange.pk]
    return replacement(
        _line_facts(line.order, line, [line], past),
        quantity=exchange.quantity,
        worth=exchange.worth,
        confirmed_at=exchange.closed_at,
        past=_past(own, exchange.currency),
    )


def facts_about(ticket: Ticket) -> LineFacts:
    """The facts of what a ticket is about, the line or a new item, as if the ticket were not there."""
    if ticket.replacement_of is not None:
        return replacement_facts(ticket.replacement_of, leave_out=ticket.pk)
    return facts_of([ticket.line.order], leave_out=ticket.pk)[ticket.line_id]


def _past_of(tickets: QuerySet[Ticket], leave_out: int | None) -> dict[int, list[PastTicket]]:
    """What the tickets of some lines mean for them, by line."""
    columns = (
        "pk",
        "line_id",
        "replacement_of_id",
        "split_of_id",
        "state",
        "service",
        "reason",
        "missing_kind",
        "quantity",
    )
    counted = tickets.exclude(pk=leave_out or 0).order_by("pk")
    rows = list(counted.values_list(*columns, "worth_amount"))
    paid: dict[int, dict[str, Decimal]] = defaultdict(dict)
    if rows:
        components = RefundComponent.objects.filter(refund__ticket__in=[row[0] for row in rows])
        for component in components.select_related("refund"):
            kinds = paid[component.refund.ticket_id]
            kinds[component.kind] = kinds.get(component.kind, Decimal(0)) + component.amount
    past: dict[int, list[PastTicket]] = defaultdict(list)
    for pk, line_id, exchange_id, split_of, state, service, reason, kind, quantity, worth in rows:
        why = Reason(reason)
        past[line_id].append(
            PastTicket(
                pk, line_id, exchange_id, split_of, state, service, why, kind, quantity, worth, paid[pk]
            )
        )
    return past


def _line_facts(
    order: Order,
    line: OrderLine,
    siblings: Sequence[OrderLine],
    past: Mapping[int, list[PastTicket]],
) -> LineFacts:
    currency = order.currency
    return LineFacts(
        country=order.country,
        kind=order.kind,
        status=order.status,
        signed_at=line.signed_at,
        quantity=line.quantity,
        paid=Money(line.paid_amount, currency),
        tax=Money(line.tax_amount, currency),
        policy_class=line.effective_policy_class,
        sealed_once=line.category.sealed_once,
        installable=line.category.installable,
        activatable=line.category.activatable,
        promotion=bool(line.promotion),
        gift=bool(line.gift),
        invoice=line.invoice,
        warranty_months=line.warranty_months,
        has_serial=bool(line.serial_numbers),
        disclosed_flaw=bool(line.disclosed_flaw),
        handover_proof=line.handover_proof,
        past=_past_of_line(past.get(line.pk, []), currency),
        parcel=_parcel(line, siblings, past, currency),
    )


def _past_of_line(tickets: Sequence[PastTicket], currency: str) -> Past:
    """The line's own pieces and applications; money, gift and what is alive, of new items' tickets too."""
    of_all = _past(tickets, currency)
    return replace(
        _past([ticket for ticket in tickets if ticket.exchange_id is None], currency),
        live_ticket=of_all.live_ticket,
        refunded_amount=of_all.refunded_amount,
        gift_charged=of_all.gift_charged,
    )


def _past(tickets: Sequence[PastTicket], currency: str) -> Past:
    taken, rejected = defaultdict[Reason, int](int), defaultdict[Reason, int](int)
    for ticket in tickets:
        if ticket.is_taken:
            taken[ticket.reason] += ticket.quantity
        if ticket.state == State.REJECTED:
            rejected[ticket.reason] += ticket.quantity
    worth = sum((ticket.worth for ticket in tickets if ticket.is_taken), Decimal(0))
    refunded = sum((ticket.goods_amount for ticket in tickets), Decimal(0))
    return Past(
        live_ticket=any(ticket.is_live for ticket in tickets),
        applications=sum(ticket.split_of is None for ticket in tickets),
        taken=dict(taken),
        taken_amount=Money(worth, currency),
        rejected=dict(rejected),
        refunded_amount=Money(refunded, currency),
        back_quantity=sum(ticket.quantity for ticket in tickets if ticket.is_back),
        gift_charged=any(_keeps_gift(ticket) for ticket in tickets),
    )


def _keeps_gift(ticket: PastTicket) -> bool:
    """Clause 4.7 was applied, and no objection to it was upheld."""
    return ComponentKind.MINUS_GIFT in ticket.paid and ComponentKind.GIFT_BACK not in ticket.paid


def _parcel(
    line: OrderLine,
    siblings: Sequence[OrderLine],
    past: Mapping[int, list[PastTicket]],
    currency: str,
) -> ParcelFacts:
    """The parcel of a line: its whole fee less what was paid back, and whether the rest is back."""
    parcel = parcel_lines(line, siblings)
    fee = sum((other.delivery_fee_amount for other in parcel), Decimal(0))
    tickets = [ticket for other in parcel for ticket in past.get(other.pk, [])]
    paid = sum((ticket.paid.get(ComponentKind.DELIVERY_FEE, Decimal(0)) for ticket in tickets), Decimal(0))
    others_back = all(
        sum(ticket.quantity for ticket in past.get(other.pk, []) if ticket.is_back) >= other.quantity
        for other in parcel
        if other.pk != line.pk
    )
    return ParcelFacts(delivery_fee=Money(fee - paid, currency), others_back=others_back)


def parcel_lines(line: OrderLine, siblings: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines of an order that came in the same parcel, this one among them."""
    return [other for other in siblings if other.parcel_key == line.parcel_key]
