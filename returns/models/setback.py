"""What the engine could not do: work on one ticket that failed, and when it is tried again."""

from django.db import models
from django.db.models import Q

from returns.enums import EnginePart
from returns.models.ticket import Ticket


class Setback(models.Model):
    """A part of the engine that failed on a ticket as it stood.

    `number` is the ticket's last event then: once the ticket has moved on, the row is void. A
    parked one is not tried again until somebody removes the row.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="setbacks")
    part = models.CharField(max_length=10, choices=EnginePart)
    number = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField()
    error = models.CharField(max_length=200)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    not_before = models.DateTimeField()
    parked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "part"], name="setback_once"),
            models.CheckConstraint(condition=~Q(error=""), name="setback_says_why"),
        ]
        indexes = [
            models.Index(fields=["parked_at"], condition=Q(parked_at__isnull=False), name="setback_parked"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.part} {self.attempts}"
