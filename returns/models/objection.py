"""An objection: a record beside the ticket, which moves no state (domain: Objection)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from returns.enums import Against, Liable, Party
from returns.models.event import TicketEvent
from returns.models.ticket import Ticket


class Objection(models.Model):
    """A party that sees it differently, and the answer of a member of the desk who judged nothing before.

    `event` is what it is against, `judge` who took that step; the database refuses them as the one who
    answers.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="objections")
    event = models.ForeignKey(TicketEvent, on_delete=models.PROTECT, related_name="objections")
    party = models.CharField(max_length=10, choices=Party)
    against = models.CharField(max_length=10, choices=Against)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_upheld = models.BooleanField(null=True)
    clause = models.CharField(max_length=8, blank=True)
    answer = models.TextField(blank=True)
    liable = models.CharField(max_length=10, choices=Liable, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["ticket", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "party"], name="objection_once_per_event"),
            models.UniqueConstraint(
                fields=["ticket", "party"], condition=Q(answered_at=None), name="objection_one_open"
            ),
            models.CheckConstraint(
                condition=Q(
                    answered_at=None, answered_by=None, is_upheld=None, answer="", clause="", liable=""
                )
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, is_upheld__isnull=False)
                    & ~Q(answer="")
                    & ~Q(clause="")
                ),
                name="objection_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None)
                | (~Q(answered_by=F("by")) & (Q(judge=None) | ~Q(answered_by=F("judge")))),
                name="objection_is_answered_by_another",
            ),
            models.CheckConstraint(
                condition=Q(party=Party.CUSTOMER, against__in=[Against.DEDUCTION, Against.COUNT])
                | Q(party=Party.SELLER, against=Against.LIABILITY),
                name="objection_of_a_side",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(answered_at=None), name="objection_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.party} {self.against}"
