"""The end of a process that works until it is told to stop."""

import signal
from threading import Event
from types import FrameType


def told_to_end() -> Event:
    """An event that SIGTERM or SIGINT sets from now on."""
    ending = Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ending.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return ending
