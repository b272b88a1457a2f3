"""`payouts_csv DAY`: a day's payouts, to be held against the operator's statement."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kilicare.kernel.sheet import csv_line
from returns.models import Payout
from returns.queries.payouts import table_of_day
from returns.queries.typed import day_typed


class Command(BaseCommand):
    """What finance downloads in the admin, for a nightly job."""

    help = "Print the payouts that were sent or ended on a day of Kenya's, as CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day."""
        parser.add_argument("day", help="such as 2026-11-03")

    def handle(self, *_args: Any, day: str, **_options: Any) -> None:
        """Print them. Raises CommandError for what is no day."""
        found = day_typed(day)
        if found is None:
            raise CommandError("give a day such as 2026-11-03")
        for row in table_of_day(Payout.objects.all(), found):
            self.stdout.write(csv_line(row), ending="")
