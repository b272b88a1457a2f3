"""The returns app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    """Tickets: returns, exchanges and refunds."""

    name = "returns"
    verbose_name = _("Returns")
