"""What of a product is left, and which variants a customer may choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orders.models import OrderLine, Stock
from returns.enums import Service, Step
from returns.models import Ticket


@dataclass(frozen=True, slots=True)
class Variant:
    """Another make of the same product at the same price, and how many may still be promised."""

    sku: str
    name: str
    left: int

    def label(self, quantity: int) -> str:
        """As the choice shows it: a sold-out one says so."""
        if self.left < quantity:
            return _("%(name)s (sold out)") % {"name": self.name}
        few = ngettext("%(left)d left", "%(left)d left", self.left) % {"left": self.left}
        return f"{self.name} ({few})"


def variants_of(ticket: Ticket) -> Sequence[Variant]:
    """The makes of the ticket's product that it does not wait for, as the feed named them."""
    return makes_of(ticket.line, but=ticket.new_sku)


def makes_of(line: OrderLine, *, but: str = "") -> Sequence[Variant]:
    """The makes of a line's product at the same price but one; without a word, but its own."""
    named = {one["sku"]: one["name"] for one in line.variants if one["sku"] != (but or line.sku)}
    rows = Stock.objects.filter(shop=line.shop_id, sku__in=named) if named else ()
    left = {row.sku: row.left for row in rows}
    return [Variant(sku, name, left.get(sku, 0)) for sku, name in named.items()]


def none_left(ticket: Ticket, step: Step) -> str:
    """What who agrees to an exchange should know; empty where enough is left, or nobody knows."""
    if step is not Step.APPROVE or ticket.service != Service.EXCHANGE:
        return ""
    known = Stock.objects.filter(shop=ticket.shop_id, sku=ticket.new_sku).first()
    if known is None or known.left >= ticket.quantity:
        return ""
    return _("Your stock says that none is left: the customer will be asked to choose something else.")
