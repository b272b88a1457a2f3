"""Photos and videos that prove: made anew, without metadata, opened by the ticket's parties only."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from returns.enums import EvidenceKind, Party, RefusedFile
from returns.models.draft import Draft
from returns.models.event import TicketEvent
from returns.models.message import Message
from returns.models.ticket import Ticket


class Evidence(models.Model):
    """One file: of a ticket, of the draft that will become one, or uploaded for a form that is not sent yet.

    A video is in quarantine until it is checked: nobody is shown it. What was refused, or is past its time,
    has no file any more; the row stays.
    """

    kind = models.CharField(max_length=5, choices=EvidenceKind, default=EvidenceKind.PHOTO)
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
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.PositiveSmallIntegerField(null=True)
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    checks = models.PositiveSmallIntegerField(default=0)
    check_after = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=12, choices=RefusedFile, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(ticket__isnull=False, draft=None) & (Q(event=None) | Q(message=None)))
                | Q(ticket=None, event=None, message=None),
                name="evidence_of_a_ticket_or_a_draft",
            ),
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.VIDEO) | Q(checked_at__isnull=False, seconds=None, refusal=""),
                name="evidence_photo_is_checked_at_once",
            ),
            models.CheckConstraint(
                condition=Q(refusal="") | Q(removed_at__isnull=False, checked_at=None),
                name="evidence_refused_is_removed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["added_at", "id"],
                condition=Q(checked_at=None, removed_at=None),
                name="evidence_waits",
            ),
            models.Index(fields=["by", "added_at"], name="evidence_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.token}"

    @property
    def is_shown(self) -> bool:
        """Whether there is a file that may be looked at."""
        return self.checked_at is not None and self.removed_at is None

    @property
    def is_video(self) -> bool:
        """Whether it moves."""
        return self.kind == EvidenceKind.VIDEO
