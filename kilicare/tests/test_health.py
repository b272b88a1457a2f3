"""/livez, /readyz, and what people see while the database is away."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from kilicare import health, urls


def lose_the_database(_request: HttpRequest) -> HttpResponse:
    raise OperationalError


def divide_by_zero(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


handler500 = urls.handler500
urlpatterns = [*urls.urlpatterns, path("lost", lose_the_database), path("fault", divide_by_zero)]


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    health.migrated.clear()
    yield
    health.migrated.clear()


def test_a_live_process_says_so_without_its_database(client: Client) -> None:
    response = client.get("/livez")

    assert (response.status_code, response.content) == (200, b"alive\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_migrated_database_makes_it_ready(client: Client, django_assert_num_queries) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")
    with django_assert_num_queries(1):
        client.get("/readyz")


@pytest.mark.django_db
def test_a_migration_that_waits_makes_it_unready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"migrations wait\n")
    assert response["Retry-After"] == "10"


def test_without_its_database_it_is_alive_but_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", fail)

    response = health.readyz(RequestFactory().get("/readyz"))

    assert (response.status_code, response.content) == (503, b"the database doesn't answer\n")


@pytest.mark.parametrize(("address", "status"), [("/lost", 503), ("/fault", 500)])
def test_a_page_tells_a_lost_database_from_a_fault(settings, address: str, status: int) -> None:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)

    response = client.get(address)

    assert response.status_code == status
    assert response.get("Retry-After") == ("10" if status == 503 else None)


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_a_probe_only_reads(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
