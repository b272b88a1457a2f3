"""The page for when there is no network, and the one for when the database is away."""

import re

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client

from kilicare.accounts.tests.people import customer
from kilicare.health import server_error

pytestmark = pytest.mark.django_db


def test_the_page_that_is_kept_is_the_same_for_everybody() -> None:
    page = Client().get("/offline/")
    assert page["Cache-Control"] == "public, max-age=86400"
    assert "No network" in page.content.decode()
    assert "csrfmiddlewaretoken" not in page.content.decode()
    assert not page.cookies


def test_it_names_nobody_who_is_signed_in() -> None:
    browser = Client()
    browser.force_login(customer())
    page = browser.get("/offline/")
    assert page.content == Client().get("/offline/").content
    assert not page.cookies


def test_the_script_keeps_that_page_and_its_style_only() -> None:
    script = Client().get("/worker.js")
    text = script.content.decode()
    assert script["Content-Type"].startswith("text/javascript")
    assert re.findall(r'addAll\(\[PAGE, "(.*?)"\]\)', text) == ["/static/css/kilicare.css"]
    assert "/offline/" in text


def test_a_database_that_is_away_says_so_in_both_languages() -> None:
    try:
        raise OperationalError("away")
    except OperationalError:
        answer = server_error(HttpRequest())
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "We can't reach our records just now" in page
    assert 'lang="sw"' in page
