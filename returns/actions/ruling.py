"""The desk decides a quarrel; or nobody did, and silence decides."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kilicare.kernel.money import Money
from returns.actions.move import Move, exchange, returning
from returns.actions.recording import Note
from returns.actions.refunding import pay_amount, pay_entitlement
from returns.actions.returning import give_code_for_door
from returns.actions.reviewing import solution
from returns.enums import Liable, Reason, Step, StrikeKind
from returns.models import RefundOnlyTicket
from returns.queries.money import entitlement_of

GRAVE = {Reason.WRONG_ITEM, Reason.COUNTERFEIT}


def ruling(move: Move, *, upheld: bool, amount: Decimal | None = None) -> Note:
    """What every ruling says: a clause, a text, who is liable; and the ruler's name on the row.

    A wrong or counterfeit item that Kilimall confirms marks the shop (domain: Words).
    """
    liable = move.word("liable", Liable, _("Please say who bears the cost."))
    note = Note(
        clause=move.clause(),
        text=move.text(),
        strike=StrikeKind.UPHELD if upheld and move.ticket.reason in GRAVE else "",
        details={"liable": liable} | ({"amount": f"{amount:f}"} if amount else {}),
    )
    move.ticket.liable = liable
    move.ticket.ruled_by = move.by
    return note


def rule_offer(move: Move) -> Note:
    """A final solution, while the goods are with the customer."""
    service, amount = solution(move)
    note = ruling(move, upheld=True, amount=amount)
    note.details["service"] = str(service)
    move.ticket.rule_offer(move.moment, service=service, amount=amount)
    return note


def rule_refund(move: Move) -> Note:
    """Money for the customer: in full, or the amount that is named."""
    ticket = move.ticket
    asked = move.details.get("amount")
    if isinstance(ticket, RefundOnlyTicket):
        amount = move.amount(ticket.most_offered) if asked is not None else ticket.asked_amount
        note = ruling(move, upheld=True, amount=amount)
        ticket.rule_refund(move.moment, amount=amount)
        pay_amount(move, amount)
        return note
    most = entitlement_of(ticket, deduct=not ticket.replacement_lost).total
    amount = move.amount(most) if asked is not None else None
    note = ruling(move, upheld=True, amount=amount)
    ticket.rule_refund(move.moment)
    if amount is None or Money(amount, ticket.currency) == most:
        pay_entitlement(move, deduct=not ticket.replacement_lost)
    else:
        pay_amount(move, amount)
    return note


def rule_replace(move: Move) -> Note:
    """A new item for the customer, whose goods left their hands."""
    note = ruling(move, upheld=True)
    exchange(move.ticket).rule_replace(move.moment)
    return note


def rule_against(move: Move) -> Note:
    """Against the customer; Kilimall holds no goods."""
    note = ruling(move, upheld=False)
    move.ticket.rule_against(move.moment)
    return note


def rule_send_back(move: Move) -> Note:
    """Against the customer, who gets the goods back."""
    note = ruling(move, upheld=False)
    ticket = returning(move.ticket)
    ticket.rule_send_back(move.moment)
    give_code_for_door(ticket)
    return note


def rule_delivered(move: Move) -> Note:
    """The new item was delivered after all."""
    note = ruling(move, upheld=False)
    exchange(move.ticket).rule_delivered(move.moment)
    return note


def rule_by_default(move: Move) -> Note:
    """The seller stayed silent and nobody ruled: what was asked."""
    move.ticket.rule_by_default(move.moment)
    if isinstance(move.ticket, RefundOnlyTicket):
        pay_amount(move, move.ticket.asked_amount)
    return Note(clause="1.3")


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.RULE_OFFER: rule_offer,
    Step.RULE_REFUND: rule_refund,
    Step.RULE_REPLACE: rule_replace,
    Step.RULE_AGAINST: rule_against,
    Step.RULE_SEND_BACK: rule_send_back,
    Step.RULE_DELIVERED: rule_delivered,
    Step.RULE_BY_DEFAULT: rule_by_default,
}
