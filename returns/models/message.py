"""What the sides of a ticket write to each other, and how far each has read."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from returns.enums import Party
from returns.models.ticket import Ticket

WRITERS = [Party.CUSTOMER, Party.SELLER, Party.KILIMALL]


class Message(models.Model):
    """One message, without contact data. Append-only: the database refuses change and removal.

    An internal one is the desk's own note. `token` names the form that it was written in: a second
    post of the same form finds it there.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    party = models.CharField(max_length=10, choices=Party)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_internal = models.BooleanField(default=False)
    is_masked = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["ticket", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party=Party.KILIMALL) | Q(party__in=WRITERS, is_internal=False),
                name="message_of_a_side",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.party} {self.pk}"


class ReadMark(models.Model):
    """Up to which message a side has read: whoever of its people did."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="read_marks")
    party = models.CharField(max_length=10, choices=Party)
    upto = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "party"], name="read_mark_once"),
            models.CheckConstraint(condition=Q(party__in=WRITERS), name="read_mark_of_a_side"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.party} {self.upto_id}"
