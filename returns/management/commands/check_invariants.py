"""Asks the database whether everything that must hold does."""

from itertools import islice
from typing import Any

from django.core.management import BaseCommand

from kilicare.kernel import clock
from returns.queries.invariants import INVARIANTS

SHOWN = 20


class Command(BaseCommand):
    """Prints each invariant with OK, or with those that break it; then it ends with status 1."""

    help = "Check what must always hold: clocks, sums, money, histories, outboxes, files."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Ask one after the other, all at the same moment."""
        now, broken = clock.now(), 0
        for invariant in INVARIANTS:
            offenders = list(islice(invariant.offenders(now), SHOWN + 1))
            broken += bool(offenders)
            self.stdout.write(f"{invariant.title}: {'BROKEN' if offenders else 'OK'}")
            for offender in offenders[:SHOWN]:
                self.stdout.write(f"    {offender}")
            if len(offenders) > SHOWN:
                self.stdout.write("    and more")
        if broken:
            raise SystemExit(1)
