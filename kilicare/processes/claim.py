"""One demo to a folder: who holds it, and what the one before left there."""

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from kilicare.processes.group import leftovers, wait_until

PATIENCE = 5.0  # seconds that a demo which is just ending gets


class HeldError(Exception):
    """Another demo runs in this folder. Its text is what that one said of itself."""


@contextlib.contextmanager
def claim(place: Path, about: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder as long as the block runs; the kernel lets go of it however we end.

    Raises HeldError. What a killed holder left running is ended first.
    """
    path = place / "demo.lock"
    with path.open("a+", encoding="utf-8") as file:
        if not wait_until(lambda: _locked(file.fileno()), patience):
            raise HeldError(path.read_text(encoding="utf-8"))
        sweep(place)
        file.truncate(0)
        file.write(about)
        file.flush()
        yield
        file.truncate(0)


def sweep(place: Path) -> None:
    """End, without asking, the processes that a killed holder of that folder left."""
    for pid in leftovers(place):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not leftovers(place), PATIENCE)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
