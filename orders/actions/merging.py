"""Lay a batch of the feed over the rows that stand: what is new, what changed, what may not."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from orders.actions.columns import (
    HELD_COLUMNS,
    LINE_COLUMNS,
    ORDER_COLUMNS,
    line_values,
    order_values,
)
from orders.actions.feed import FeedLine, FeedOrder
from orders.actions.fields import FeedError
from orders.actions.outcome import Outcome, Taken
from orders.actions.parties import Parties, assign, upsert
from orders.actions.stocking import tell_stock
from orders.enums import OrderStatus, SignedBy
from orders.models import Order, OrderLine


def take_orders(orders: Sequence[FeedOrder]) -> list[Taken]:
    """Take orders in, each number once, inside the caller's transaction."""
    batch = Batch(orders)
    taken = [batch.taken(order) for order in orders]
    batch.write()
    return taken


class Batch:
    """Orders of the feed, each number once, and their rows. Lines are locked, by ascending id.

    Lives inside one transaction: `take` each order, then `write` once.
    """

    def __init__(self, orders: Sequence[FeedOrder]) -> None:
        self._parties = Parties(orders)
        numbers = {order.number for order in orders}
        self._orders = {row.number: row for row in Order.objects.filter(number__in=numbers)}
        self._lines: dict[str, dict[int, OrderLine]] = {number: {} for number in numbers}
        number_of = {row.pk: number for number, row in self._orders.items()}
        lines = OrderLine.objects.filter(order__in=number_of).order_by("pk")
        for line in lines.select_for_update(of=("self",)):
            self._lines[number_of[line.order_id]][line.number] = line
        self._told_orders: list[Order] = []
        self._told_lines: list[OrderLine] = []
        self._gone_lines: list[int] = []

    def take(self, order: FeedOrder) -> Outcome:
        """Lay an order over its row. Raises FeedError, nothing changed, for what a ticket holds."""
        known = self._orders.get(order.number)
        if known:
            self._refuse_what_tickets_hold(order, known)
        row = known or Order(number=order.number)
        # No short cut: each part is to be laid over, whatever the one before came to.
        changed = [
            self._take_order(order, row),
            *[self._take_line(order, row, line) for line in order.lines],
            self._take_away(order),
        ]
        if known is None:
            return Outcome.CREATED
        return Outcome.UPDATED if any(changed) else Outcome.UNCHANGED

    def taken(self, order: FeedOrder) -> Taken:
        """Take an order, and say what came of it and what there is to say of it."""
        try:
            outcome = self.take(order)
        except FeedError as error:
            return Taken(Outcome.REFUSED, error)
        signed = any(row.signed_at for row in self._lines[order.number].values())
        if order.status == OrderStatus.COMPLETED and not signed:
            text = _("is missing though the order is completed: no window opens")
            return Taken(outcome, FeedError("signed_at", text))
        return Taken(outcome)

    def write(self) -> None:
        """Write all that `take` was told, in a few statements."""
        self._parties.write()
        upsert(Order.objects, self._told_orders, ["number"], ORDER_COLUMNS)
        OrderLine.objects.filter(pk__in=self._gone_lines).delete()
        upsert(OrderLine.objects, self._told_lines, ["order", "number"], LINE_COLUMNS)
        tell_stock(self._told_lines)

    def _take_order(self, order: FeedOrder, row: Order) -> bool:
        values = order_values(order)
        if order.status == OrderStatus.COMPLETED:
            values["signed_at"] = row.signed_at or order.signed_at
        customer = self._parties.customer(order)
        changed = assign(row, values) | (row.customer_id != customer.pk)
        row.customer = customer
        if changed:
            self._told_orders.append(row)
        return changed

    def _take_line(self, order: FeedOrder, order_row: Order, line: FeedLine) -> bool:
        lines = self._lines[order.number]
        row = lines.get(line.number) or OrderLine(number=line.number, order=order_row)
        lines[line.number] = row
        of_order = order_row.signed_at if order.status == OrderStatus.COMPLETED else None
        changed = assign(row, line_values(line) | signature(row, line.signed_at or of_order))
        category = self._parties.category(line.category)
        shop = self._parties.shop(order, line.seller)
        changed |= (row.category_id, row.shop_id) != (category.pk, shop.pk)
        row.category, row.shop = category, shop
        if changed:
            self._told_lines.append(row)
        return changed

    def _take_away(self, order: FeedOrder) -> bool:
        lines = self._lines[order.number]
        gone = lines.keys() - {line.number for line in order.lines}
        self._gone_lines += [lines.pop(number).pk for number in gone]
        return bool(gone)

    def _refuse_what_tickets_hold(self, order: FeedOrder, known: Order) -> None:
        held = {n: row for n, row in self._lines[order.number].items() if row.ticket_count}
        if not held:
            return
        if known.currency != order.currency:
            raise FeedError("currency", _("can't change: a line of the order has a ticket"))
        if known.customer_id != self._parties.customer_pk(order.customer.id):
            raise FeedError("customer.id", _("can't change: a line of the order has a ticket"))
        for place, line in enumerate(order.lines):
            if row := held.pop(line.number, None):
                self._refuse_other_goods(f"lines[{place}]", line, row)
        if held:
            numbers = ", ".join(map(str, sorted(held)))
            raise FeedError("lines", _("line %s has a ticket and can't be left out") % numbers)

    def _refuse_other_goods(self, path: str, line: FeedLine, row: OrderLine) -> None:
        values = line_values(line)
        for field, column in HELD_COLUMNS.items():
            if values[column] != getattr(row, column):
                raise FeedError(f"{path}.{field}", _("can't change: the line has a ticket"))
        if row.shop_id != self._parties.shop_pk(line.seller.id):
            raise FeedError(f"{path}.seller.id", _("can't change: the line has a ticket"))


def signature(row: OrderLine, feed_at: datetime | None) -> dict[str, object]:
    """What the feed's signature does to a line's.

    The first one of the feed stands. It replaces the customer's own "I have received it", of which
    the later moment counts, so that no window that was opened gets shorter.
    """
    if feed_at is None or row.signed_by == SignedBy.FEED:
        return {}
    return {"signed_at": max(feed_at, row.signed_at or feed_at), "signed_by": SignedBy.FEED}
