"""What the tests of the pages stand on: a variable that nobody set shows."""

import pytest
from django.template import engines

from returns.tests.views.reading import UNDEFINED


@pytest.fixture(autouse=True)
def _undefined_variables_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", UNDEFINED)
