"""The whole portal on this machine, with sample data, for as long as somebody looks at it."""

import contextlib
import http.client
import os
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command, get_commands
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from kilicare.processes import broker, port
from kilicare.processes.claim import HeldError, claim
from kilicare.processes.group import TICK, Group, end_with_parent, wait_until
from returns.management.africas_talking import sms_url
from returns.management.demo.catalogue import BUYERS
from returns.management.mpesa.access import access_in

START = 60.0  # seconds that the pages, and the broker, may take to answer
LAST_WORDS = 800  # characters of a fallen child's log
PYTHON = [sys.executable, "-m"]
CELERY = [*PYTHON, "celery", "--app", "kilicare", "--quiet"]
CALM = ["--loglevel", "INFO", "--pidfile", ""]  # a pid file of theirs would outlive a killed run
REFUSED = "brian"
"""Whose number M-Pesa does not know, so that the wallet takes the money in its place."""
LEAN = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


class Command(BaseCommand):
    """Runs broker, web, worker and beat as one process group until Ctrl-C."""

    help = (
        "Serve the portal with sample data on this machine until Ctrl-C. Reads PORT, REDIS_URL and VAR_DIR."
    )
    requires_system_checks = ()
    ending = False

    def add_arguments(self, parser: CommandParser) -> None:
        """`--bare` for tests, and for a look at one's own orders."""
        parser.add_argument("--bare", action="store_true", help="load no sample people, shops and orders")

    def handle(self, *_args: Any, bare: bool, **_options: Any) -> None:
        """Prepare, start, watch, stop. Raises CommandError: one line on what is in the way."""
        become_demo()
        number = choose_port()
        try:
            with claim(settings.VAR_DIR, f"http://127.0.0.1:{number}/"):
                self.prepare(with_samples=not bare)
                self.serve(number)
        except HeldError as held:
            raise CommandError(f"the demo runs already, at {held}") from None
        except KeyboardInterrupt:
            pass
        self.stdout.write("KiliCare has stopped.")

    def prepare(self, *, with_samples: bool) -> None:
        """Bring all up to date. A database that can't be makes room for a new one."""
        try:
            self.migrate()
        except (DatabaseError, InconsistentMigrationHistory):
            self.stdout.write(f"The old database can't be used any more. It is kept as {put_aside()}")
            self.migrate()
        call_command("collectstatic", verbosity=0, interactive=False)
        if with_samples and "load_demo" in get_commands():
            call_command("load_demo", stdout=self.stdout)
        connection.close()

    def migrate(self) -> None:
        """Run the migrations that wait, if any do: to ask is much quicker than to run none."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database...")
            call_command("migrate", verbosity=0, interactive=False)

    def serve(self, number: int) -> None:
        """Start all processes, say so when the pages answer, and stay until a signal or a fallen child."""
        for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(end, self.end)
        group, run = Group(settings.VAR_DIR), broker.socket_folder(settings.VAR_DIR / "run")
        try:
            url = os.environ.get("REDIS_URL") or start_broker(group, run / "broker.sock")
            start_portal(group, number, url, start_providers(group, number))
            self.watch(group, number)
        finally:
            group.stop(last="broker")
            shutil.rmtree(run, ignore_errors=True)

    def watch(self, group: Group, number: int) -> None:
        """Wait for the end. Raises CommandError when it isn't us who brings it."""
        if wait_until(lambda: self.ending or bool(group.fallen()) or is_ready(number), START):
            if not (self.ending or group.fallen()):
                self.stdout.write(f"KiliCare runs at http://127.0.0.1:{number}/ (Ctrl-C stops it)")
                self.stdout.write(f"Logs: {group.log_of('web').parent}")
                self.stdout.flush()
            while not (self.ending or group.fallen()):
                time.sleep(TICK)
        if not self.ending:
            raise CommandError(last_words(group, group.fallen() or "web"))

    def end(self, _number: int, _frame: FrameType | None) -> None:
        """A signal came: the loop above sees it at its next look, never half-way through a start."""
        self.ending = True


