"""The policy page: every clause once, in plain words, and what is our own practice marked as such."""

import re

import pytest
from django.test import Client

from returns.policy.clauses import CLAUSES, SECTIONS, fill
from returns.policy.terms import terms_at
from returns.tests.views.doors import at
from returns.tests.views.reading import read
from returns.tests.world import NOON

pytestmark = pytest.mark.django_db


def test_every_clause_stands_there_once_in_reading_order() -> None:
    with at(NOON):
        html = read(Client().get("/policy/")).html

    in_order = [clause.id for section in SECTIONS for clause in section.clauses]
    assert re.findall(r'id="clause-([^"]+)"', html) == in_order
    assert len(in_order) == len(set(in_order)) == len(CLAUSES)


def test_each_clause_says_its_rule_and_its_practice_with_the_numbers_of_the_terms() -> None:
    with at(NOON):
        page = read(Client().get("/policy/"))
    parts = re.split(r'id="clause-', page.html)[1:]

    for clause, part in zip(CLAUSES.values(), parts, strict=True):
        words = " ".join(re.sub(r"<[^>]+>", " ", part).replace("&#x27;", "'").replace("&amp;", "&").split())
        for text in filter(None, (clause.title, clause.rule, clause.practice)):
            assert " ".join(fill(text, terms_at(NOON)).split()) in words, clause.id
        assert part.count('class="practice"') == (1 if clause.practice else 0), clause.id
    assert "%(" not in page.text


def test_every_clause_that_a_page_names_leads_to_its_rule() -> None:
    with at(NOON):
        ids = set(re.findall(r'id="(clause-[^"]+)"', read(Client().get("/policy/")).html))

    assert ids == {f"clause-{clause}" for clause in CLAUSES}
