"""Objections: what may still be objected to, until when, and what became of those that were raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from kilicare.kernel.calendar import Days, Span
from returns.enums import PAID_BACK, Against, Came, Liable, Party, Role, Step
from returns.models import Inspection, Objection, Refund, RefundComponent, Ticket, TicketEvent
from returns.policy.permissions import RULINGS
from returns.policy.terms import terms_of
from returns.queries.access import tickets_of_country
from returns.queries.calendars import Calendars
from returns.queries.deadlines import Deadline, deadline
from returns.queries.wording import moment_text, until_text

INSPECTED = frozenset({Step.PASS, Step.PASS_PART})
RESULTS: dict[Against, frozenset[Step]] = {
    Against.DEDUCTION: INSPECTED,
    Against.LIABILITY: INSPECTED | RULINGS,
    Against.COUNT: frozenset({Step.FAIL, Step.SPLIT}),
}
"""The steps whose result an objection is against."""
DECLARED_AS = {"minus_gift": "gift_lost", "minus_invoice_tax": "invoice_lost"}
"""What a customer who declared it was shown before: then it is no news at the inspection."""
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that a side may object to now, and until when (exclusive)."""

    against: Against
    event: TicketEvent
    until: datetime
    until_text: str


@dataclass(frozen=True, slots=True)
class Raised:
    """An objection as people read it."""

    objection: Objection
    party: StrOrPromise
    against: StrOrPromise
    when: str
    until: str
    answered: str
    liable: StrOrPromise
    deadline: Deadline | None
    is_overdue: bool


def undeclared_deductions(ticket: Ticket) -> list[RefundComponent]:
    """The deductions of a ticket's refund that its customer was not shown before (domain: Objection)."""
    parts = RefundComponent.objects.filter(
        refund__ticket=ticket.pk, refund__objection=None, kind__in=PAID_BACK, amount__lt=0
    )
    return [part for part in parts.order_by("pk") if not ticket.declared[DECLARED_AS[part.kind]]]


def chance_of(ticket: Ticket, role: Role, now: datetime) -> Chance | None:
    """What somebody in this role may object to on the ticket now; None: nothing, or no more."""
    against = _against(ticket, role)
    if against is None:
        return None
    events = TicketEvent.objects.filter(ticket=ticket.pk, step__in=RESULTS[against])
    event = events.order_by("-number").first()
    mine = Objection.objects.filter(ticket=ticket.pk, party=role.party)
    if event is None or mine.filter(event=event).exists() or mine.filter(answered_at=None).exists():
        return None
    until = span_of(ticket, against).after(event.at, Calendars().of(ticket.country))
    return Chance(against, event, until, until_text(until, ticket.country)) if now < until else None


def span_of(ticket: Ticket, against: Against) -> Span:
    """How long this may be objected to; what is counted, as long as it counts."""
    terms = terms_of(ticket.terms)
    spans: dict[Against, Span] = {
        Against.DEDUCTION: terms.customers_objection,
        Against.LIABILITY: terms.sellers_objection,
        Against.COUNT: Days(terms.abuse_days),
    }
    return spans[against]


def _against(ticket: Ticket, role: Role) -> Against | None:
    """What somebody in this role could object to, were it in time."""
    if role is Role.SELLER:
        return Against.LIABILITY if _bears_cost(ticket) else None
    if role is not Role.CUSTOMER:
        return None
    if undeclared_deductions(ticket):
        return Against.DEDUCTION
    return Against.COUNT if counted_inspections(ticket).exists() else None


def counted_inspections(ticket: Ticket) -> QuerySet[Inspection]:
    """The ticket's inspection, where it is held against the customer (domain: Abuse)."""
    failed = Inspection.objects.filter(ticket=ticket.pk, has_passed=False, is_counted=True)
    return failed.exclude(came=Came.AS_ORDERED)


def _bears_cost(ticket: Ticket) -> bool:
    refunds = Refund.objects.filter(ticket=ticket.pk, objection=None, amount__gt=0)
    return refunds.exclude(liable=Liable.KILIMALL).exists()


def objections_on(ticket: Ticket, reader: Party, now: datetime) -> list[Raised]:
    """Those of a ticket; a customer reads their own only."""
    found = Objection.objects.filter(ticket=ticket.pk)
    if reader is Party.CUSTOMER:
        found = found.filter(party=reader)
    return [_raised(one, now) for one in found.select_related("ticket", "event")]


def open_objections(user: User) -> QuerySet[Objection]:
    """Those that wait for the desk of a person's country; never on their own tickets."""
    waiting = Objection.objects.filter(answered_at=None, ticket__in=tickets_of_country(user))
    return waiting.order_by("due_at", "pk")


def waiting_objections(user: User, now: datetime) -> Sequence[Raised]:
    """The same as the desk's list shows them, the least time left first."""
    rows = open_objections(user).select_related("ticket__line", "event")[:MOST_SHOWN]
    return [_raised(one, now) for one in rows]


def may_answer(objection: Objection, user: User) -> bool:
    """Another member of the desk than who judged: the inspection, a ruling, or this very step."""
    ticket = objection.ticket
    judges = {ticket.inspected_by_id, ticket.ruled_by_id, objection.judge_id, objection.by_id}
    return user.pk not in judges


def _raised(objection: Objection, now: datetime) -> Raised:
    country = objection.ticket.country
    is_open = objection.answered_at is None
    return Raised(
        objection,
        Party(objection.party).label,
        Against(objection.against).label,
        moment_text(objection.opened_at, country),
        until_text(objection.due_at, country),
        moment_text(objection.answered_at, country) if objection.answered_at else "",
        Liable(objection.liable).label if objection.liable else "",
        deadline(objection.due_at, country, now) if is_open else None,
        is_open and now >= objection.due_at,
    )
