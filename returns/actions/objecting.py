"""Objections are raised by customer or shop and answered by the desk; none moves the ticket (domain 3)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from returns.actions.charging import charge_shop
from returns.actions.ledger import account, transfer
from returns.actions.recording import tell_beside
from returns.actions.refunding import raise_refunded
from returns.actions.refusal import RefusedError, wrong
from returns.actions.stepping import lock
from returns.enums import (
    PAID_BACK,
    AccountKind,
    Against,
    ComponentKind,
    Liable,
    NoticeKind,
    Party,
    RefundRoute,
    Role,
)
from returns.models import Objection, Refund, RefundComponent, Ticket
from returns.policy.clauses import CLAUSES
from returns.policy.permissions import DESK
from returns.policy.terms import terms_of
from returns.queries.access import roles_on
from returns.queries.calendars import Calendars
from returns.queries.objections import chance_of, counted_inspections, may_answer, undeclared_deductions

HEAR = {
    Against.DEDUCTION: (Party.CUSTOMER, Party.SELLER),
    Against.LIABILITY: (Party.SELLER,),
    Against.COUNT: (Party.CUSTOMER,),
}
"""Who hears of an answer: whom it moves."""
NO_CHANCE = _("There is nothing to object to here, or the time for it is over.")
ANSWERED = _("This objection was answered already. Below you see how.")
JUDGED = _("You judged this ticket before: another member of the desk answers.")


def raise_objection(ticket_id: int, *, by: User, text: str, now: datetime) -> Objection:
    """The customer against a deduction that is news, or the shop against what it bears.

    Raises RefusedError (not_open: nothing to object to, or too late).
    """
    with transaction.atomic():
        ticket = lock(ticket_id)
        role = next(iter(roles_on(by, ticket) & {Role.CUSTOMER, Role.SELLER}), None)
        chance = chance_of(ticket, role, now) if role else None
        if role is None or chance is None:
            raise RefusedError("not_open", NO_CHANCE, ticket=ticket)
        calendar = Calendars().of(ticket.country)
        objection = Objection.objects.create(
            ticket_id=ticket.pk,
            event=chance.event,
            party=role.party,
            against=chance.against,
            text=text,
            by=by,
            judge_id=chance.event.by_id,
            opened_at=now,
            due_at=terms_of(ticket.terms).objection_answer.after(now, calendar),
        )
        tell_beside(ticket, NoticeKind.OBJECTED, [role.party], now, objection=objection)
    return objection


def answer_objection(
    objection_id: int,
    *,
    by: User,
    upheld: bool,
    clause: str,
    text: str,
    liable: str = "",
    now: datetime,
) -> Objection:
    """The desk's answer, by somebody who judged nothing before. Raises RefusedError; then nothing moved.

    Upheld for the customer, the deducted part is paid into the wallet; for the shop, the cost moves to
    `liable`. What was paid to the customer stays paid.
    """
    with transaction.atomic():
        found = Objection.objects.select_related("ticket").get(pk=objection_id)
        ticket = lock(found.ticket_id)
        objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
        objection.ticket = ticket
        _check(objection, ticket, by, clause)
        if objection.against == Against.LIABILITY and upheld:
            objection.liable = _moved(ticket, liable, now)
        elif objection.against == Against.COUNT and upheld:
            counted_inspections(ticket).update(is_counted=False)
        elif upheld:
            _pay_back(objection, ticket, now)
        objection.is_upheld, objection.clause, objection.answer = upheld, clause, text
        objection.answered_at, objection.answered_by = now, by
        objection.save()
        tell_beside(ticket, NoticeKind.JUDGED, HEAR[Against(objection.against)], now, objection=objection)
    return objection


def _check(objection: Objection, ticket: Ticket, by: User, clause: str) -> None:
    if objection.answered_at is not None:
        raise RefusedError("not_open", ANSWERED)
    if not roles_on(by, ticket) & DESK:
        raise RefusedError("not_open", NO_CHANCE)
    if not may_answer(objection, by):
        raise RefusedError("not_open", JUDGED)
    if clause not in CLAUSES:
        raise wrong("clause", _("Please name a clause of the policy."))


def _moved(ticket: Ticket, liable: str, now: datetime) -> Liable:
    """Move the cost of the ticket's refunds by new transfers; an unpaid one is charged when it is paid."""
    if liable not in {Liable.KILIMALL, Liable.NOBODY}:
        raise wrong("liable", _("Please say who bears the cost instead of the shop."))
    for refund in Refund.objects.select_for_update().filter(ticket=ticket.pk).order_by("pk"):
        refund.liable = liable
        refund.save(update_fields=["liable"])
        if refund.paid_at is not None:
            charge_shop(refund, ticket, now)
    return Liable(liable)


def _pay_back(objection: Objection, ticket: Ticket, now: datetime) -> None:
    """What was deducted goes into the wallet at once, as a refund of its own beside the first."""
    parts = undeclared_deductions(ticket)
    first = Refund.objects.get(ticket=ticket.pk, objection=None)
    amount = sum((-part.amount for part in parts), Decimal(0))
    refund = Refund.objects.create(
        ticket_id=ticket.pk,
        objection=objection,
        currency=ticket.currency,
        amount=amount,
        route=RefundRoute.WALLET,
        liable=first.liable,
        decided_at=now,
        paid_at=now,
    )
    RefundComponent.objects.bulk_create(
        RefundComponent(
            refund=refund, kind=PAID_BACK[ComponentKind(part.kind)], amount=-part.amount, clause=part.clause
        )
        for part in parts
    )
    house = account(AccountKind.REFUNDS, ticket.currency)
    wallet = account(AccountKind.WALLET, ticket.currency, customer_id=ticket.customer_id)
    transfer(refund, str(AccountKind.WALLET), house, wallet, amount, now)
    charge_shop(refund, ticket, now)
    raise_refunded(ticket.line_id, Money(amount, ticket.currency))
