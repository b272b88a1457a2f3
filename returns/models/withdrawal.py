"""Money that a customer takes out of the wallet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models import Customer
from returns.models.ticket import amount


class Withdrawal(models.Model):
    """Money on its way from a wallet to M-Pesa; what became of it, its payout says.

    `amount` is what is sent, `fee` (0: free of charge) is taken beside it. The token is the form's: a
    form that is sent twice is one withdrawal.
    """

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="withdrawals")
    token = models.UUIDField()
    currency = models.CharField(max_length=3)
    fee = amount()
    amount = amount()
    asked_at = models.DateTimeField(_("asked for"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, fee__gte=0), name="withdrawal_is_positive"),
            models.UniqueConstraint(fields=["customer", "token"], name="withdrawal_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"
