"""A customer applies, or the desk on their behalf; a double click opens one ticket."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.actions.recording import Change, Note, record, snapshot
from returns.actions.refusal import RefusedError, wrong
from returns.enums import Reason, RefundRoute, Role, Service, Step
from returns.models import Draft, Evidence, Ticket
from returns.models.ticket import Machine
from returns.policy.clauses import IMPOSSIBLE, fill, words_of
from returns.policy.eligibility import assess, assess_on_behalf
from returns.policy.entitlement import price_of
from returns.policy.evidence import required
from returns.policy.facts import Claim, ImpossibleClaimError
from returns.policy.facts import record as kept
from returns.policy.terms import terms_at
from returns.queries.access import as_machine, staff_roles
from returns.queries.calendars import Calendars
from returns.queries.facts import facts_of

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No figure that looks like a letter: references are read out on the phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """What is sent: the claim, the customer's own words, and the draft that holds the photos."""

    claim: Claim
    statement: str = ""
    route: RefundRoute = RefundRoute.WALLET
    draft: Draft | None = None
    on_behalf_reason: str = ""


def new_reference() -> str:
    """Random, not counted: 31 to the 8th of them."""
    signs = "".join(secrets.choice(ALPHABET) for _place in range(8))
    return f"KC-{signs[:4]}-{signs[4:]}"


def open_ticket(line_id: int, application: Application, *, by: User, now: datetime) -> Ticket:
    """Open a ticket on an order line.

    The customer's own line, or with a recorded reason any line of the agent's country. The same
    draft sent twice answers the same ticket. Raises RefusedError (codes: not_found, not_eligible,
    invalid); then nothing moved.
    """
    with transaction.atomic():
        line = _lock(line_id)
        opened = _opened_from(application.draft)
        if opened is not None:
            return opened
        role = _role(line, application, by)
        ticket = _ticket(line, application, role, by=by, now=now)
        ticket.save(force_insert=True)
        _write_down(ticket, role, application, by=by, now=now)
    return ticket


def _lock(line_id: int) -> OrderLine:
    locked = OrderLine.objects.select_for_update(of=("self",))
    try:
        return locked.select_related("order__customer__user", "shop", "category").get(pk=line_id)
    except OrderLine.DoesNotExist as missing:
        raise RefusedError("not_found", _("There is no such product.")) from missing


def _opened_from(draft: Draft | None) -> Ticket | None:
    if draft is None:
        return None
    return Ticket.objects.filter(draft_token=draft.token).first()


def _role(line: OrderLine, application: Application, by: User) -> Role:
    """Who applies: the customer, or the desk with a reason. Raises RefusedError for others."""
    if line.order.customer.user_id == by.pk:
        return Role.CUSTOMER
    desk = staff_roles(by) & {Role.DESK, Role.SUPERVISOR}
    if not desk or line.order.country != by.country:
        raise RefusedError("not_found", _("There is no such product."))
    if not application.on_behalf_reason.strip():
        raise wrong("on_behalf_reason", _("Please say why you apply for the customer."))
    return min(desk)


def _ticket(line: OrderLine, application: Application, role: Role, *, by: User, now: datetime) -> Machine:
    """The unsaved ticket, weighed by the policy. Raises RefusedError."""
    order, claim, terms = line.order, application.claim, terms_at(now)
    calendars = Calendars()
    facts = facts_of([order])[line.pk]
    weigh = assess if role is Role.CUSTOMER else assess_on_behalf
    try:
        verdict = weigh(facts, claim, terms, calendars.of(order.country), now=now)
    except ImpossibleClaimError as impossible:
        field = impossible.code.partition("_")[0]
        named = field if field in {"quantity", "amount"} else None
        text = fill(IMPOSSIBLE[impossible.code], terms)
        raise RefusedError("invalid", text, field=named) from impossible
    if not verdict:
        why, _still = words_of(verdict, terms)
        raise RefusedError("not_eligible", why, clause=verdict.clause)
    if role is Role.CUSTOMER:
        _check_evidence(claim, application)
    quantity = claim.pieces(facts)
    refund_only = claim.service is Service.REFUND_ONLY
    ticket = as_machine(
        Ticket(
            reference=new_reference(),
            line=line,
            customer=order.customer,
            shop=line.shop,
            country=order.country,
            currency=order.currency,
            is_local=order.kind == "local",
            asked_service=claim.service,
            service=claim.service,
            reason=claim.reason,
            missing_kind=claim.missing_kind if claim.reason is Reason.MISSING else "",
            quantity=quantity,
            worth_amount=price_of(facts, quantity).amount,
            asked_amount=verdict.refund.amount if refund_only and verdict.refund else None,
            statement=application.statement.strip(),
            refund_route=application.route,
            declared=kept(claim),
            facts=kept(facts),
            verdict=kept(verdict),
            terms=terms.key,
            draft_token=application.draft.token if application.draft else None,
            opened_by=by,
            on_behalf_reason=application.on_behalf_reason.strip(),
            opened_at=now,
        )
    )
    ticket.begin(calendars.moment(ticket, now))
    return ticket


def _check_evidence(claim: Claim, application: Application) -> None:
    """As many photos as the reason needs (domain 5). Raises RefusedError."""
    rule = required(claim.reason, claim.missing_kind)
    photos = application.draft.evidence.count() if application.draft else 0
    if not rule.accepts(photos):
        raise wrong("photos", rule.wanted)
    if rule.needs_statement and not application.statement.strip():
        raise wrong("statement", _("Please tell us in your own words what happened."))


def _write_down(ticket: Machine, role: Role, application: Application, *, by: User, now: datetime) -> None:
    note = Note(clause=str(ticket.verdict.get("clause", "")), text=ticket.on_behalf_reason)
    change = Change(ticket, snapshot(ticket), Step.OPEN, role, by, now, now, note)
    (event,) = record([change])
    Ticket.objects.filter(pk=ticket.pk).update(last_event=ticket.last_event)
    OrderLine.objects.filter(pk=ticket.line_id).update(ticket_count=F("ticket_count") + 1)
    if application.draft is not None:
        photos = Evidence.objects.filter(draft=application.draft)
        photos.update(ticket=ticket.pk, draft=None, event=event)
        application.draft.delete()
