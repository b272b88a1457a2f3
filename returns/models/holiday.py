"""Public holidays: a committed table that staff edit; working days skip them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day on which Kilimall does not work in a country."""

    country = models.CharField(_("country"), max_length=2)
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ["country", "day"]
        verbose_name = _("public holiday")
        constraints = [models.UniqueConstraint(fields=["country", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.day:%d %b %Y} {self.name}"
