"""The clause table as the policy page shows it, with the numbers of the terms that hold."""

from dataclasses import dataclass

from returns.policy.clauses import SECTIONS, Clause, fill
from returns.policy.terms import Terms


@dataclass(frozen=True, slots=True)
class Rule:
    """A clause in the reader's language. `practice` is the shop's own, beside the published rule."""

    id: str
    title: str
    rule: str
    practice: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the page."""

    title: str
    rules: tuple[Rule, ...]


def rulebook(terms: Terms) -> list[Chapter]:
    """All clauses in reading order."""
    return [
        Chapter(fill(section.title, terms), tuple(_rule(clause, terms) for clause in section.clauses))
        for section in SECTIONS
    ]


def _rule(clause: Clause, terms: Terms) -> Rule:
    return Rule(
        clause.id,
        fill(clause.title, terms),
        fill(clause.rule, terms) if clause.rule is not None else "",
        fill(clause.practice, terms) if clause.practice is not None else "",
    )
