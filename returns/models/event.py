"""The history, the clock's segments and the outbox: written with the step, in its transaction."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from returns.enums import Channel, Delivery, NoticeKind, Party, Role, State, StrikeKind, steps
from returns.models.ticket import Ticket

OF_OBJECTION = [NoticeKind.OBJECTED, NoticeKind.JUDGED]
HOME = [NoticeKind.HOME_SENT, NoticeKind.HOME_HERE, NoticeKind.HOME_SHELF, NoticeKind.HOME_GONE]
OF_HOME = [*HOME, *(kind for kind in NoticeKind if kind.waits)]
"""Kinds that tell of a closed ticket's goods on their way home; of an open one's some are reminders, too."""
OF_NO_CLOCK = [NoticeKind.STEP, NoticeKind.MESSAGE, *OF_OBJECTION, *HOME]


def caused_by(cause: str = "") -> dict[str, bool]:
    """One row, or none, is what a notice is about."""
    causes = ("segment", "objection", "message", "hand_back")
    return {f"{name}__isnull": name != cause for name in causes}


class TicketEvent(models.Model):
    """One step that was taken. Append-only: the database refuses change and removal.

    The seal ties it to the event before (`returns.queries.history`): what passes the database by is seen.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=steps)
    from_state = models.CharField(max_length=20, choices=State, blank=True)
    to_state = models.CharField(max_length=20, choices=State)
    party = models.CharField(max_length=10, choices=Party)
    role = models.CharField(max_length=10, choices=Role)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when it counted"))
    recorded_at = models.DateTimeField(_("when it was written"))
    clause = models.CharField(max_length=8, blank=True)
    code = models.CharField(max_length=24, blank=True)
    text = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    strike = models.CharField(max_length=10, choices=StrikeKind, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["ticket", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "number"], name="event_numbered_once"),
            models.CheckConstraint(
                condition=Q(party=Party.SYSTEM, by=None) | (~Q(party=Party.SYSTEM) & Q(by__isnull=False)),
                name="event_has_its_actor",
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "strike"], condition=~Q(strike=""), name="event_strikes"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}/{self.number} {self.step}"


class ClockSegment(models.Model):
    """A stretch of time in which one party held the ball; `due_step` is what its clock ended in.

    `remind_at` is the next hour at which the engine looks after its clock: it reminds the holder.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="segments")
    holder = models.CharField(max_length=10, choices=Party)
    state = models.CharField(max_length=20, choices=State)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    due_step = models.CharField(max_length=20, choices=steps, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=20, choices=steps, blank=True)
    remind_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["ticket", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at=None), name="segment_one_runs"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="")
                | (Q(ended_at__gte=models.F("started_at")) & ~Q(ended_by="")),
                name="segment_ends_after_its_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_at", "id"],
                condition=Q(ended_at=None, remind_at__isnull=False),
                name="segment_reminds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.holder} {self.state}"


class Notice(models.Model):
    """The outbox: one message to one audience through one channel about one event.

    It waits until it is told (a channel accepted it), dropped (`error` says why) or parked (it
    failed too often: somebody must look). `not_before` delays a new try, and claims a row that is
    being sent. A reminder names the segment whose clock runs out, news of an objection, of
    a message, or of a closed ticket's goods that one. `delivery` is what the provider reported of an
    SMS that it had accepted under `provider_ref`.
    """

    event = models.ForeignKey(TicketEvent, on_delete=models.PROTECT, related_name="notices")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind, default=NoticeKind.STEP)
    objection = models.ForeignKey(
        "returns.Objection", null=True, on_delete=models.PROTECT, related_name="notices"
    )
    message = models.ForeignKey(
        "returns.Message", null=True, on_delete=models.PROTECT, related_name="notices"
    )
    hand_back = models.ForeignKey(
        "returns.HandBack", null=True, on_delete=models.PROTECT, related_name="notices"
    )
    segment = models.ForeignKey(ClockSegment, null=True, on_delete=models.PROTECT, related_name="reminders")
    audience = models.CharField(max_length=10, choices=Party)
    channel = models.CharField(max_length=6, choices=Channel)
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)
    provider_ref = models.CharField(max_length=80, blank=True)
    delivery = models.CharField(max_length=12, choices=Delivery, blank=True)
    delivery_error = models.CharField(max_length=60, blank=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "kind", "audience", "channel"],
                condition=Q(objection=None, message=None, hand_back=None),
                name="notice_once",
            ),
            models.UniqueConstraint(
                fields=["message", "kind", "audience", "channel"], name="notice_of_a_message_once"
            ),
            models.UniqueConstraint(
                fields=["objection", "kind", "audience", "channel"], name="notice_of_an_objection_once"
            ),
            models.UniqueConstraint(
                fields=["hand_back", "kind", "audience", "channel"], name="notice_of_a_hand_back_once"
            ),
            models.UniqueConstraint(
                fields=["segment", "kind", "audience", "channel"], name="notice_reminds_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=NoticeKind.STEP, **caused_by())
                | Q(kind__in=OF_OBJECTION, **caused_by("objection"))
                | Q(kind=NoticeKind.MESSAGE, **caused_by("message"))
                | Q(kind__in=OF_HOME, **caused_by("hand_back"))
                | (~Q(kind__in=OF_NO_CLOCK) & Q(**caused_by("segment"))),
                name="notice_has_its_cause",
            ),
            models.CheckConstraint(
                condition=Q(told_at=None, dropped_at=None)
                | Q(told_at=None, parked_at=None)
                | Q(dropped_at=None, parked_at=None),
                name="notice_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, parked_at=None) | ~Q(error=""), name="notice_untold_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "not_before", "id"],
                condition=Q(told_at=None, dropped_at=None, parked_at=None),
                name="notice_waits",
            ),
            models.Index(fields=["parked_at"], condition=Q(parked_at__isnull=False), name="notice_parked"),
            models.Index(fields=["provider_ref"], condition=~Q(provider_ref=""), name="notice_reported"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.audience} {self.channel}"
