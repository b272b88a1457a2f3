"""How many of a product a shop has, as its feed told last; and how many are promised to customers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.shop import Shop


class Stock(models.Model):
    """The stock of one SKU of a shop. The feed writes `stock`, exchanges raise and lower `reserved`.

    A later feed may tell of less than is promised: then nothing is left until there is more.
    """

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="stocks", verbose_name=_("shop"))
    sku = models.CharField(_("SKU"), max_length=64)
    stock = models.PositiveIntegerField(_("in stock"))
    reserved = models.PositiveIntegerField(_("promised"), default=0)

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["shop", "sku"], name="stock_once"),
            models.CheckConstraint(condition=~Q(sku=""), name="stock_has_a_sku"),
        ]

    def __str__(self) -> str:
        return self.sku

    @property
    def left(self) -> int:
        """How many may still be promised."""
        return max(self.stock - self.reserved, 0)
