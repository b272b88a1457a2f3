""" "May I return it?": the answer is the rules' own, and nothing is kept."""

from datetime import timedelta

import pytest
from django.test import Client

from returns.tests.views.doors import at
from returns.tests.views.reading import Page, read
from returns.tests.views.refusing import assert_refused, nothing_moves
from returns.tests.world import NOON

pytestmark = pytest.mark.django_db
ADDRESS = "/policy/may-i-return-it/"
TODAY = NOON.date()
SOUND = {
    "signed_on": TODAY.isoformat(),
    "country": "KE",
    "kind": "local",
    "goods": "standard",
    "reason": "defective",
    "service": "return_refund",
    "warranty_months": "",
}


def asked(**story: object) -> Page:
    """The page with its answer."""
    with at(NOON), nothing_moves():
        return read(Client().get(ADDRESS, SOUND | story))


@pytest.mark.parametrize(
    ("story", "clause"),
    [
        ({"signed_on": (TODAY - timedelta(days=8)).isoformat()}, "2.2"),
        ({"signed_on": (TODAY - timedelta(days=8)).isoformat(), "warranty_months": "12"}, "2.3"),
        ({"goods": "virtual"}, "2.1"),
        ({"reason": "change_of_mind", "goods": "intimate_wear"}, "3-3"),
        ({"reason": "change_of_mind", "service": "refund_only"}, "2-T1"),
        ({"reason": "change_of_mind", "facts": ["seal_opened"]}, "3-U"),
    ],
)
def test_a_no_names_its_clause_and_what_is_possible(story: dict[str, object], clause: str) -> None:
    page = asked(**story)
    assert "No, not like this" in page.text
    assert f"/policy/#clause-{clause}" in page.links


def test_a_yes_says_until_when() -> None:
    page = asked()
    assert "Yes, you may apply" in page.text
    assert "Apply until" in page.text
    assert "/orders/" in page.links


def test_the_first_look_asks_and_answers_nothing() -> None:
    with at(NOON), nothing_moves():
        page = read(Client().get(ADDRESS))
    assert "you may apply" not in page.text
    assert page.forms[-1].method == "get"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("signed_on", ""),
        ("signed_on", "yesterday"),
        ("signed_on", (TODAY + timedelta(days=1)).isoformat()),
        ("signed_on", "1999-01-01"),
        ("signed_on", "0001-01-01"),
        ("country", "TZ"),
        ("kind", ""),
        ("goods", "gold"),
        ("reason", "bored"),
        ("service", "gift"),
        ("warranty_months", "-1"),
        ("warranty_months", "9" * 30),
        ("facts", "moon"),
    ],
)
def test_what_is_no_answer_is_refused_at_its_field(field: str, value: str) -> None:
    with at(NOON), nothing_moves():
        assert_refused(Client().get(ADDRESS, SOUND | {field: value}), field, "form")
