"""What a process that a test starts is, and finds in its environment."""

import os
import socket
import sys

from coverage import Coverage


def environment(**variables: str) -> dict[str, str]:
    """The given variables, and of our own only what finds programs."""
    return {"PATH": os.environ["PATH"]} | variables


def manage(*arguments: str) -> list[str]:
    """`manage.py` with these arguments, watched by coverage where the test is."""
    watched = ["-m", "coverage", "run"] if Coverage.current() else []
    return [sys.executable, *watched, "manage.py", *arguments]


def free_port() -> str:
    """A port that no other worker of the suite has: two demos that look from 8000 on would meet."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])
