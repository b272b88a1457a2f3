"""Photos that prove: re-encoded, without metadata, opened by the ticket's parties only."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from returns.enums import Party
from returns.models.draft import Draft
from returns.models.event import TicketEvent
from returns.models.message import Message
from returns.models.ticket import Ticket


class Evidence(models.Model):
    """One file: of a ticket, or of the draft that will become one."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="evidence")
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="evidence")
    event = models.ForeignKey(TicketEvent, null=True, on_delete=models.PROTECT, related_name="evidence")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="photos")
    party = models.CharField(max_length=10, choices=Party)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="evidence/%Y/%m/", max_length=120)
    original_name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, draft=None) & (Q(event=None) | Q(message=None))
                | Q(ticket=None, draft__isnull=False, event=None, message=None),
                name="evidence_of_a_ticket_or_a_draft",
            )
        ]

    def __str__(self) -> str:
        return f"{self.token}"
