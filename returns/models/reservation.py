"""Pieces of a shop's stock that an exchange was promised."""

from django.db import models
from django.db.models import Q

from orders.models import Stock
from returns.models.ticket import Ticket


class Reservation(models.Model):
    """So many pieces of a SKU, held for a ticket until they are sent or not needed any more."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="reservations")
    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    was_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="reservation_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(was_sent=False) | Q(ended_at__isnull=False),
                name="reservation_that_was_sent_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.stock} {self.quantity}"
