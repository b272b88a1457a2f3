"""The engine without Redis: the same ticks, in one process, until it is told to stop."""

from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import close_old_connections

from kilicare.kernel import clock
from kilicare.processes.ending import told_to_end
from kilicare.processes.memory import settle
from returns.actions.engine import KEEPING, MEDIA, PAY, RELAY, TICK, run

PARTS = {**TICK, **PAY, **RELAY, **MEDIA}
HOUR = timedelta(hours=1)
"""How often it looks for files past their time: what it does at every tick takes milliseconds."""


class Command(BaseCommand):
    """Ticks every few seconds until SIGTERM or SIGINT."""

    help = "Let clocks lapse, pay refunds, write reminders and send the outbox, without Celery and Redis."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` for cron and for a look; `--every` so many seconds."""
        parser.add_argument("--once", action="store_true", help="one tick, and say what it did")
        parser.add_argument("--every", type=float, default=5.0, help="seconds between two ticks (5)")

    def handle(self, *_args: Any, once: bool, every: float, **_options: Any) -> None:
        """Tick until the end. One tick that failed in part ends with status 1."""
        if once:
            self.tick()
            return
        ending = told_to_end()
        settle()
        self.stdout.write("The engine runs (Ctrl-C stops it)")
        self.stdout.flush()
        kept = clock.now() - HOUR
        while not ending.is_set():
            now = clock.now()
            run(PARTS, now)
            if now - kept >= HOUR:
                run(KEEPING, now)
                kept = now
            close_old_connections()
            ending.wait(every)
        self.stdout.write("The engine has stopped.")

    def tick(self) -> None:
        """One tick, told."""
        parts = {**PARTS, **KEEPING}
        done = run(parts, clock.now())
        for part in parts:
            self.stdout.write(f"{part.label}: {done.get(part, 'failed, see the log')}")
        if len(done) < len(parts):
            raise SystemExit(1)
