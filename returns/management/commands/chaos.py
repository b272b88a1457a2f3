"""What killed workers, a stopped Redis and a second beat do to overdue tickets: nothing.

All of it happens in a temporary folder, with a database, a broker and processes of its own.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any, Final

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from kilicare.accounts.models import User
from kilicare.kernel import clock
from kilicare.processes.group import MARK, end_with_parent
from returns.enums import State, Step
from returns.management.bench.rows import Market, overdue
from returns.management.bench.visitors import visitor
from returns.management.chaos.reader import Page, Reader
from returns.management.chaos.stage import START, Stage, stage
from returns.models import ClockSegment, Notice, Ticket, TicketEvent
from returns.queries.invariants import INVARIANTS

ALONE: Final = ["--pool", "solo"]
"""One process: it dies in the middle of what it does."""


class Command(BaseCommand):
    """Makes overdue tickets, lets the engine at them, and breaks it while it works."""

    help = (
        "Kill workers and the broker and run two beats while overdue tickets lapse; show that all lapse once."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, for how long; `--inside` is what the command gives itself."""
        parser.add_argument("--tickets", type=int, default=2000)
        parser.add_argument("--away", type=float, default=60.0, help="seconds that the broker stays away")
        parser.add_argument("--seconds", type=float, default=90.0, help="when to give up, once it is back")
        parser.add_argument("--inside", action="store_true", help="work in VAR_DIR: it is a folder for this")

    def handle(
        self, *_args: Any, tickets: int, away: float, seconds: float, inside: bool, **_options: Any
    ) -> None:
        """Start again in a folder of our own, or do the work in it. Ends with status 1 if anything broke."""
        if inside:
            self.work(tickets, away, seconds)
            return
        with tempfile.TemporaryDirectory(prefix="kilicare-chaos-", ignore_cleanup_errors=True) as folder:
            status = subprocess.run(
                [sys.executable, *sys.orig_argv[1:], "--inside"],
                env=_environment(folder),
                preexec_fn=end_with_parent(signal.SIGTERM),
                check=False,
            )
        raise SystemExit(status.returncode)

    def work(self, tickets: int, away: float, seconds: float) -> None:
        """The whole story."""
        if os.environ.get(MARK) != str(settings.VAR_DIR):
            raise CommandError("--inside is for the command itself")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        call_command("migrate", verbosity=0, interactive=False)
        market = Market(clock.now())
        market.add(tickets + 1, overdue)  # one of them is just opened
        pages = _pages(market)
        self.say(f"overdue before: {_overdue()}; pages, a broker, two beats and a worker start")
        connection.close()
        with stage(pages) as scene:
            started = time.monotonic()
            self.break_things(scene, tickets, away)
            done = scene.watch(lambda: _lapsed() >= tickets and not _untold(), seconds)
            took = time.monotonic() - started
        self.report(tickets, took, scene.reader, done=done)

    def break_things(self, scene: Stage, tickets: int, away: float) -> None:
        """Kill the worker in the middle of its work, then the broker in the middle of the next one's."""
        scene.worker("worker-1", *ALONE)
        scene.watch(lambda: _lapsed() > 0, START)
        scene.kill("worker-1")
        self.say(f"worker-1 was killed when {_lapsed()} of {tickets} had lapsed")
        scene.worker("worker-2", *ALONE)
        told = _told()
        scene.watch(lambda: _told() > told, START)
        scene.kill("worker-2")
        self.say(f"worker-2 was killed when {_untold()} notices were not yet told")
        scene.worker("worker-3", "--pool", "prefork", "--concurrency", "2")
        scene.kill("broker")
        self.say("the broker was killed")
        scene.watch(lambda: False, away)
        scene.broker()
        self.say(f"the broker is back after {away:.0f} s; {_untold()} notices are not yet told")

    def report(self, tickets: int, took: float, reader: Reader, *, done: bool) -> None:
        """The figures, and status 1 unless all happened once, every page came, and everything holds."""
        now = clock.now()
        lapses = TicketEvent.objects.filter(step=Step.TAKE_OVER)
        events = _times(lapses.values("ticket"))
        notices = _times(Notice.objects.filter(event__in=lapses).values("event", "audience", "channel"))
        again = Notice.objects.filter(attempts__gt=1).count()
        dropped = Notice.objects.exclude(dropped_at=None).count()
        running = ClockSegment.objects.filter(ended_at=None).count()
        broken = [rule.title for rule in INVARIANTS if any(True for _each in rule.offenders(now))]
        self.say(f"lapsed: {lapses.count()} of {tickets}; overdue now: {_overdue()}; clocks: {running}")
        self.say(f"events per ticket: {events}; notices per step, audience and channel: {notices}")
        self.say(f"notices told: {_told()}, dropped: {dropped}, still waiting: {_untold()}")
        self.say(f"notices in hand more than once: {again}")
        self.say(f"page loads: {reader.loads}, failed: {len(reader.failed)}")
        for failure in reader.failed[:9]:
            self.say(f"  {failure}")
        self.say(f"invariants: {'; '.join(broken) or f'all {len(INVARIANTS)} hold'}")
        once = events == notices == "1" and lapses.count() == tickets and running == tickets + 1
        whole = done and once and not reader.failed and not broken
        self.say(f"{'OK' if whole else 'BROKEN'} after {took:.1f} s")
        if not whole:
            raise SystemExit(1)

    def say(self, line: str) -> None:
        """Print at once: people watch."""
        self.stdout.write(line)
        self.stdout.flush()


def _environment(folder: str) -> dict[str, str]:
    """Ours, but with nothing that leads out of the folder."""
    out = {"DATABASE_URL", "MEDIA_ROOT", "REDIS_URL", "EMAIL_URL", "SMS_URL", "MPESA_URL", "SECRET_KEY"}
    out |= {"DEBUG", "DEMO", "ALLOWED_HOSTS", "FAILPOINT"}
    kept = {name: value for name, value in os.environ.items() if name not in out}
    path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), kept.get("PYTHONPATH")]))
    own = {"VAR_DIR": folder, MARK: folder, "TICK_SECONDS": "2", "LOG_LEVEL": "WARNING", "PYTHONPATH": path}
    return kept | own


def _pages(market: Market) -> list[Page]:
    """The ticket that lapses last, before its customer, and the desk's queue: both tell its clock's step."""
    last = Ticket.objects.filter(due_at__lte=market.now).latest("due_at", "id")
    label = str(State.KILIMALL_REVIEW.label)
    readers = ((f"/tickets/{last.reference}/", last.customer.user), ("/desk/", market.desk))
    return [Page(path, _cookie(user), label) for path, user in readers]


def _cookie(user: User) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={visitor(user).cookies[settings.SESSION_COOKIE_NAME].value}"


def _times(groups: QuerySet[Any, Any]) -> str:
    """How many rows a group has: one number where all have as many."""
    counted = groups.annotate(rows=Count("pk")).aggregate(least=Min("rows"), most=Max("rows"))
    least, most = counted["least"], counted["most"]
    return str(most) if least == most else f"{least} to {most}"


def _overdue() -> int:
    return Ticket.objects.filter(due_at__lte=clock.now()).count()


def _lapsed() -> int:
    return TicketEvent.objects.filter(step=Step.TAKE_OVER).count()


def _told() -> int:
    return Notice.objects.exclude(told_at=None).count()


def _untold() -> int:
    return Notice.objects.filter(told_at=None, dropped_at=None, parked_at=None).count()
