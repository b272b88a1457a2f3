"""What a rule answers: yes or no, the clause that says so, and what follows for time and money."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kilicare.kernel.money import Money

Outcome = Literal["eligible", "not_eligible", "warranty", "cancel_flow"]


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a refund: what it is, how much (negative: a deduction), the clause that says so."""

    kind: str
    amount: Money
    clause: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to a claim; true when it may go on.

    `clause` is the rule that decided and `case` picks its words where one rule has several.
    `closes_at` (exclusive) and `warranty_ends_at` are aware, in the order's local time, or None
    where there is no such end. `refund` is what would be paid; None for an exchange and a refusal.
    """

    outcome: Outcome
    clause: str
    case: str = ""
    closes_at: datetime | None = None
    warranty_ends_at: datetime | None = None
    refund: Money | None = None
    components: tuple[Component, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def allowed(self) -> bool:
        """Whether the claim is eligible."""
        return self.outcome == "eligible"

    @property
    def deductions(self) -> tuple[Component, ...]:
        """The components that take money off, each below zero."""
        return tuple(part for part in self.components if part.amount.amount < 0)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not done: a code for programs, a clause where the policy says so, words."""

    code: str
    clause: str = ""
    text: str = ""
