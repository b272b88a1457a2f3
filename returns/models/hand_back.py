"""Goods of a ticket that closed while Kilimall held them: they go home on clocks of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from returns.enums import HandedBack, steps
from returns.models.ticket import Ticket


class HandBack(models.Model):
    """The way home of goods whose ticket is closed; its clocks are those of `sending_back` (domain 3)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="way_home")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_step = models.CharField(max_length=20, choices=steps, blank=True)
    flagged_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=6)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=HandedBack, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="")
                | Q(ended_at__isnull=False, outcome__in=HandedBack.values, due_at=None, due_step=""),
                name="hand_back_ends_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(remind_at=None) | Q(due_at__isnull=False), name="hand_back_reminds_of_a_clock"
            ),
            models.CheckConstraint(
                condition=Q(due_at=None, due_step="") | (Q(due_at__isnull=False) & ~Q(due_step="")),
                name="hand_back_clock_ends_in_a_step",
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_at", "id"], condition=Q(remind_at__isnull=False), name="hand_back_reminds"
            ),
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="hand_back_clock_runs"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.outcome}".strip()
