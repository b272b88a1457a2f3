"""Remove files that are past their time; the engine does it every hour by itself."""

from typing import Any

from django.core.management import BaseCommand

from kilicare.kernel import clock
from returns.actions.forgetting import forget_files


class Command(BaseCommand):
    """Removes until there is nothing left to remove."""

    help = (
        "Remove the files of long closed tickets, of uploads that no form took, and of unsent applications."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many went."""
        now, gone = clock.now(), 0
        while more := forget_files(now):
            gone += more
        self.stdout.write(f"files removed: {gone}")
