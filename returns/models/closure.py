"""Days on which a shop is away."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.models import Shop


class Closure(models.Model):
    """A shop's holiday notice: customers read it; no clock stands still for it (clause 1.3)."""

    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="closures", verbose_name=_("shop"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    text = models.CharField(
        _("what customers read"),
        max_length=200,
        blank=True,
        help_text=_(
            "Such as who answers meanwhile. The time to answer runs on: without an answer Kilimall decides."
        ),
    )

    class Meta:
        verbose_name = _("holiday notice")
        verbose_name_plural = _("holiday notices")
        ordering = ["shop", "first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="closure_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["shop", "last_day"], name="closure_of_shop")]

    def __str__(self) -> str:
        return f"{self.first_day} - {self.last_day}"

    def clean(self) -> None:
        """Raises ValidationError for a last day before the first."""
        first: date | None = self.first_day
        last: date | None = self.last_day
        if first is not None and last is not None and last < first:
            raise ValidationError({"last_day": gettext("The last day comes before the first.")})
