"""Child processes in one group of their own, which ends when its owner does."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MARK = "KILICARE_GROUP"  # every child's environment carries it, with the place it works in
PATIENCE = 10.0  # seconds for a clean end, before an unclean one
TICK = 0.05  # seconds between two looks at the children
_PR_SET_PDEATHSIG = 1


@dataclass
class Group:
    """Processes by name, all working in the folder `place`, each writing a log of its own there."""

    place: Path
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    leader: int = 0

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start one more child. Its earlier log makes room for the new one."""
        self.log_of(name).parent.mkdir(parents=True, exist_ok=True)
        with self.log_of(name).open("wb") as log:
            child = subprocess.Popen(
                command,
                env={**env, MARK: str(self.place)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=self.leader,
                preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 - we have no threads
            )
        self.leader = self.leader or child.pid
        self.children[name] = child

    def log_of(self, name: str) -> Path:
        """Where the child of that name writes."""
        return self.place / "log" / f"{name}.log"

    def fallen(self) -> str:
        """The name of a child that ended by itself, or ""."""
        return next((name for name, child in self.children.items() if child.poll() is not None), "")

    def stop(self, *, last: str = "") -> None:
        """End all children at once, the `last` one after the others, and leave none behind."""
        end([child for name, child in self.children.items() if name != last])
        end([child for name, child in self.children.items() if name == last])
        self.kill()

    def kill(self) -> None:
        """End what is left of the group, grandchildren too, without asking."""
        if self.leader:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.leader, signal.SIGKILL)
        for child in self.children.values():
            child.wait()
        self.children.clear()


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask them to end, and give them a while."""
    for child in children:
        child.terminate()
    wait_until(lambda: all(child.poll() is not None for child in children), PATIENCE)


def wait_until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until the question is answered by yes, for so many seconds at most. Returns the last answer."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(TICK)
    return True


def end_with_parent(by: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program so that its parent's end, however sudden, ends it. Linux only."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def arm() -> None:
        prctl(_PR_SET_PDEATHSIG, by)

    return arm


def leftovers(place: Path) -> list[int]:
    """Processes of an earlier group of that place, whose owner was killed. Linux only."""
    mark = f"{MARK}={place}".encode()
    return [int(entry.parent.name) for entry in Path("/proc").glob("[0-9]*/environ") if mark in _words(entry)]


def _words(environ: Path) -> list[bytes]:
    try:
        return environ.read_bytes().split(b"\0")
    except OSError:  # gone meanwhile, or somebody else's
        return []
