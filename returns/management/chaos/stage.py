"""The processes that play in `chaos`: web server, beats, workers and a broker, to be started and killed."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import CommandError

from kilicare.processes import broker, port
from kilicare.processes.group import Group, wait_until
from returns.management.chaos.reader import Page, Reader

CELERY: Final = [sys.executable, "-m", "celery", "--app", "kilicare", "--quiet"]
CALM: Final = ["--loglevel", "WARNING", "--pidfile", ""]
LEAN: Final = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
START: Final = 30.0
"""Seconds that a process has to come up."""


@dataclass
class Stage:
    """The processes that play."""

    run: Path
    reader: Reader
    group: Group = field(default_factory=lambda: Group(settings.VAR_DIR))

    def watch(self, is_so: Callable[[], bool], seconds: float) -> bool:
        """Load page after page until it is so, for so many seconds at most; the last answer."""

        def look() -> bool:
            self.reader.load()
            return is_so()

        return wait_until(look, seconds)

    def web(self) -> None:
        """The pages. Raises CommandError where they don't come up."""
        bind = ["--bind", f"127.0.0.1:{self.reader.port}", "--no-control-socket"]
        self.group.start("web", [sys.executable, "-m", "gunicorn", "kilicare.wsgi", *bind], os.environ)
        if not wait_until(self.reader.is_answered, START):
            raise CommandError("the pages don't come up")

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
def stage(pages: list[Page]) -> Iterator[Stage]:
    """Pages, a broker and two beats; whatever is started on it ends with it."""
    stage = Stage(broker.socket_folder(settings.VAR_DIR / "run"), Reader(port.first_free(18000), pages))
    try:
        stage.web()
        stage.broker()
        for name in ("beat-1", "beat-2"):
            stage.beat(name)
        yield stage
    finally:
        stage.group.stop(last="broker")
