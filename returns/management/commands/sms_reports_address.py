"""Where the SMS provider sends its delivery reports."""

from typing import Any

from django.core.management import BaseCommand

from returns.actions.reporting import report_address


class Command(BaseCommand):
    """Print the address that is to be entered at the provider's."""

    help = "Print the address for the SMS provider's delivery reports; a part of it is a secret."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line."""
        self.stdout.write(report_address())
