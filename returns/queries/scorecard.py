"""How a shop does: its answers, its silence, what was overturned, what came back, and what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from orders.models import OrderLine, Shop
from returns.enums import Liable, Reason, StrikeKind
from returns.models import Refund, Ticket, TicketEvent
from returns.queries.access import shop_ids_of
from returns.queries.advice import Advice, advice_on
from returns.queries.figures import (
    Bar,
    Figure,
    Period,
    by_product,
    by_reason,
    figures_of,
    headline,
    period_of,
)


@dataclass(frozen=True, slots=True)
class Product:
    """One product: how many tickets, of how many sold in the same time."""

    sku: str
    name: str
    tickets: int
    sold: int

    @property
    def rate(self) -> str:
        """Tickets per hundred sold; "-" where none was sold in this time."""
        return f"{self.tickets / self.sold * 100:.1f} %" if self.sold else "-"


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A shop's figures in a period."""

    shop: Shop
    figures: Sequence[Figure]
    reasons: Sequence[Bar]
    products: Sequence[Product]
    strikes: Sequence[tuple[StrOrPromise, int]]
    cost: str
    advice: Sequence[Advice]


def scorecards(user: User, days: int, now: datetime) -> list[Scorecard]:
    """Those of a person's own shops."""
    shops = Shop.objects.filter(pk__in=shop_ids_of(user)).order_by("name", "pk")
    return [scorecard(shop, period_of(days, shop.country, now)) for shop in shops]


def scorecard(shop: Shop, period: Period) -> Scorecard:
    """One shop's."""
    tickets = Ticket.objects.filter(shop=shop)
    refunds = Refund.objects.filter(ticket__shop=shop)
    figures, reasons = figures_of(tickets, refunds, shop.country, period), by_reason(tickets, period)
    strikes = _strikes(shop, period)
    opened = {Reason(bar.key): bar.value for bar in reasons}
    return Scorecard(
        shop=shop,
        figures=headline(figures),
        reasons=reasons,
        products=_products(shop, tickets, period),
        strikes=[(StrikeKind(kind).label, number) for kind, number in strikes.items()],
        cost=Money(_borne(refunds, period), figures.currency).label(),
        advice=advice_on(
            silent=figures.now.silent,
            overturned=figures.now.overturned,
            rejected=figures.now.rejected,
            upheld=strikes.get(StrikeKind.UPHELD, 0),
            took=figures.now.took,
            reasons=opened,
        ),
    )


def _products(shop: Shop, tickets: QuerySet[Ticket], period: Period) -> list[Product]:
    rows = by_product(tickets, period)
    lines = OrderLine.objects.filter(
        shop=shop,
        sku__in={row["line__sku"] for row in rows},
        order__placed_at__gte=period.start,
        order__placed_at__lt=period.end,
    )
    sold = dict(lines.values_list("sku").annotate(pieces=Sum("quantity")))
    return [
        Product(row["line__sku"], row["line__name"], row["n_opened"], sold.get(row["line__sku"], 0))
        for row in rows
    ]


def _strikes(shop: Shop, period: Period) -> dict[str, int]:
    marks = TicketEvent.objects.filter(ticket__shop=shop, at__gte=period.start, at__lt=period.end)
    counted = marks.exclude(strike="").values_list("strike").annotate(number=Count("pk"))
    return dict(counted.order_by("strike"))


def _borne(refunds: QuerySet[Refund], period: Period) -> Decimal:
    own = refunds.filter(liable=Liable.SHOP, paid_at__gte=period.start, paid_at__lt=period.end)
    total: Decimal = own.aggregate(total=Sum("amount", default=Decimal(0)))["total"]
    return total
