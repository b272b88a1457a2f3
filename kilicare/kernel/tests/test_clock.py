"""The one source of time: real outside the demo, and movable ahead inside it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from kilicare.kernel import clock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def demo(settings, tmp_path: Path) -> Path:
    settings.DEMO = True
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "clock"


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_outside_the_demo_the_clock_is_real(demo: Path, settings):
    clock.skip(3600)
    settings.DEMO = False

    assert clock.now() == NOON


def test_outside_the_demo_the_clock_cannot_be_moved(demo: Path, settings):
    settings.DEMO = False

    with pytest.raises(RuntimeError, match="demo"):
        clock.skip(3600)

    assert not demo.exists()


def test_an_untouched_demo_runs_on_real_time(demo: Path):
    assert clock.now() == NOON


def test_skips_add_up_for_every_process(demo: Path):
    clock.skip(24 * 3600)
    clock.skip(3600)

    assert clock.now() == NOON + timedelta(hours=25)
    assert demo.read_text() == "90000"
    assert list(demo.parent.iterdir()) == [demo]


@pytest.mark.parametrize("seconds", [0, -1, 366 * 24 * 3600 + 1])
def test_the_clock_moves_ahead_by_a_year_at_most(demo: Path, seconds: int):
    with pytest.raises(ValueError, match="ahead"):
        clock.skip(seconds)

    assert clock.now() == NOON


@pytest.mark.parametrize("text", ["", "soon", "nan", "inf", "1e300", "\N{SNOWMAN}"])
def test_a_spoilt_file_counts_as_none(demo: Path, text: str):
    demo.parent.mkdir()
    demo.write_text(text, encoding="utf-8")

    assert clock.now() == NOON
