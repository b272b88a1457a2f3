"""The ear at the suite's logs: it hears a secret, a token, a whole number, and nothing else."""

import logging

import pytest
from django.conf import settings

from kilicare.testing.listening import Listener, told

TELLING = [
    "paid to +254712345678",
    "paid to 254712345678.",
    "POST /hooks/Zm9vYmFyYmF6cXV4/result",
    "Authorization: Bearer 0123456789abcdef",
    "the key is drawn-for-this-test",
]


@pytest.mark.parametrize("line", TELLING)
def test_a_line_that_tells_is_heard(line: str) -> None:
    assert told([line], also=["drawn-for-this-test"]) == [line]


def test_the_settings_own_secrets_are_heard(settings: object) -> None:
    settings.MPESA = settings.MPESA | {"secret": "the-secret-of-mpesa"}
    lines = [f"with {settings.SECRET_KEY}", "with the-secret-of-mpesa"]
    assert told(lines) == lines


@pytest.mark.parametrize(
    "line",
    [
        "id b5b32315-8cac-4b19-ba79-256058207741",
        "paid to +2547***678",
        "POST /hooks/***/result",
        "KC-2F4H-9K2M is settled",
        "took 254 ms",
        "",
    ],
)
def test_what_is_blotted_is_not(line: str) -> None:
    assert told([line]) == []


def test_the_suite_s_own_ear_hears_what_the_portal_would_write(listener: Listener) -> None:
    before = listener.lines
    logging.getLogger("some.library").info("sent to %s", "+254712345678")  # blotted, so not heard
    assert (listener.lines, listener.heard) == (before + 1, [])

    logging.getLogger("some.library").info("signed with %s", settings.SECRET_KEY)
    assert len(listener.heard) == 1
    listener.heard.clear()
