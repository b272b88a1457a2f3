"""An application that is being filled in: what was answered survives a refused form."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from orders.models import OrderLine


class Draft(models.Model):
    """One person's unfinished application for one order line, or for the new item of an exchange on it."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="drafts")
    replacement_of = models.ForeignKey(
        "returns.Ticket", null=True, on_delete=models.CASCADE, related_name="+"
    )
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "line"], condition=Q(replacement_of=None), name="draft_one_per_line"
            ),
            models.UniqueConstraint(
                fields=["owner", "replacement_of"],
                condition=Q(replacement_of__isnull=False),
                name="draft_one_per_replacement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id}/{self.line_id}"
