"""How the tests are shared out among the workers: one by one, but for those that are dear to set up.

pytest-xdist's own `loadgroup` can't say so: it renames the tests, and pytest 9 doesn't let it.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = "returns/tests/journeys"
"""One running portal, one browser; the clock of the one is the clock of the others."""


class Sharing(LoadScopeScheduling):
    """Gives the journeys to one worker, all others test by test, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid
