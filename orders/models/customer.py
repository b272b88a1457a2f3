"""People who buy."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models.described import Described


class Customer(Described):
    """A buyer as the shop numbers them; name, phone and e-mail stand with the user."""

    external_id = models.CharField(_("customer number"), max_length=64, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="customer",
        verbose_name=_("person"),
    )

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints = [
            models.CheckConstraint(condition=~Q(external_id=""), name="customer_has_number"),
        ]

    def __str__(self) -> str:
        return self.external_id
