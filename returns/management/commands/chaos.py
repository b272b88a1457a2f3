"""What killed workers, a stopped Redis and a second beat do to overdue tickets: nothing.

All of it happens in a temporary folder, with a database, a broker and processes of its own.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from django.db.models import Count

from kilicare.kernel import clock
from kilicare.processes import broker
from kilicare.processes.group import MARK, Group, end_with_parent, wait_until
from returns.enums import Step
from returns.management.bench.rows import Market, overdue
from returns.models import ClockSegment, Notice, TicketEvent
from returns.queries.invariants import INVARIANTS

CELERY: Final = [sys.executable, "-m", "celery", "--app", "kilicare", "--quiet"]
CALM: Final = ["--loglevel", "WARNING", "--pidfile", ""]
LEAN: Final = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
ALONE: Final = ["--pool", "solo"]
"""One process: it dies in the middle of what it does."""
START: Final = 30.0
AWAY: Final = 3.0
"""Seconds that the broker stays away."""


class Command(BaseCommand):
    """Makes overdue tickets, lets the engine at them, and breaks it while it works."""

    help = (
        "Kill workers and the broker and run two beats while overdue tickets lapse; show that all lapse once."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """How much, for how long; `--inside` is what the command gives itself."""
        parser.add_argument("--tickets", type=int, default=2000)
        parser.add_argument("--seconds", type=float, default=90.0, help="when to give up")
        parser.add_argument("--inside", action="store_true", help="work in VAR_DIR: it is a folder for this")

    def handle(self, *_args: Any, tickets: int, seconds: float, inside: bool, **_options: Any) -> None:
        """Start again in a folder of our own, or do the work in it. Ends with status 1 if anything broke."""
        if inside:
            self.work(tickets, seconds)
            return
        with tempfile.TemporaryDirectory(prefix="kilicare-chaos-", ignore_cleanup_errors=True) as folder:
            status = subprocess.run(
                [sys.executable, *sys.orig_argv[1:], "--inside"],
                env=_environment(folder),
                preexec_fn=end_with_parent(signal.SIGTERM),
                check=False,
            )
        raise SystemExit(status.returncode)

    def work(self, tickets: int, seconds: float) -> None:
        """The whole story."""
        if os.environ.get(MARK) != str(settings.VAR_DIR):
            raise CommandError("--inside is for the command itself")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        call_command("migrate", verbosity=0, interactive=False)
        Market(clock.now()).add(tickets + 1, overdue)  # one of them is just opened
        self.say(f"{tickets} tickets are overdue; a worker, two beats and a broker start")
        connection.close()
        with _stage() as stage:
            started = time.monotonic()
            self.break_things(stage, tickets)
            done = wait_until(lambda: _lapsed() >= tickets and not _untold(), seconds)
            took = time.monotonic() - started
        self.report(tickets, took, done=done)

    def break_things(self, stage: "Stage", tickets: int) -> None:
        """Kill the worker in the middle of its work, then the broker in the middle of the next one's."""
        stage.worker("worker-1", *ALONE)
        wait_until(lambda: _lapsed() > 0, START)
        stage.kill("worker-1")
        self.say(f"worker-1 was killed when {_lapsed()} of {tickets} had lapsed")
        stage.worker("worker-2", *ALONE)
        told = Notice.objects.exclude(told_at=None).count()
        wait_until(lambda: Notice.objects.exclude(told_at=None).count() > told, START)
        stage.kill("worker-2")
        self.say(f"worker-2 was killed when {_untold()} notices were not yet told")
        stage.worker("worker-3", "--pool", "prefork", "--concurrency", "2")
        stage.kill("broker")
        self.say("the broker was killed")
        time.sleep(AWAY)
        stage.broker()
        self.say(f"the broker is back after {AWAY:.0f} s; {_untold()} notices are not yet told")

    def report(self, tickets: int, took: float, *, done: bool) -> None:
        """The figures, and status 1 unless everything lapsed once and holds together."""
        now = clock.now()
        lapses = TicketEvent.objects.filter(step=Step.TAKE_OVER)
        twice = lapses.values("ticket").annotate(times=Count("pk")).filter(times__gt=1).count()
        told = Notice.objects.exclude(told_at=None).count()
        again = Notice.objects.filter(attempts__gt=1).count()
        running = ClockSegment.objects.filter(ended_at=None).count()
        broken = [rule.title for rule in INVARIANTS if any(True for _each in rule.offenders(now))]
        self.say(f"lapsed: {lapses.count()} of {tickets}, twice: {twice}, running clocks: {running}")
        self.say(f"notices told: {told}, in hand more than once: {again}, still waiting: {_untold()}")
        self.say(f"invariants: {'; '.join(broken) or f'all {len(INVARIANTS)} hold'}")
        whole = done and lapses.count() == tickets and not twice and not broken and running == tickets + 1
        self.say(f"{'OK' if whole else 'BROKEN'} after {took:.1f} s")
        if not whole:
            raise SystemExit(1)

    def say(self, line: str) -> None:
        """Print at once: people watch."""
        self.stdout.write(line)
        self.stdout.flush()


@dataclass
class Stage:
    """The processes that play."""

    run: Path
    group: Group = field(default_factory=lambda: Group(settings.VAR_DIR))

    def worker(self, name: str, *pool: str) -> None:
        """One more worker."""
        self.start(name, "worker", "--hostname", f"{name}@chaos", *pool, *LEAN, *CALM)

    def beat(self, name: str) -> None:
        """One more beat."""
        self.start(name, "beat", "--scheduler", "celery.beat:Scheduler", *CALM)

    def start(self, name: str, *command: str) -> None:
        """One more process of Celery's."""
        url = broker.address(self.run / "broker.sock")
        self.group.start(name, [*CELERY, *command], {**os.environ, "REDIS_URL": url})

    def broker(self) -> None:
        """The broker, new or once more, with the messages that it kept."""
        socket = self.run / "broker.sock"
        program = broker.server()
        if not program:
            raise CommandError("there is no Redis for this machine: install valkey-server")
        self.group.start("broker", broker.command(program, socket, settings.VAR_DIR / "broker"), os.environ)
        if not wait_until(lambda: broker.answers(socket), START):
            raise CommandError("the broker doesn't answer")

    def kill(self, name: str) -> None:
        """End one without a word."""
        child = self.group.children[name]
        child.kill()
        child.wait()


@contextlib.contextmanager
def _stage() -> Iterator[Stage]:
    """A broker and two beats; whatever is started on it ends with it."""
    stage = Stage(broker.socket_folder(settings.VAR_DIR / "run"))
    try:
        stage.broker()
        for name in ("beat-1", "beat-2"):
            stage.beat(name)
        yield stage
    finally:
        stage.group.stop(last="broker")


def _environment(folder: str) -> dict[str, str]:
    """Ours, but with nothing that leads out of the folder."""
    out = ("DATABASE_URL", "MEDIA_ROOT", "REDIS_URL", "EMAIL_URL", "SMS_URL", "SECRET_KEY", "DEBUG", "DEMO")
    kept = {name: value for name, value in os.environ.items() if name not in {*out, "ALLOWED_HOSTS"}}
    path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), kept.get("PYTHONPATH")]))
    own = {"VAR_DIR": folder, MARK: folder, "TICK_SECONDS": "2", "LOG_LEVEL": "WARNING", "PYTHONPATH": path}
    return kept | own


def _lapsed() -> int:
    return TicketEvent.objects.filter(step=Step.TAKE_OVER).count()


def _untold() -> int:
    return Notice.objects.filter(told_at=None, dropped_at=None, parked_at=None).count()
