"""Where the SMS provider sends its delivery reports."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.urls import reverse

from returns.actions.reporting import report_token


class Command(BaseCommand):
    """Print the address that is to be entered at the provider's."""

    help = "Print the address for the SMS provider's delivery reports; a part of it is a secret."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line; it changes with SECRET_KEY."""
        self.stdout.write(settings.SITE_URL.rstrip("/") + reverse("returns:sms_hook", args=[report_token()]))
