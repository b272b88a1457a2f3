"""What every test of the portal stands on."""

from typing import Any

import pytest
from django.db import connection

from kilicare.testing import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this machine has no browser, or this run no PostgreSQL, for."""
    if not chromium.program():
        _skip(items, "journey", "there is no Chromium")
    if connection.vendor != "postgresql":
        _skip(items, "postgres", "needs PostgreSQL: make test-postgres")


def _skip(items: list[pytest.Item], marker: str, reason: str) -> None:
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's own Chromium, rather than one that playwright would fetch."""
    return {"executable_path": chromium.program(), "args": chromium.FLAGS, "headless": True}
