"""What tests of money that leaves stand on: a provider of their own."""

from collections.abc import Iterator
from typing import Any

import pytest

from returns.management.mpesa.access import Access, access_in
from returns.tests.payouts import Box, running


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Access:
    """The provider's keys: drawing them takes half a second."""
    return access_in(tmp_path_factory.mktemp("mpesa"))


@pytest.fixture
def box(settings: Any, access: Access) -> Iterator[Box]:
    """The provider, and what it has to say."""
    yield from running(settings, access)
