"""What every test of the portal stands on."""

import logging.config
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

from kilicare.logs import logging_config
from kilicare.processes.memory import settle
from kilicare.testing import chromium
from kilicare.testing.listening import Listener
from kilicare.testing.sharing import Sharing


@pytest.hookimpl(wrapper=True, tryfirst=True)  # what is chosen by marks is chosen afterwards
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what asks for no database; skip what needs a browser or PostgreSQL where there is none.

    What starts processes of its own comes first: at the end a worker would wait for the other's.
    """
    for item in items:
        if not _asks_for_database(item):
            item.add_marker("once")
    if not chromium.program():
        _skip(items, "journey", "there is no Chromium")
    if connection.vendor != "postgresql":
        _skip(items, "postgres", "needs PostgreSQL: make test-postgres")
    yield
    items.sort(key=lambda item: 3 if _asks_for_database(item) else _haste(item))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    """Say which worker takes which tests."""
    return Sharing(config, log)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, as in production: it takes an eighth of the suite's time else."""
    settle()


def _asks_for_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def _haste(item: pytest.Item) -> float:
    """How little of the suite's time it takes: the journeys take most, and follow each other."""
    if item.get_closest_marker("journey"):
        return 1.5 if item.get_closest_marker("last") else 1
    return 2 if item.get_closest_marker("slow") else 3


def _skip(items: list[pytest.Item], marker: str, reason: str) -> None:
    for item in items:
        if item.get_closest_marker(marker):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="module")
def lasting(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Rows that a module's own fixtures make stand for all its tests; what a test does is undone to them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def migrated(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Path:
    """A folder with a database of its own: a copy of the empty one, quicker than to migrate once more."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "kilicare.sqlite3")])
    return tmp_path


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


@pytest.fixture(scope="session")
def listener() -> Listener:
    """Hears what the portal's own logging would write."""
    formatter = logging_config("INFO", for_people=False)["formatters"]["lines"]
    heard = Listener()
    heard.setFormatter(logging.config.dictConfigClass({"version": 1}).configure_formatter(formatter))
    return heard


@pytest.fixture(autouse=True)
def _logs_tell_no_secret(listener: Listener) -> Iterator[None]:
    """A line with a secret, a token or a whole phone number fails its test."""
    root = logging.getLogger()
    root.addHandler(listener)  # again: a test may have laid the logging anew
    yield
    heard, listener.heard = listener.heard, []
    assert not heard


WRITE = re.compile(
    r"\s*(?:INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+\"?(\w+)", re.IGNORECASE
)
OWN_NOTES = {"django_session", "kilicare_cache"}
"""What a page may note while it is read: a key to be proved, a cached value that has expired."""


@pytest.fixture(autouse=True)
def _begins_in_english(settings: LazySettings) -> Iterator[None]:
    """A page that was asked for in Kiswahili leaves its language to the thread: not to the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _reading_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GET or HEAD of Django's test client that writes a row fails its test."""
    ask = Client.request

    def request(client: Client, **environ: Any) -> HttpResponse:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return ask(client, **environ)
        written: list[str] = []
        with connection.execute_wrapper(_note_writes(written)):
            response = ask(client, **environ)
        assert not written, f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} writes"
        return response

    monkeypatch.setattr(Client, "request", request)


def _note_writes(written: list[str]) -> Callable[..., Any]:
    def wrapper(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        found = WRITE.match(sql)
        if found and found[1] not in OWN_NOTES:
            written.append(sql)
        return execute(sql, *arguments)

    return wrapper
