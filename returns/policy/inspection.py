"""The inspection: the questions of the sheet, and the policy run again on what was found (domain 2, 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from kilicare.kernel.calendar import Calendar
from returns.enums import Came, Disposition, Fault, Reason
from returns.policy.clauses import REASON_ROWS
from returns.policy.eligibility import line_at
from returns.policy.facts import DECLARED, SERIAL_IS_THE_CLAIM, Claim, LineFacts, questions
from returns.policy.rules import known_to_refuse, no_longer_new, worn_or_disclosed
from returns.policy.terms import Terms

DEDUCTED = frozenset({"gift_lost", "invoice_lost"})
"""Facts that cost something and never refuse (clauses 4.6 to 4.8)."""
FLAGS = ("counterfeit", "dangerous")
AGAIN = (known_to_refuse, no_longer_new, worn_or_disclosed)
"""Questions 4, 7 and 8 of the policy rest on what was declared: the goods answer them anew."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What the warehouse saw. `facts` are those of a claim, each found true or not at all."""

    came: Came = Came.AS_ORDERED
    fault: Fault | None = None
    counterfeit: bool = False
    dangerous: bool = False
    facts: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> Self:
        """Answers as a page sends them. Raises ValueError for words that the sheet doesn't know."""
        fault = answers.get("fault") or None
        return cls(
            came=Came(answers.get("came") or Came.AS_ORDERED),
            fault=None if fault is None else Fault(fault),
            counterfeit=bool(answers.get("counterfeit")),
            dangerous=bool(answers.get("dangerous")),
            facts={name: True for name in DECLARED if answers.get(name)},
        )

    def answers(self) -> dict[str, Any]:
        """The same as it is kept: only what was found."""
        flags = {name: True for name in FLAGS if getattr(self, name)}
        words = {"came": str(self.came)} | ({"fault": str(self.fault)} if self.fault else {})
        return {**words, **flags, **self.facts}

    @property
    def is_held(self) -> bool:
        """Whether the goods go nowhere (domain 3)."""
        return self.counterfeit or self.dangerous


def sheet(line: LineFacts, reason: Reason) -> tuple[str, ...]:
    """The facts that the sheet asks for: those that the form asked, seen now on the goods."""
    return questions(line, reason)


def proposed_clause(
    line: LineFacts, claim: Claim, findings: Findings, terms: Terms, calendar: Calendar, *, now: datetime
) -> str:
    """The clause on which the policy fails the goods; empty where they pass.

    Found counterfeit under the order's own serial number passes, whatever the reason. A fault that is not
    there fails on the clause that would have allowed it.
    """
    if findings.came is Came.EMPTY:
        return "1.2"
    if findings.came is Came.OTHER:
        return "3-X1"
    found = replace(claim, **_facts(findings))
    if findings.counterfeit and not found.serial_mismatch:
        return ""
    weighed = line_at(line, terms, calendar, now)
    for ask in AGAIN:
        if answer := ask(weighed, found):
            return answer.clause
    missed = claim.reason.is_objective and findings.fault is Fault.NOT_FOUND
    return REASON_ROWS[claim.reason] if missed and not _proves_itself(found) else ""


def _facts(findings: Findings) -> dict[str, Any]:
    """What was found takes the place of all that was declared; what costs something is not weighed here."""
    return {name: findings.facts.get(name, False) for name in DECLARED if name not in DEDUCTED}


def _proves_itself(claim: Claim) -> bool:
    """Another serial number than the order's is the claim itself (3-X1)."""
    return claim.serial_mismatch and claim.reason in SERIAL_IS_THE_CLAIM


def disposition(findings: Findings, chosen: str, *, passed: bool) -> Disposition:
    """Where the goods go: held ones nowhere; failed ones to the customer; else as chosen, or to the seller.

    Raises ValueError for a place that passed goods can't go to.
    """
    if findings.is_held:
        return Disposition.HELD
    if not passed:
        return Disposition.TO_CUSTOMER
    place = Disposition(chosen or Disposition.TO_SELLER)
    if place in {Disposition.TO_CUSTOMER, Disposition.HELD}:
        raise ValueError(place)
    return place
