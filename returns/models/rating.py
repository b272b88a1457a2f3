"""How content a customer was when a ticket had closed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from returns.enums import Content, steps
from returns.models.ticket import Ticket


class Rating(models.Model):
    """One tap after closing; a second one replaces it. `step` is what closed the ticket."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="rating")
    score = models.PositiveSmallIntegerField(_("how content"), choices=Content)
    step = models.CharField(max_length=20, choices=steps)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__in=Content.values), name="rating_is_one_of_three"
            ),
        ]
        indexes = [models.Index(fields=["at"], name="rating_of_a_time")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.score}"
