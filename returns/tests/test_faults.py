"""`manage.py faults`, small: crashes and forgeries, and what it says of them."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from kilicare.testing import child
from returns.queries.invariants import INVARIANTS

OF_MONEY = len([one for one in INVARIANTS if one.title[0] in "34567"])

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def test_a_killed_engine_loses_nothing_and_pays_nothing_twice(tmp_path: Path) -> None:
    fault = "killed after sending"
    env = child.environment(VAR_DIR=str(tmp_path), TMPDIR=str(tmp_path))
    command = child.manage("faults", "--refunds", "6", "--only", fault)

    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{fault:40}    6 refunds: paid 6, executed 6, most per refund 1, attempts 6," in done.stdout
    assert f"tickets not closed: 0\ninvariants: all {OF_MONEY} of money hold\nOK after " in done.stdout
    assert list(tmp_path.glob("kilicare-faults-*")) == []


def test_its_inside_is_for_itself(tmp_path: Path) -> None:
    env = child.environment(VAR_DIR=str(tmp_path), DEMO="1", DEBUG="1")
    command = child.manage("faults", "--inside")

    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "CommandError: --inside is for the command itself" in done.stderr
