"""What the tests of the settings stand on: each reads them in a process of its own."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from kilicare.testing import child
from kilicare.testing.asking import Asking


class Start(Protocol):
    """Runs code that reads the settings, from these variables alone, with this VAR_DIR."""

    def __call__(self, code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]: ...


@pytest.fixture(scope="session")
def start() -> Iterator[Start]:
    def start(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return asking.run(code, child.environment(VAR_DIR=str(folder), **environment))

    with Asking() as asking:
        yield start
