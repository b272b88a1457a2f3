"""What a customer and a shop share: their name and numbers are those of their latest order."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class Described(models.Model):
    """Somebody whom each order describes anew; the order placed last has the last word."""

    described_at = models.DateTimeField(_("described at"), null=True, editable=False)
    described_by = models.CharField(_("described by order"), max_length=40, blank=True, editable=False)

    class Meta:
        abstract = True

    def follows(self, placed_at: datetime, number: str) -> bool:
        """Whether an order is at least as late as the one that described this last."""
        if self.described_at is None or number == self.described_by:
            return True
        return (placed_at, number) > (self.described_at, self.described_by)
