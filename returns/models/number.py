"""Numbers that customers proved to be theirs, so that refunds may be paid to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.phones import masked_phone
from orders.models import Customer
from returns.policy.payouts import NUMBER


class VerifiedNumber(models.Model):
    """A Kenyan mobile (E.164) on which its customer received a code. A number is one customer's."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="numbers")
    phone = models.CharField(_("number"), max_length=16, unique=True)
    verified_at = models.DateTimeField(_("verified"))

    class Meta:
        ordering = ["verified_at", "pk"]
        verbose_name = _("verified number")
        verbose_name_plural = _("verified numbers")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__regex=f"^{NUMBER.pattern}$"), name="number_is_a_kenyan_mobile"
            ),
        ]

    def __str__(self) -> str:
        return masked_phone(self.phone)
