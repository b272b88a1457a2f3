"""What a clause is: its rule for the policy page, and its words for whoever it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


class Text(Protocol):
    """A text that is translated when it is shown; `%(window)s` and the like stand for the terms."""

    def __str__(self) -> str:
        """The text in the reader's language."""


@dataclass(frozen=True, slots=True)
class Words:
    """A refusal in plain words: why, and what the customer can still do."""

    why: Text
    still: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A rule of the shop.

    `practice` is what of it is the shop's own practice rather than the published policy. `cases`
    holds the words of its refusals; "" are those for a person who names the clause as such, and a
    clause without them never refuses.
    """

    id: str
    title: Text
    rule: Text | None = None
    practice: Text | None = None
    cases: Mapping[str, Words] = field(default_factory=dict)

    @property
    def refuses(self) -> bool:
        """Whether an application or returned goods can fail by it."""
        return bool(self.cases)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the policy page: its heading and its clauses, in reading order."""

    title: Text
    clauses: tuple[Clause, ...]
