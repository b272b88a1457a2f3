"""What the tests of the pages stand on: a variable that nobody set shows."""

from copy import deepcopy

import pytest
from django.template import engines

from returns.tests.views.addresses import Town
from returns.tests.views.reading import UNDEFINED


@pytest.fixture(autouse=True)
def _undefined_variables_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNDEFINED)


@pytest.fixture(scope="module")
def built(lasting: None) -> Town:
    """A town whose rows all tests of a module share."""
    return Town()


@pytest.fixture
def town(db: None, built: Town) -> Town:
    """The town as it was built, and browsers that have been nowhere yet."""
    return deepcopy(built)
