"""Where goods are handed over: Kilishop points, carriers, and where a customer has things brought."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.enums import Country
from returns.enums import Collected
from returns.models.event import TicketEvent
from returns.models.ticket import Ticket


class Point(models.Model):
    """A Kilishop: a counter that takes goods in and hands them out. Staff keep the list."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    town = models.CharField(_("town"), max_length=60)
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=200)
    hours = models.CharField(_("opening hours"), max_length=120)
    is_open = models.BooleanField(
        _("open"), default=True, help_text=_("A closed one is offered to nobody; what lies there stays.")
    )

    class Meta:
        ordering = ["country", "town", "name"]
        verbose_name = _("Kilishop")
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="point_has_a_code")]

    def __str__(self) -> str:
        return f"{self.name}, {self.town}"


class Carrier(models.Model):
    """A courier that customers and shops send with, and what its waybills look like."""

    country = models.CharField(_("country"), max_length=2, choices=Country)
    name = models.CharField(_("name"), max_length=60)
    patterns = models.TextField(
        _("waybill patterns"),
        blank=True,
        help_text=_("One a line: 9 stands for a figure, A for a letter, * for either; all else for itself."),
    )

    class Meta:
        ordering = ["country", "name"]
        verbose_name = _("carrier")
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="carrier_once")]

    def __str__(self) -> str:
        return self.name


class Destination(models.Model):
    """Where the new item, or goods that fail, shall come to. Shops never read it (domain: Return leg)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="destination")
    point = models.ForeignKey(Point, null=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(point=None, address__gt="") | Q(point__isnull=False, address=""),
                name="destination_is_a_point_or_a_door",
            )
        ]

    def __str__(self) -> str:
        return str(self.point or self.address)


class Collection(models.Model):
    """A rider's visit that a customer booked: its window, and what became of it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="collections")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    address = models.CharField(max_length=300)
    booked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Collected, blank=True)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    event = models.OneToOneField(TicketEvent, null=True, on_delete=models.PROTECT, related_name="collection")

    class Meta:
        ordering = ["ticket", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(outcome=""), name="collection_one_awaited"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="collection_has_a_window"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None, event=None)
                | (Q(outcome__in=Collected.values) & Q(ended_at__isnull=False)),
                name="collection_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.starts_at:%Y-%m-%d %H:%M}"
