"""An application that is being filled in, and what the rules say of it before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from kilicare.kernel.calendar import Calendar
from kilicare.kernel.verdict import Verdict
from returns.enums import Reason, Service
from returns.models import Draft, Evidence, Ticket
from returns.policy.clauses import IMPOSSIBLE, fill
from returns.policy.eligibility import assess, assess_on_behalf, choices, may_apply_on_behalf
from returns.policy.facts import Claim, ImpossibleClaimError, LineFacts, claim_of
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
    """What may be chosen on the form, and for what may not be, why."""

    services: Sequence[Service]
    reasons: Sequence[Reason]
    closed: Sequence[tuple[StrOrPromise, Answer]] = ()


EVERYTHING = Choices(tuple(Service), tuple(Reason))
"""Staff may go against what binds customers."""


def choices_of(facts: LineFacts, country: str, now: datetime) -> Choices:
    """The services and the reasons of which some pair is open, in their order; the others with their no."""
    terms = terms_at(now)
    said = choices(facts, terms, Calendar(country), now=now)
    services = {service for (service, _reason), verdict in said.items() if verdict}
    reasons = {reason for (_service, reason), verdict in said.items() if verdict}
    closed: list[tuple[StrOrPromise, Verdict]] = [
        *((one.label, said[one, Reason.DEFECTIVE]) for one in Service if one not in services),
        *((one.label, said[Service.RETURN_REFUND, one]) for one in Reason if one not in reasons),
    ]
    return Choices(
        [one for one in Service if one in services],
        [one for one in Reason if one in reasons],
        [(label, answer_of(verdict, terms)) for label, verdict in closed],
    )


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


def kept_claim(draft: Draft | None) -> Claim | None:
    """The claim that an application holds; None until its questions were answered."""
    answers: Mapping[str, Any] = draft.answers if draft else {}
    return claim_of(answers["claim"]) if "claim" in answers else None


def ticket_from(user: User, token: str) -> Ticket | None:
    """The ticket that an application became: what a second click of the same form finds."""
    try:
        key = UUID(token)
    except ValueError:
        return None
    theirs = tickets_of(user) | tickets_of_country(user).filter(opened_by=user)
    return theirs.filter(draft_token=key).first()
