"""What the desk keeps beside the tickets: who has taken which, saved views, and ready texts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import Country
from orders.models import Shop
from returns.models.ticket import Ticket
from returns.policy.macros import VARIABLES, unknown


class Assignment(models.Model):
    """Who of the desk has a ticket in hand. It bars nobody: it is there so that two don't answer at once."""

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, primary_key=True, related_name="assignment"
    )
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agent", "ticket"], name="assignment_of_agent")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.agent_id}"


class SavedView(models.Model):
    """A list of the desk with its filters, under a name of one's own."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once")]

    def __str__(self) -> str:
        return self.name


class Macro(models.Model):
    """A ready text of the desk of a country, or of a shop, with variables that a ticket fills in."""

    country = models.CharField(_("country"), max_length=2, choices=Country, blank=True)
    shop = models.ForeignKey(
        Shop, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("shop")
    )
    title = models.CharField(_("title"), max_length=60)
    text = models.TextField(_("text"), max_length=1500)

    class Meta:
        verbose_name = _("ready text")
        verbose_name_plural = _("ready texts")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shop=None) & ~Q(country="") | Q(shop__isnull=False, country=""),
                name="macro_of_a_desk_or_a_shop",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError for a variable that no ticket fills in."""
        if strange := sorted(unknown(self.text)):
            known = ", ".join(f"{{{name}}}" for name in VARIABLES)
            words = gettext("There is no {%(name)s}. These can be used: %(known)s.")
            raise ValidationError({"text": words % {"name": strange[0], "known": known}})
