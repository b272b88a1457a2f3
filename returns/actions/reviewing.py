"""The seller answers, the customer answers the seller, and either side sends proof."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from returns.actions.collecting import end_visit
from returns.actions.move import Move, refund_only, returning
from returns.actions.proving import attach
from returns.actions.recording import Note
from returns.actions.refunding import pay_amount
from returns.actions.refusal import RefusedError, wrong
from returns.actions.reserving import promise
from returns.actions.ways import keep_destination, return_method
from returns.enums import (
    Collected,
    HandOverCode,
    Party,
    RejectCode,
    Service,
    State,
    Step,
    StrikeKind,
)
from returns.models import ExchangeTicket, RefundOnlyTicket
from returns.models.ticket import Machine
from returns.policy.offers import offerable
from returns.queries.access import as_machine

NOTHING_CAME = ("K3", _("There is nothing to send back."))
OVERSEAS = ("K2", _("Overseas orders can't be exchanged."))


def approve(move: Move) -> Note:
    """As asked: for refund only the money goes out at once."""
    move.ticket.approve(move.moment)
    _promise(move)
    if isinstance(move.ticket, RefundOnlyTicket):
        pay_amount(move, move.ticket.asked_amount)
    return Note(clause="1.3")


def offer(move: Move) -> Note:
    """Another service, or less money as refund only (domain: Review)."""
    service, amount = solution(move)
    if (service, amount) == (move.ticket.asked_service, move.ticket.asked_amount):
        raise wrong("service", _("This is what the customer asked for: approve it instead."))
    text = move.text()
    move.ticket.offer(move.moment, service=service, amount=amount)
    return Note(clause="1.3", text=text, details=_solution_details(service, amount))


def solution(move: Move) -> tuple[Service, Decimal | None]:
    """The service and the amount that are put on the table. Raises RefusedError."""
    ticket, service = move.ticket, move.service()
    overseas = ticket.line.order.kind == "global"
    if service not in offerable(move.moment.terms, is_global=overseas, nothing_came=ticket.nothing_came):
        clause, why = NOTHING_CAME if ticket.nothing_came else OVERSEAS
        raise RefusedError("invalid", why, field="service", clause=clause)
    return service, move.amount(ticket.most_offered) if service is Service.REFUND_ONLY else None


def _solution_details(service: str, amount: Decimal | None) -> dict[str, str]:
    details = {"service": str(service)}
    return details if amount is None else {**details, "amount": f"{amount:f}"}


def reject(move: Move) -> Note:
    """No, with a coded reason, a clause and the words the customer will read."""
    code = move.word("code", RejectCode, _("Please choose why."))
    note = Note(clause=move.clause(), code=code, text=move.text())
    move.ticket.reject(move.moment)
    return note


def hand_to_kilimall(move: Move) -> Note:
    """The shop steps aside; no strike mark."""
    code = move.word("code", HandOverCode, _("Please choose why."))
    note = Note(clause="1.3", code=code, text=move.text(required=False))
    move.ticket.hand_to_kilimall(move.moment)
    return note


def take_over(move: Move) -> Note:
    """48 hours of silence: Kilimall decides, and the shop gets a strike mark."""
    move.ticket.take_over(move.moment)
    return Note(clause="1.3", strike=StrikeKind.SILENT)


def _take_offer(move: Move) -> Machine:
    """The ticket on the machine of the offered service; only here may it change."""
    ticket = move.ticket
    if ticket.offer_service != ticket.service:
        ticket.service = ticket.offer_service
        move.ticket = as_machine(ticket)
    return move.ticket


def _promise(move: Move) -> None:
    """An exchange that was offered in place of something else is agreed only now."""
    if isinstance(move.ticket, ExchangeTicket):
        promise(move.ticket, move.moment.now)


def accept_here(move: Move) -> Note:
    """Take the solution on the table; the goods were logged already."""
    ticket = _take_offer(move)
    keep_destination(move)
    returning(ticket).accept_here(move.moment)
    _promise(move)
    return Note(clause="1.2", details=_solution_details(ticket.offer_service, ticket.offer_amount))


def accept(move: Move) -> Note:
    """Take the solution on the table, and say how the goods come back."""
    ticket = _take_offer(move)
    details = _solution_details(ticket.offer_service, ticket.offer_amount)
    if isinstance(ticket, RefundOnlyTicket):
        ticket.accept(move.moment)
        pay_amount(move, ticket.offer_amount)
        return Note(clause="1.2", details=details)
    method = return_method(move)
    keep_destination(move)
    returning(ticket).accept(move.moment, way=method)
    _promise(move)
    return Note(clause="1.2", details={**details, "method": str(method)})


def accept_by_silence(move: Move) -> Note:
    """Less money was offered, nobody answered: it goes out."""
    ticket = refund_only(move.ticket)
    ticket.accept_by_silence(move.moment)
    pay_amount(move, ticket.offer_amount)
    return Note(clause="1.2")


def appeal(move: Move) -> Note:
    """Kilimall is asked to decide; against an inspection with new proof."""
    failed = move.ticket.state == State.INSPECTION_FAILED
    attach(move, fewest=1 if failed else 0)
    note = Note(text=move.text())
    move.ticket.appeal(move.moment)
    return note


def expire(move: Move) -> Note:
    """The customer missed a step."""
    move.ticket.expire(move.moment)
    return Note()


def withdraw(move: Move) -> Note:
    """The customer takes the application back."""
    note = Note(text=move.text(required=False))
    end_visit(move, Collected.CALLED_OFF)
    move.ticket.withdraw(move.moment)
    return note


def ask_evidence(move: Move) -> Note:
    """The desk asks one side."""
    sides = (Party.CUSTOMER, Party.SELLER)
    party = Party(move.word("party", sides, _("Please choose whom to ask.")))
    note = Note(text=move.text(), details={"party": str(party)})
    move.ticket.ask_evidence(move.moment, party=party)
    return note


def answer(move: Move) -> Note:
    """The side that was asked sends words and photos."""
    attach(move)
    note = Note(text=move.text())
    move.ticket.answer(move.moment)
    return note


def close_file(move: Move) -> Note:
    """No proof came in time."""
    move.ticket.close_file(move.moment)
    return Note()


def escalate(move: Move) -> Note:
    """Nobody decided in time: the supervisor's list."""
    move.ticket.escalate(move.moment)
    return Note()


def extend(move: Move) -> Note:
    """No channel took the notice: three more days."""
    move.ticket.extend(move.moment)
    return Note()


STEPS: Mapping[Step, Callable[[Move], Note]] = {
    Step.APPROVE: approve,
    Step.OFFER: offer,
    Step.REJECT: reject,
    Step.HAND_TO_KILIMALL: hand_to_kilimall,
    Step.TAKE_OVER: take_over,
    Step.ACCEPT: accept,
    Step.ACCEPT_HERE: accept_here,
    Step.ACCEPT_BY_SILENCE: accept_by_silence,
    Step.APPEAL: appeal,
    Step.EXPIRE: expire,
    Step.WITHDRAW: withdraw,
    Step.ASK_EVIDENCE: ask_evidence,
    Step.ANSWER: answer,
    Step.CLOSE_FILE: close_file,
    Step.ESCALATE: escalate,
    Step.EXTEND: extend,
}
