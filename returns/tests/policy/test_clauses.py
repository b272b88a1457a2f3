"""The clause table: each clause says its rule, each refusal its why and what can still be done."""

import re
from dataclasses import replace

import pytest

from kilicare.kernel.calendar import Days
from kilicare.kernel.verdict import Verdict
from returns.enums import Reason, Service
from returns.policy import rules
from returns.policy.clauses import (
    CLAUSES,
    IMPOSSIBLE,
    REASON_ROWS,
    REFUSING,
    SECTIONS,
    WELCOME,
    fill,
    message,
    words_of,
)
from returns.policy.terms import FIRST
from returns.tests.policy.makers import CLOSES, claim, line, verdict_on

PUBLISHED = [
    "1.1", "1.2", "1.3",
    "2.1", "2.2", "2.3",
    "2-T1", "2-T2", "2-T3", "2-T4", "2-T5", "2-T6", "2-T7",
    "2.4", "2.5",
    "3-1", "3-2", "3-3", "3-4", "3-5", "3-6",
    "3-U", "3-I", "3-A",
    "3-X1", "3-X2", "3-X3", "3-X4",
    "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8",
]  # fmt: skip
PRACTICE = ["K1", "K2", "K3", "K4", "K5"]
REFUSALS = [(clause.id, case) for clause in CLAUSES.values() for case in clause.cases]


def test_the_table_holds_every_clause_once():
    ids = [clause.id for section in SECTIONS for clause in section.clauses]

    assert sorted(ids) == sorted(PUBLISHED + PRACTICE)
    assert len(CLAUSES) == len(ids)


def test_own_practice_is_marked_and_kept_apart_from_what_is_published():
    assert {clause.id for clause in CLAUSES.values() if clause.practice} == {*PRACTICE, "2-T1"}
    assert {clause.id for clause in CLAUSES.values() if not clause.rule} == set(PRACTICE)


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES)
def test_every_clause_can_be_read(clause):
    texts = [fill(text, FIRST) for text in (clause.title, clause.rule, clause.practice) if text]

    assert len(texts) >= 2
    for text in texts:
        assert text.strip() == text
        assert "%(" not in text
    assert all(text.endswith(".") for text in texts[1:])


@pytest.mark.parametrize(("clause", "case"), REFUSALS)
def test_every_refusal_says_why_and_what_can_still_be_done(clause: str, case: str):
    why, still = words_of(Verdict("not_eligible", clause, case), FIRST)

    for text in (why, still):
        assert re.fullmatch(r"[A-Z].*[.]", text)
        assert "%(" not in text
    assert why != still


@pytest.mark.parametrize("clause", REFUSING)
def test_a_person_may_name_any_refusing_clause(clause: str):
    assert "" in CLAUSES[clause].cases


def test_sums_and_explanations_refuse_nothing():
    assert {"1.1", "1.2", "1.3", "4.3", "4.6", "4.7", "4.8", "K4", "K5"} == set(CLAUSES) - set(REFUSING)


def test_every_answer_of_the_rules_has_its_words():
    answers = [
        *rules.UNSIGNED.values(),
        *(rules.no(clause) for clause in rules.KEPT_CLASSES.values()),
        *(rules.no(clause, case) for _, clause, case in rules.CHANGE_OF_MIND_FACTS),
    ]

    assert {(answer.clause, answer.case) for answer in answers} <= set(REFUSALS)


def test_every_service_and_reason_has_its_row():
    assert set(WELCOME) == set(Service)
    assert set(REASON_ROWS) == set(Reason)
    assert set(REASON_ROWS.values()) <= set(CLAUSES)


@pytest.mark.parametrize("service", Service)
def test_a_yes_says_what_happens_next(service: Service):
    why, still = words_of(verdict_on(line(), claim(service=service)), FIRST)

    assert why == str(WELCOME[service].why)
    assert "48 hours" in still


def test_the_order_lists_yes_has_its_own_words():
    assert message(Verdict("eligible", "2.2", "open"), FIRST).startswith("You can apply for this product.")


def test_the_words_follow_the_terms():
    longer = replace(FIRST, window=Days(10))

    assert message(verdict_on(line(), claim(), CLOSES), FIRST).startswith("The 7 days")
    assert message(Verdict("not_eligible", "2.2"), longer).startswith("The 10 days")


def test_what_cannot_be_weighed_has_its_words():
    assert all(str(text).endswith(".") for text in IMPOSSIBLE.values())
