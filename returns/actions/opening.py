"""A customer applies, or the desk on their behalf; a double click opens one ticket."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from orders.models import Order, OrderLine
from returns.actions.recording import Change, Note, record, snapshot
from returns.actions.refusal import RefusedError, wrong
from returns.enums import Reason, RefundRoute, Role, Service, State, Step
from returns.models import Draft, Evidence, Ticket
from returns.models.ticket import Machine
from returns.policy.clauses import IMPOSSIBLE, fill, words_of
from returns.policy.eligibility import assess, assess_on_behalf
from returns.policy.entitlement import price_of
from returns.policy.evidence import required
from returns.policy.facts import Claim, ImpossibleClaimError
from returns.policy.facts import record as kept
from returns.policy.terms import terms_at, terms_of
from returns.queries.access import as_machine, shop_ids_of, staff_roles
from returns.queries.calendars import Calendars
from returns.queries.facts import facts_of, replacement_facts
from returns.queries.numbers import payout_numbers
from returns.queries.proof import counted
from returns.queries.stocks import makes_of
from returns.queries.trust import cheats_of

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No figure that looks like a letter: references are read out on the phone."""
SOLD_OUT = _("This one is sold out. Choose another one, or the same as you have.")
NO_SUCH_NUMBER = _("M-Pesa can't pay this refund to that number. Choose again how the money comes back.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Application:
    """What is sent: the claim, the customer's own words, and the draft that holds the photos.

    `variant` is the SKU of the make that an exchange shall bring, where it is another one.
    `number` is the key of one of `payout_numbers`, where the route is M-Pesa.
    `replacement_of` is the exchange whose new item it is about; None: the line itself.
    """

    claim: Claim
    statement: str = ""
    route: RefundRoute = RefundRoute.WALLET
    number: str = ""
    variant: str = ""
    draft: Draft | None = None
    on_behalf_reason: str = ""
    replacement_of: Ticket | None = None


def new_reference() -> str:
    """Random, not counted: 31 to the 8th of them."""
    signs = "".join(secrets.choice(ALPHABET) for _place in range(8))
    return f"KC-{signs[:4]}-{signs[4:]}"


def open_ticket(line_id: int, application: Application, *, by: User, now: datetime) -> Ticket:
    """Open a ticket on an order line, or on the new item that an exchange brought for some of it.

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
        exchange = _exchange(line, application)
        ticket = _ticket(line, exchange, application, role, by=by, now=now)
        ticket.save(force_insert=True)
        _write_down(ticket, role, application, by=by, now=now)
        _send_to_desk(ticket, now)
    return ticket


def _lock(line_id: int) -> OrderLine:
    locked = OrderLine.objects.select_for_update(of=("self",))
    try:
        return locked.select_related("order__customer__user", "shop", "category").get(pk=line_id)
    except OrderLine.DoesNotExist as missing:
        raise RefusedError("not_found", _("There is no such product.")) from missing


def _opened_from(draft: Draft | None) -> Ticket | None:
    """The ticket that a draft became; until it does, the draft is held, so that no photo joins it."""
    if draft is None:
        return None
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    return Ticket.objects.filter(draft_token=draft.token).first()


def _role(line: OrderLine, application: Application, by: User) -> Role:
    """Who applies: the customer, or the desk with a reason. Raises RefusedError for others."""
    if line.order.customer.user_id == by.pk:
        return Role.CUSTOMER
    desk = staff_roles(by) & {Role.DESK, Role.SUPERVISOR}
    if not desk or line.order.country != by.country or line.shop_id in shop_ids_of(by):
        raise RefusedError("not_found", _("There is no such product."))
    if not application.on_behalf_reason.strip():
        raise wrong("on_behalf_reason", _("Please say why you apply for the customer."))
    return min(desk)


def _exchange(line: OrderLine, application: Application) -> Ticket | None:
    """The ended exchange on this line whose new item is meant. Raises RefusedError for another ticket."""
    if application.replacement_of is None:
        return None
    ended = Ticket.objects.filter(line=line, state=State.EXCHANGED)
    exchange = ended.filter(pk=application.replacement_of.pk).first()
    if exchange is None:
        raise RefusedError("not_found", _("There is no such product."))
    exchange.line = line
    return exchange


def _ticket(
    line: OrderLine,
    exchange: Ticket | None,
    application: Application,
    role: Role,
    *,
    by: User,
    now: datetime,
) -> Machine:
    """The unsaved ticket, weighed by the policy. Raises RefusedError."""
    order, claim, terms = line.order, application.claim, terms_at(now)
    calendars = Calendars()
    facts = replacement_facts(exchange) if exchange else facts_of([order])[line.pk]
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
            replacement_of=exchange,
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
            wanted_sku=_wanted(line, application, quantity),
            refund_route=application.route,
            refund_phone=_payout_number(order, application),
            declared=kept(claim),
            facts=kept(facts),
            verdict=kept(verdict),
            terms=terms.key,
            draft_token=application.draft.token if application.draft else None,
            opened_by=by,
            on_behalf_reason=application.on_behalf_reason.strip(),
            opened_at=now,
            cheats=cheats_of(order.customer.user_id, now),
        )
    )
    ticket.begin(calendars.moment(ticket, now))
    return ticket


def _wanted(line: OrderLine, application: Application, quantity: int) -> str:
    """The make that an exchange shall bring; empty for the same one. Raises RefusedError."""
    if application.claim.service is not Service.EXCHANGE or application.variant in {"", line.sku}:
        return ""
    for make in makes_of(line):
        if make.sku == application.variant:
            if make.left < quantity:
                raise wrong("variant", SOLD_OUT)
            return make.sku
    raise wrong("variant", _("Please choose one of these."))


def _payout_number(order: Order, application: Application) -> str:
    """The number that M-Pesa pays. Raises RefusedError for one that is not the customer's to choose."""
    if application.route is RefundRoute.WALLET:
        return ""
    for number in payout_numbers(order, order.customer):
        if number.key == application.number:
            return number.phone
    raise wrong("route", NO_SUCH_NUMBER)


def _check_evidence(claim: Claim, application: Application) -> None:
    """As many photos as the reason needs (domain 5). Raises RefusedError."""
    rule = required(claim.reason, claim.missing_kind)
    files = counted(application.draft.evidence.all() if application.draft else ())
    if not rule.accepts(**files):
        raise wrong("photos", rule.wanted)
    if rule.needs_statement and not application.statement.strip():
        raise wrong("statement", _("Please tell us in your own words what happened."))


def _send_to_desk(ticket: Machine, now: datetime) -> None:
    """The desk has every ticket of whose parcels held something else too often (domain: Abuse)."""
    if ticket.cheats < terms_of(ticket.terms).abuse_to_desk:
        return
    before = snapshot(ticket)
    ticket.send_to_desk(Calendars().moment(ticket, now))
    record([Change(ticket, before, Step.SEND_TO_DESK, Role.SYSTEM, None, now, now, Note())])


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
