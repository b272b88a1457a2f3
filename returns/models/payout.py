"""Payouts: the act of sending a refund's money out, each attempt at it, and what the provider said."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from returns.enums import Finding, PayoutState, PayoutStep
from returns.flows.payout import PayoutFlow
from returns.models.money import Refund
from returns.models.ticket import amount
from returns.models.withdrawal import Withdrawal

ENDED = (PayoutState.PAID, PayoutState.TO_WALLET)


class Payout(PayoutFlow):
    """What leaves by M-Pesa, of a refund or out of a wallet: whole shillings to one number (E.164).

    `look_at` is when the engine does something about it; none: it has ended, or a person must.
    Over the limit of the terms two persons release it.
    """

    refund = models.OneToOneField(Refund, null=True, on_delete=models.PROTECT, related_name="payout")
    withdrawal = models.OneToOneField(Withdrawal, null=True, on_delete=models.PROTECT, related_name="payout")
    phone = models.CharField(_("number"), max_length=16)
    currency = models.CharField(max_length=3)
    amount = amount()
    state = FSMField(
        _("state"),
        choices=PayoutState.choices,
        default=PayoutState.QUEUED,
        protected=True,
        editable=False,
    )
    entered_at = models.DateTimeField(_("since"))
    look_at = models.DateTimeField(_("looked at"), null=True)
    attempts_made = models.PositiveSmallIntegerField(_("attempts"), default=0)
    receipt = models.CharField(_("receipt"), max_length=32, null=True, unique=True)  # noqa: DJ001 - none is no receipt
    failure = models.CharField(_("failure"), max_length=24, blank=True)
    needs_release = models.BooleanField(default=False)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    last_event = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_is_positive"),
            models.CheckConstraint(
                condition=Q(refund=None, withdrawal__isnull=False) | Q(refund__isnull=False, withdrawal=None),
                name="payout_has_one_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PayoutState.values)), name="payout_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PayoutState.PAID, receipt__isnull=False)
                | (~Q(state=PayoutState.PAID) & Q(receipt=None)),
                name="payout_paid_has_its_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ENDED)) | Q(look_at=None), name="payout_ended_is_left_alone"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | (Q(first_by__isnull=False) & ~Q(first_by=F("second_by"))),
                name="payout_released_by_two",
            ),
            models.CheckConstraint(
                condition=Q(needs_release=False)
                | Q(second_by__isnull=False)
                | Q(state__in=[PayoutState.QUEUED, PayoutState.TO_WALLET]),
                name="payout_sent_when_released",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at", "id"], condition=Q(look_at__isnull=False), name="payout_looked_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"

    @property
    def remark(self) -> str:
        """What is paid, in words that tell no names: they go to the provider."""
        return f"Refund {self.refund_id}" if self.refund_id else f"Withdrawal {self.withdrawal_id}"


class PayoutEvent(models.Model):
    """A step of a payout. Append-only: the database refuses change and removal."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=12, choices=PayoutStep)
    from_state = models.CharField(max_length=12, choices=PayoutState)
    to_state = models.CharField(max_length=12, choices=PayoutState)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["payout", "number"]
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="payout_event_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.payout_id}/{self.number} {self.step}"


class PayoutAttempt(models.Model):
    """One request to the provider: its row and key are committed before the call goes out.

    The callback's address is drawn for each; only its hash is kept.
    """

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=19, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    conversation = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField()
    suspected = models.CharField(max_length=24, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payout", "number"], name="attempt_numbered_once"),
            models.UniqueConstraint(fields=["payout"], condition=Q(ended_at=None), name="attempt_one_open"),
        ]

    def __str__(self) -> str:
        return self.key


class StatusQuery(models.Model):
    """A question to the provider about an attempt; its answer comes by a callback of its own."""

    attempt = models.ForeignKey(PayoutAttempt, on_delete=models.PROTECT, related_name="queries")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.asked_at:%Y-%m-%d %H:%M}"


class ProviderMessage(models.Model):
    """A callback as it came: stored first, read afterwards."""

    attempt = models.ForeignKey(PayoutAttempt, on_delete=models.PROTECT, related_name="messages")
    query = models.ForeignKey(StatusQuery, null=True, on_delete=models.PROTECT, related_name="messages")
    is_timeout = models.BooleanField(default=False)
    is_listed = models.BooleanField()
    source = models.GenericIPAddressField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "sha256", "is_timeout"],
                condition=Q(query=None),
                name="message_stored_once",
            ),
            models.UniqueConstraint(
                fields=["query", "sha256"], condition=Q(query__isnull=False), name="message_answers_once"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, finding="") | (Q(read_at__isnull=False) & ~Q(finding="")),
                name="message_read_has_a_finding",
            ),
        ]
        indexes = [
            models.Index(fields=["received_at", "id"], condition=Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.received_at:%Y-%m-%d %H:%M}"


class PayoutPause(models.Model):
    """While one is on, no payout is sent: it was set by a person, or by the engine itself."""

    is_on = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_on"], condition=Q(is_on=True), name="pause_one_is_on"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_says_why"),
            models.CheckConstraint(
                condition=Q(is_on=True, ended_at=None, ended_by=None)
                | Q(is_on=False, ended_at__isnull=False, ended_by__isnull=False),
                name="pause_ended_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
