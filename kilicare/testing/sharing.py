"""How the tests are shared out among the workers: one by one, but for those whose module is dear to set up.

pytest-xdist's own `loadgroup` can't say so: it renames the tests, and pytest 9 doesn't let it.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = frozenset(
    {
        "returns/tests/journeys/test_journeys.py",  # one running portal, one browser
    }
)


class Sharing(LoadScopeScheduling):
    """Gives each of these modules to one worker, all others test by test, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return module if module in TOGETHER else nodeid
