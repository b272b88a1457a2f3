"""An application that is being filled in, and what the rules say of it before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from kilicare.kernel.calendar import Calendar
from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Verdict
from returns.enums import MissingKind, Reason, Service
from returns.models import Draft, Evidence, Ticket
from returns.policy.clauses import IMPOSSIBLE, fill
from returns.policy.eligibility import assess, assess_on_behalf, choices, may_apply_on_behalf
from returns.policy.facts import DECLARED, Claim, ImpossibleClaimError, LineFacts
from returns.policy.terms import terms_at
from returns.queries.access import tickets_of, tickets_of_country
from returns.queries.purchases import Answer, Purchase, answer_of


@dataclass(frozen=True, slots=True)
class Impossible:
    """A claim that no rule can weigh: the field that is wrong, and why."""

    field: str
    why: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen of services and reasons: every pair but those that are refused, each with its no."""

    refused: Mapping[tuple[Service, Reason], Answer]

    @property
    def services(self) -> list[Service]:
        """Those that are open for some reason, in their order."""
        return [service for service in Service if self.reasons(service)]

    @property
    def closed_services(self) -> list[tuple[StrOrPromise, Answer]]:
        """The others, each with its no to the plainest reason."""
        closed = [service for service in Service if service not in self.services]
        return [(service.label, self.refused[service, Reason.DEFECTIVE]) for service in closed]

    def reasons(self, service: Service) -> list[Reason]:
        """Those that are open to a service, in their order."""
        return [reason for reason in Reason if (service, reason) not in self.refused]

    def closed_reasons(self, service: Service) -> list[tuple[StrOrPromise, Answer]]:
        """The others, each with its no."""
        closed = [reason for reason in Reason if (service, reason) in self.refused]
        return [(reason.label, self.refused[service, reason]) for reason in closed]


EVERYTHING = Choices({})
"""Staff may go against what binds customers."""


def choices_of(facts: LineFacts, country: str, now: datetime) -> Choices:
    """What the goods themselves leave open, before anything is said of their condition."""
    terms = terms_at(now)
    said = choices(facts, terms, Calendar(country), now=now)
    return Choices({pair: answer_of(verdict, terms) for pair, verdict in said.items() if not verdict})


def may_help(facts: LineFacts, country: str, now: datetime) -> Answer:
    """Whether the desk may apply on the customer's behalf, in words."""
    terms = terms_at(now)
    return answer_of(may_apply_on_behalf(facts, terms, Calendar(country), now=now), terms)


def weigh(
    facts: LineFacts, claim: Claim, country: str, *, on_behalf: bool, now: datetime
) -> Answer | Impossible:
    """What the rules say of a claim, in words; saves nothing."""
    terms, ask = terms_at(now), assess_on_behalf if on_behalf else assess
    try:
        verdict: Verdict = ask(facts, claim, terms, Calendar(country), now=now)
    except ImpossibleClaimError as impossible:
        field = "quantity" if impossible.code.startswith("quantity") else "amount"
        return Impossible(field, fill(IMPOSSIBLE[impossible.code], terms))
    return answer_of(verdict, terms)


def draft_of(user: User, purchase: Purchase) -> Draft | None:
    """This person's unfinished application for a line, or for a new item."""
    drafts = Draft.objects.filter(owner=user, line=purchase.line)
    return drafts.filter(replacement_of=purchase.exchange).first()


def photos_of(draft: Draft | None) -> Sequence[Evidence]:
    """The photos that are kept with an application, in the order in which they came."""
    return list(draft.evidence.order_by("added_at", "pk")) if draft else []


def claim_from(answers: Mapping[str, Any], line: LineFacts) -> Claim | None:
    """The claim that a draft's answers make; None until service and reason are there.

    What was not asked yet, or matters to another service only, is left at its mildest: one piece, no
    sum, nothing declared.
    """
    if not {"service", "reason"} <= set(answers):
        return None
    service, asked = Service(answers["service"]), answers.get("amount") or ""
    is_sum = service is Service.REFUND_ONLY and asked != ""
    ticked = answers.get("facts", ())
    return Claim(
        service=service,
        reason=Reason(answers["reason"]),
        quantity=1 if line.left == 1 else answers.get("quantity", 1),
        amount=Money(Decimal(asked), line.currency) if is_sum else None,
        missing_kind=MissingKind(answers.get("missing_kind") or MissingKind.PART),
        **{fact: fact in ticked for fact in DECLARED},
    )


def ticket_from(user: User, token: str) -> Ticket | None:
    """The ticket that an application became: what a second click of the same form finds."""
    try:
        key = UUID(token)
    except ValueError:
        return None
    theirs = tickets_of(user) | tickets_of_country(user).filter(opened_by=user)
    return theirs.filter(draft_token=key).first()
