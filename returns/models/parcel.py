"""Parcels on their way: back to Kilimall, or out with the new item; and every scan of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from returns.enums import ParcelKind, steps
from returns.models.ticket import Ticket, amount


class Parcel(models.Model):
    """One parcel of a ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="parcels")
    kind = models.CharField(max_length=12, choices=ParcelKind)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    waybill = models.CharField(_("waybill"), max_length=40, blank=True)
    freight_amount = amount(null=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "kind"], name="parcel_one_of_a_kind")]
        indexes = [models.Index(Upper("waybill"), condition=~Q(waybill=""), name="parcel_waybill_typed")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.waybill}".strip() or self.get_kind_display()


class Waybill(models.Model):
    """A waybill that was corrected: old ones are kept."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="old_waybills")
    carrier = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=40)
    replaced_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(Upper("number"), name="waybill_number_typed")]

    def __str__(self) -> str:
        return self.number


class Scan(models.Model):
    """What a counter, a rider or the warehouse saw; `moved` False: the ticket had moved on."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="scans")
    step = models.CharField(max_length=20, choices=steps)
    place = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    moved = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.step} {self.place}"


class UnclaimedParcel(models.Model):
    """A parcel without a ticket that somebody left: logged, and shown to the desk until it is settled."""

    country = models.CharField(max_length=2)
    label = models.CharField(_("order or serial number"), max_length=64, blank=True)
    line = models.ForeignKey(
        "orders.OrderLine", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("product")
    )
    note = models.CharField(_("what it is"), max_length=500)
    place = models.CharField(_("place"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("logged"))
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(_("what became of it"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="unclaimed_is_settled_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["country", "id"], condition=Q(settled_at=None), name="unclaimed_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.label}".strip()
