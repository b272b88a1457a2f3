"""What every test of the portal stands on."""

from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

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
def browser() -> Iterator[Browser]:
    """This system's own Chromium. Each test opens contexts of its own in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.program(), args=chromium.FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of somebody who comes for the first time."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def page_without_js(browser: Browser) -> Iterator[Page]:
    """The same for somebody whose browser runs no script."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()
