"""Whose orders are whose."""

from django.db.models import QuerySet

from kilicare.accounts.models import User
from orders.models import Order, OrderLine


def orders_of(user: User) -> QuerySet[Order]:
    """The orders that a customer placed, the latest first."""
    return Order.objects.filter(customer__user=user).order_by("-placed_at", "-pk")


def lines_of(user: User) -> QuerySet[OrderLine]:
    """The lines that a customer bought, with order, shop and category."""
    lines = OrderLine.objects.filter(order__customer__user=user)
    return lines.select_related("order", "shop", "category").order_by("order_id", "number")


def line_of(user: User, order_number: str, line_number: int) -> OrderLine:
    """One line that a customer bought. Raises OrderLine.DoesNotExist, for a foreign one too."""
    return lines_of(user).get(order__number=order_number, number=line_number)


def orders_of_country(user: User) -> QuerySet[Order]:
    """The orders that a member of Kilimall's staff may look up; the superuser's are all."""
    return Order.objects.all() if user.is_superuser else Order.objects.filter(country=user.country)


def found(orders: QuerySet[Order], text: str) -> QuerySet[Order]:
    """Those of an order number or of a customer's phone: whole ones, so that an index answers."""
    term = text.strip()
    if orders.filter(number=term).exists():
        return orders.filter(number=term)
    return orders.filter(customer__user__phone=term) if term else orders.none()
