"""Sellers and the people who work for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.enums import Country
from orders.models.described import Described


class Shop(Described):
    """A seller. Where it has no phone, pages show Kilimall's help phone."""

    external_id = models.CharField(_("seller number"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(external_id=""), name="shop_has_number"),
            models.CheckConstraint(condition=Q(country__in=Country.values), name="shop_country_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ShopStaff(models.Model):
    """A person who acts for a shop."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="shop_places",
        verbose_name=_("person"),
    )
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="staff", verbose_name=_("shop"))

    class Meta:
        verbose_name = _("shop's member of staff")
        verbose_name_plural = _("shops' staff")
        constraints = [
            models.UniqueConstraint(fields=["user", "shop"], name="shop_staff_once_per_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.user} @ {self.shop}"
