"""Runs code as if by a Python of its own each time, but quicker: a child of one that is loaded already.

As a command it reads questions, a line of JSON each, and answers each with the exit status of the child that
ran it. The settings themselves are never loaded here: every child reads its own environment.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

# What the settings stand on: it takes ten times as long as to read them.
import csp.constants  # noqa: F401
import django_stubs_ext  # noqa: F401
import environ  # noqa: F401
import structlog  # noqa: F401

from kilicare.processes.memory import settle

ROOT = Path(__file__).parents[2]


class Asking:
    """The process that is loaded. To be used as a context: it ends with it."""

    def __enter__(self) -> Self:
        """Start it."""
        self.folder = tempfile.TemporaryDirectory(prefix="kilicare-asking-")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kilicare.testing.asking"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.questions, self.answers = (
            cast("IO[str]", self.process.stdin),
            cast("IO[str]", self.process.stdout),
        )
        return self

    def __exit__(self, *_raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End it."""
        self.process.communicate()
        self.folder.cleanup()

    def run(self, code: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run the code with exactly this environment."""
        said = [Path(self.folder.name) / name for name in ("stdout", "stderr")]
        self.questions.write(json.dumps([code, env, *map(str, said)]) + "\n")
        self.questions.flush()
        status = int(self.answers.readline())
        return subprocess.CompletedProcess(code, status, *(file.read_text() for file in said))


def main() -> None:
    """Answer until nobody asks any more."""
    settle()
    for line in sys.stdin:
        question: list[Any] = json.loads(line)
        child = os.fork()
        if not child:
            ask(*question)
            return  # as a Python that has run its program to the end
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def ask(code: str, env: dict[str, str], *said: str) -> None:
    """Become a Python that was started to run this code."""
    os.environ.clear()
    os.environ.update(env)
    for number, name in enumerate(said, 1):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    exec(code, {"__name__": "__main__"})  # noqa: S102 - a test's own


if __name__ == "__main__":
    main()
