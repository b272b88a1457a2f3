"""The one source of time. In the demo it may run ahead, for all processes alike."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NO_OFFSET = timedelta(0)
LONGEST_SKIP = 366 * 24 * 3600


def now() -> datetime:
    """The present moment, aware, in UTC; in the demo, plus what was skipped."""
    moment = timezone.now()
    return moment + offset() if settings.DEMO else moment


def offset() -> timedelta:
    """How far the demo's clock runs ahead. A missing or spoilt file means not at all."""
    try:
        return timedelta(seconds=float(_file().read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError, OverflowError):
        return NO_OFFSET


def skip(seconds: int) -> None:
    """Move the demo's clock ahead. RuntimeError outside the demo, ValueError if not 1 s to 1 year."""
    if not settings.DEMO:
        raise RuntimeError("only the demo's clock can be moved")
    if not 0 < seconds <= LONGEST_SKIP:
        raise ValueError("the clock moves ahead only, by a year at most")
    ahead = offset() + timedelta(seconds=seconds)
    _write(f"{ahead.total_seconds():.0f}")


def _file() -> Path:
    return Path(settings.VAR_DIR) / "clock"


def _write(text: str) -> None:
    # Other processes read while this one writes: they see the old clock or the new, never half.
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="ascii") as new:
        new.write(text)
    Path(new.name).replace(file)
