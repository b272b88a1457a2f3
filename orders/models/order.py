"""An order, as the shop hands it over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.enums import CURRENCY_OF, Country, Currency, OrderKind, OrderStatus
from orders.models.customer import Customer

PAIRS = Q(*[Q(country=c, currency=m) for c, m in CURRENCY_OF.items()], _connector=Q.OR)


class Order(models.Model):
    """What a customer bought at one go. The feed alone writes it."""

    number = models.CharField(_("order number"), max_length=40, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    kind = models.CharField(_("kind"), max_length=10, choices=OrderKind)
    status = models.CharField(_("status"), max_length=20, choices=OrderStatus)
    placed_at = models.DateTimeField(_("placed at"))
    signed_at = models.DateTimeField(
        _("signed at"),
        null=True,
        blank=True,
        help_text=_("The first signature that the feed gave for the whole order."),
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="orders", verbose_name=_("customer")
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    payment_method = models.CharField(_("paid by"), max_length=40, blank=True)
    payment_phone = models.CharField(_("paid from"), max_length=16, blank=True)
    payment_receipt = models.CharField(_("receipt"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["customer", "-placed_at", "-id"], name="order_of_customer"),
            models.Index(fields=["-placed_at", "-id"], name="order_latest"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="order_has_number"),
            models.CheckConstraint(condition=PAIRS, name="order_currency_of_country"),
            models.CheckConstraint(condition=Q(kind__in=OrderKind.values), name="order_kind_known"),
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_known"),
        ]

    def __str__(self) -> str:
        return self.number
