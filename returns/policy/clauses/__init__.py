"""The clause table: the one source of the policy page and of every refusal's words."""

from django.utils.translation import gettext_lazy as _

from kilicare.kernel.verdict import Verdict
from returns.enums import Reason, Service
from returns.policy.clauses.applying import HOW_IT_WORKS, REASONS, WHEN
from returns.policy.clauses.clause import Clause, Section, Text, Words
from returns.policy.clauses.goods import CONDITION, NEVER, NO_CHANGE_OF_MIND
from returns.policy.clauses.practice import SUMS, TICKETS
from returns.policy.terms import Terms

__all__ = [
    "CLAUSES",
    "IMPOSSIBLE",
    "REASON_ROWS",
    "REFUSING",
    "SECTIONS",
    "Clause",
    "Section",
    "Words",
    "fill",
    "message",
    "words_of",
]

SECTIONS: tuple[Section, ...] = (
    HOW_IT_WORKS,
    WHEN,
    REASONS,
    NO_CHANGE_OF_MIND,
    NEVER,
    CONDITION,
    SUMS,
    TICKETS,
)
"""The policy page, in reading order."""

CLAUSES: dict[str, Clause] = {clause.id: clause for section in SECTIONS for clause in section.clauses}

REFUSING: tuple[str, ...] = tuple(clause.id for clause in CLAUSES.values() if clause.refuses)
"""The clauses that a seller, the desk or the warehouse may name for a no."""

REASON_ROWS: dict[Reason, str] = {
    Reason.CHANGE_OF_MIND: "2-T1",
    Reason.DEFECTIVE: "2-T2",
    Reason.NOT_AS_DESCRIBED: "2-T3",
    Reason.WRONG_ITEM: "2-T4",
    Reason.MISSING: "2-T5",
    Reason.COUNTERFEIT: "2-T6",
    Reason.DAMAGED: "2-T7",
}
"""The clause that allows each reason."""

WELCOME: dict[str, Words] = {
    Service.RETURN_REFUND: Words(
        _("You can send this back for your money."),
        _(
            "The seller answers within %(review_hours)s hours; then the goods come back, and the "
            "money goes out when they are checked."
        ),
    ),
    Service.EXCHANGE: Words(
        _("You can exchange this."),
        _(
            "The seller answers within %(review_hours)s hours; then the goods come back, and the "
            "new item goes out when they are checked."
        ),
    ),
    Service.REFUND_ONLY: Words(
        _("You can ask for money for this, and nothing needs to come back."),
        _("The seller answers within %(review_hours)s hours; if the answer is yes, the money follows."),
    ),
}
"""What an eligible claim is told, by its service."""

IMPOSSIBLE: dict[str, Text] = {
    "quantity_none": _("The quantity must be at least 1."),
    "quantity_over": _("The quantity is more than was bought."),
    "amount_none": _("The amount must be more than zero."),
    "amount_over": _("The amount is more than can be refunded."),
    "nothing_paid": _("Nothing was paid for it, so there is nothing to refund."),
    "amount_currency": _("The amount is not in the currency of the order."),
}
"""What is said to a claim that no rule can weigh, by the code of `ImpossibleClaimError`."""


def fill(text: Text, terms: Terms) -> str:
    """A text of the table in the reader's language, with the numbers of the terms."""
    return str(text) % terms.numbers


def words_of(verdict: Verdict, terms: Terms) -> tuple[str, str]:
    """Why, and what can still be done, for any verdict of the engine."""
    eligible = WELCOME.get(verdict.case) if verdict.allowed else None
    words = eligible or CLAUSES[verdict.clause].cases[verdict.case]
    return fill(words.why, terms), fill(words.still, terms)


def message(verdict: Verdict, terms: Terms) -> str:
    """The whole answer as one text."""
    return " ".join(words_of(verdict, terms))
