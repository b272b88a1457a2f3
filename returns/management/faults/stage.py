"""The processes that play in `faults`: a provider, pages that take its callbacks, an engine to kill."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import httpx
from django.conf import settings
from django.core.management import CommandError

from kilicare.kernel import clock
from kilicare.processes import port
from kilicare.processes.group import Group, wait_until
from returns.management.mpesa.access import access_in
from returns.management.mpesa.server import Simulator, post

START: Final = 30.0
LOOK: Final = 0.1
QUIET: Final = 1.0
"""Seconds without any progress after which the clock is moved: then something waits for a later hour."""
STEP: Final = timedelta(seconds=130)


@dataclass
class Stage:
    """What plays. Callbacks go through `letters` on their way, where they can be lost, held, or doubled."""

    simulator: Simulator
    web: int
    variables: dict[str, str]
    group: Group = field(default_factory=lambda: Group(settings.VAR_DIR))
    kept: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def start_web(self) -> None:
        """The pages, where callbacks come in. Raises CommandError where they don't come up."""
        bind = ["--bind", f"127.0.0.1:{self.web}", "--workers", "2", "--threads", "4", "--no-control-socket"]
        env = {**os.environ, **self.variables}
        self.group.start("web", [sys.executable, "-m", "gunicorn", "kilicare.wsgi", *bind], env)
        if not wait_until(self._is_answered, START):
            raise CommandError("the pages don't come up")

    def _is_answered(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.web}/livez", timeout=2).is_success
        except httpx.HTTPError:
            return False

    def start_engine(self, failpoint: str = "") -> None:
        """The engine; with a failpoint it ends itself there."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_engine", "--every", "0.2"]
        env = {**os.environ, **self.variables, "FAILPOINT": failpoint}
        self.group.start("engine", command, env)

    def stop_engine(self) -> None:
        """End it, whatever it does."""
        engine = self.group.children.pop("engine", None)
        if engine:
            engine.kill()
            engine.wait()

    def is_engine_dead(self) -> bool:
        """Whether it has ended by itself."""
        return self.group.children["engine"].poll() is not None

    def lose(self, url: str, body: dict[str, Any]) -> None:
        """In place of the simulator's post: the callback never comes."""

    def hold(self, url: str, body: dict[str, Any]) -> None:
        """In place of the simulator's post: the callback is kept, to be sent later."""
        self.kept.append((url, body))

    def deliver(self) -> None:
        """As it should be."""
        self.simulator.post = post

    def work_until(self, is_so: Callable[[], bool], progress: Callable[[], object], seconds: float) -> bool:
        """Let the engine work until it is so; where nothing moves, the clock moves on. The last answer."""
        end, seen, since = time.monotonic() + seconds, progress(), time.monotonic()
        while not is_so() and time.monotonic() < end:
            time.sleep(LOOK)
            now = progress()
            if now != seen:
                seen, since = now, time.monotonic()
            elif time.monotonic() - since > QUIET:
                clock.skip(int(STEP.total_seconds()))
                since = time.monotonic()
        return is_so()


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """A provider and the pages; whatever is started ends with it."""
    access = access_in(settings.VAR_DIR / "mpesa")
    simulator = Simulator(access.key, access.secret, access.password, access.private)
    web = port.first_free(18100)
    scene = Stage(simulator, web, access.environment(simulator.url, f"http://127.0.0.1:{web}"))
    simulator.start()
    try:
        scene.start_web()
        yield scene
    finally:
        simulator.stop()
        scene.group.stop()
