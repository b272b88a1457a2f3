"""What a process that lives long does about its garbage."""

import gc

SELDOM = (50_000, 20, 100)
"""How many allocations before a look, and how many looks before one at what is older."""


def settle() -> None:
    """Say that what was loaded so far stays, and look for garbage less often.

    To be called once all is imported; before a fork, so that the children share the memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
