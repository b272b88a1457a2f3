"""`manage.py chaos`, small: it breaks what it says, tells the truth at the end, and leaves nothing behind."""

import contextlib
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from kilicare.testing import child
from returns.queries.invariants import INVARIANTS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = child.environment(VAR_DIR=str(place), TMPDIR=str(place))
    command = child.manage("chaos", *arguments)
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )


def test_killed_processes_lose_nothing_and_a_run_without_its_time_says_so(tmp_path: Path) -> None:
    """A killed relay's rows come back after a minute: this run gives up before, if there are any."""
    done = run(tmp_path, "--tickets", "30", "--away", "2", "--seconds", "3")

    assert "the broker is back after 2 s" in done.stdout, done.stdout + done.stderr
    assert "overdue before: 30;" in done.stdout
    assert "lapsed: 30 of 30; overdue now: 0; clocks: 31\n" in done.stdout
    assert "events per ticket: 1; notices per step, audience and channel: 1\n" in done.stdout
    waiting, loads = figure("still waiting", done.stdout), figure("page loads", done.stdout)
    assert f"page loads: {loads}, failed: 0\n" in done.stdout
    assert loads > 30
    verdict = "BROKEN" if waiting else "OK"
    assert f"invariants: all {len(INVARIANTS)} hold\n{verdict} after " in done.stdout
    assert done.returncode == bool(waiting)
    assert list(tmp_path.glob("kilicare-chaos-*")) == []
    assert workers_in(tmp_path) == []


def figure(name: str, text: str) -> int:
    found = re.search(rf"{name}: (\d+)", text)
    assert found, text
    return int(found[1])


def workers_in(place: Path) -> list[str]:
    """Processes that know of the folder."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):  # gone meanwhile, or somebody else's
            if str(place).encode() in environ.read_bytes():
                found.append(environ.parent.name)
    return found


def test_its_inside_is_for_itself(tmp_path: Path) -> None:
    done = run(tmp_path, "--inside")

    assert (done.returncode, done.stdout) == (1, "")
    assert "CommandError: --inside is for the command itself" in done.stderr
