"""What the warehouse found in a parcel, as it was weighed."""

from django.db import models
from django.db.models import Q

from returns.enums import Came, Disposition, Fault
from returns.models.event import TicketEvent
from returns.models.ticket import Ticket


class Inspection(models.Model):
    """One check of returned goods. `findings` answers the questions of `policy.inspection` by their names.

    `proposed` is the clause on which the policy would fail the goods, empty where it would pass them;
    what was decided stands in the event.
    """

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="inspection")
    event = models.OneToOneField(TicketEvent, null=True, on_delete=models.PROTECT, related_name="inspection")
    came = models.CharField(max_length=10, choices=Came)
    fault = models.CharField(max_length=10, choices=Fault, blank=True)
    findings = models.JSONField(default=dict)
    proposed = models.CharField(max_length=8, blank=True)
    has_passed = models.BooleanField()
    is_counted = models.BooleanField(default=True)
    """False once an objection to what is said to have come was upheld."""
    disposition = models.CharField(max_length=12, choices=Disposition)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(came__in=Came.values), name="inspection_knows_what_came"),
            models.CheckConstraint(
                condition=Q(disposition__in=Disposition.values), name="inspection_disposes"
            ),
        ]
        indexes = [
            # What was swapped, foreign or empty is counted by person.
            models.Index(fields=["at"], condition=~Q(came=Came.AS_ORDERED), name="inspection_of_cheats"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.came}"