def become_demo() -> None:
    """Start again as the demo unless we are it: what DEMO changes is settled when the settings are read."""
    if settings.PRODUCTION:
        raise CommandError("the demo signs anybody in: it needs DEBUG=1 and never runs in production")
    if not settings.DEMO:
        sys.stdout.flush()
        os.execve(sys.executable, sys.orig_argv, {**os.environ, "DEMO": "1", "DEBUG": "1"})  # noqa: S606
    arm = end_with_parent(signal.SIGTERM)
    if arm and "MAKELEVEL" in os.environ:  # a killed `make` can't tell us
        arm()


def choose_port() -> int:
    """PORT as it was asked for, else the next free one from 8000 on. Raises CommandError."""
    if not os.environ.get("PORT"):
        return port.first_free(settings.PORT)
    if not port.is_free(settings.PORT):
        raise CommandError(
            f"PORT {settings.PORT} is in use: name another one, or none, and a free one is taken"
        )
    return int(settings.PORT)


def put_aside() -> Path:
    """Rename a SQLite file of ours and give its new name. No other is ours to move: its error is raised."""
    connection.close()
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor != "sqlite" or settings.VAR_DIR not in file.parents:
        raise  # noqa: PLE0704 - called while the error is handled
    old = file.with_name(f"{file.name}.{time.strftime('%Y%m%d-%H%M%S')}")
    for suffix in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            Path(f"{file}{suffix}").rename(f"{old}{suffix}")
    return old


def start_broker(group: Group, socket: Path) -> str:
    """Start a Redis of our own and give its address. Raises CommandError."""
    program, data = broker.server(), settings.VAR_DIR / "broker"
    if not program:
        raise CommandError(
            "there is no Redis for this machine: install valkey-server, or name one by REDIS_URL"
        )
    group.start("broker", broker.command(program, socket, data), os.environ)
    if not wait_until(lambda: bool(group.fallen()) or broker.answers(socket), START) or group.fallen():
        raise CommandError(last_words(group, "broker"))
    return broker.address(socket)


def start_providers(group: Group, number: int) -> dict[str, str]:
    """Start stand-ins for M-Pesa and SMS and give the portal's variables for them; none for what is named."""
    variables: dict[str, str] = {}
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    own = port.first_free(number + 1)
    if not settings.MPESA["url"]:
        folder = settings.VAR_DIR / "mpesa"
        access = access_in(folder)
        told = ["--port", str(own), "--folder", str(folder), "--refuse", BUYERS[REFUSED].phone]
        group.start("mpesa", [*manage, "mpesa_simulator", "-v0", *told], os.environ)
        variables |= access.environment(f"http://127.0.0.1:{own}", f"http://127.0.0.1:{number}")
        own = port.first_free(own + 1)
    if settings.SMS["kind"] == "file":
        env = {**os.environ, "SITE_URL": f"http://127.0.0.1:{number}"}  # where it reports to
        group.start("sms", [*manage, "sms_simulator", "-v0", "--port", str(own)], env)
        variables["SMS_URL"] = sms_url(f"http://127.0.0.1:{own}")
    return variables


def start_portal(group: Group, number: int, redis_url: str, provider: Mapping[str, str]) -> None:
    """Start what serves the pages, what does the work behind them, and what keeps its time."""
    place = settings.VAR_DIR
    path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH")]))
    env = {
        **os.environ,
        "PYTHONPATH": path,
        "VAR_DIR": str(place),
        "PORT": str(number),
        "REDIS_URL": redis_url,
        **provider,
    }
    bind = ["--bind", f"127.0.0.1:{number}", "--workers", "2", "--preload", "--no-control-socket"]
    group.start("web", [*PYTHON, "gunicorn", "kilicare.wsgi", *bind], env)
    group.start("worker", [*CELERY, "worker", "--pool", "prefork", "--concurrency", "1", *LEAN, *CALM], env)
    group.start("beat", [*CELERY, "beat", "--scheduler", "celery.beat:Scheduler", *CALM], env)


def is_ready(number: int) -> bool:
    """Do the pages answer, their database there and migrated?"""
    link = http.client.HTTPConnection("127.0.0.1", number, timeout=2)
    try:
        link.request("GET", "/readyz")
        return link.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def last_words(group: Group, name: str) -> str:
    """Which child brought everything down, and what it said."""
    log = group.log_of(name)
    text = log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:].strip() if log.exists() else ""
    return f"{name} ended by itself, so all of it does. The end of {log}:\n{text}"
