"""What a process that lives long does about its garbage."""

import gc

SELDOM = (50_000, 20, 100)
"""Allocations before the youngest are looked through, and looks before the elders are: 700, 10, 10 in Python."""


def settle() -> None:
    """Say that what was loaded so far stays, and look for garbage less often.

    To be called once all is imported; before a fork, so that the children share the memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
