"""What a notice has to tell, as its step left things: the facts that a mail and an SMS are filled with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.money import Money
from returns.enums import ComponentKind, Liable, NoticeKind, Party, Reason, RefundRoute, Service, State, Step
from returns.models import ClockSegment, HandBack, Notice, Objection, Refund, TicketEvent
from returns.models.ticket import Machine
from returns.policy.clauses import CLAUSES, fill
from returns.policy.terms import terms_of
from returns.policy.turns import Offered, Turn, turn_of
from returns.queries.deciding import as_decided
from returns.queries.money import entitlement_of
from returns.queries.stakes import money_of
from returns.queries.timeline import CODES, details_of
from returns.queries.wording.news import (
    ON_BEHALF,
    PICK_UP,
    WAITS,
    WROTE,
    Values,
    news_of,
    objection_news,
    solution_of,
)

SPOKEN: dict[str, Party] = {
    Step.OPEN: Party.CUSTOMER,
    Step.OFFER: Party.SELLER,
    Step.REJECT: Party.SELLER,
    Step.APPEAL: Party.CUSTOMER,
    Step.ASK_EVIDENCE: Party.KILIMALL,
    Step.RULE_OFFER: Party.KILIMALL,
    Step.RULE_REFUND: Party.KILIMALL,
    Step.RULE_REPLACE: Party.KILIMALL,
    Step.RULE_AGAINST: Party.KILIMALL,
    Step.RULE_SEND_BACK: Party.KILIMALL,
    Step.RULE_DELIVERED: Party.KILIMALL,
    Step.FAIL: Party.KILIMALL,
    Step.SPLIT: Party.KILIMALL,
}
"""Steps whose words are written for the other side to read, and whose words they are."""

OFFERS: dict[str, Offered] = {
    Step.APPROVE: Offered.GRANTED,
    Step.OFFER: Offered.OTHER,
    Step.RULE_OFFER: Offered.FINAL,
    Step.RULE_BY_DEFAULT: Offered.FINAL,
}
WAY = ("method", "carrier", "waybill", "place")
NAMED = {Party.CUSTOMER: WAY, Party.SELLER: ("liable", *WAY)}
"""What a step named and its mail lists."""
IN_NEWS = frozenset({Step.ARRIVE, Step.DISPATCH, Step.BOOK_COLLECTION})
"""Steps whose sentence says it already."""
WITH_CODE = frozenset({Step.ARRIVE, Step.SEND_BACK, Step.RULE_SEND_BACK})
"""Steps after which the customer is handed goods on a code: at the counter, or at the door."""
MONEY_STATES = frozenset({State.REFUND_PROCESSING, State.REFUNDED})

Facts = Sequence[tuple[StrOrPromise, str]]


@dataclass(frozen=True, slots=True)
class Tidings:
    """A notice in words, for its own audience. `meanwhile` is the state since, where it is another."""

    ticket: Machine
    turn: Turn
    meanwhile: str
    news: str
    facts: Facts
    words: str
    speaker: Party | None
    values: Values


def tidings_of(notice: Notice, now: datetime) -> Tidings:
    """What the notice tells. A reminder's clock still runs, so its turn is the present one."""
    ticket, event, reader = as_decided(notice.ticket, now), notice.event, Party(notice.audience)
    is_late = not notice.segment_id and ticket.last_event != event.number
    turn = _turn_after(event, ticket) if is_late else turn_of(ticket)
    meanwhile = str(State(ticket.state).label) if ticket.state != turn.state else ""
    refund = _refund(event)
    values = _values(event, ticket, refund)
    if notice.objection is not None:
        return Tidings(
            ticket,
            turn_of(ticket),
            "",
            objection_news(notice.objection, reader),
            list(_judged(notice.objection)),
            *_answer(notice.objection),
            values,
        )
    if notice.message is not None:
        speaker = Party(notice.message.party)
        wrote = str(WROTE[speaker])
        return Tidings(ticket, turn_of(ticket), "", wrote, (), notice.message.text, speaker, values)
    if notice.hand_back is not None:
        return _of_home(notice, notice.hand_back, ticket, values)
    if NoticeKind(notice.kind).waits:
        values["place"] = _counter_of(ticket)
        return Tidings(ticket, turn, "", str(WAITS) % values, (), "", None, values)
    if notice.segment_id:
        return Tidings(ticket, turn, "", "", (), "", None, values)
    return Tidings(
        ticket,
        turn,
        meanwhile,
        _news(event, ticket, reader, values, is_paid=refund is not None),
        [*_facts(event, ticket, reader), *_parts(refund)],
        *_words(event, ticket, reader),
        values,
    )


HOME: dict[str, Step] = {
    NoticeKind.HOME_SENT: Step.SEND_BACK,
    NoticeKind.HOME_HERE: Step.ARRIVE,
    NoticeKind.HOME_SHELF: Step.SHELVE,
    NoticeKind.HOME_GONE: Step.DISPOSE,
}
"""What happens to the goods of a closed ticket is told like the same of an open one."""


def _of_home(notice: Notice, home: HandBack, ticket: Machine, values: dict[str, str]) -> Tidings:
    values |= {"place": home.place, "code": home.code}
    turn = turn_of(ticket)
    if home.ended_at is None:
        turn = replace(turn, state=State.SENDING_BACK, holder=Party.KILIMALL)
        turn = replace(turn, due_at=home.due_at, due_step=home.due_step)
    if step := HOME.get(notice.kind):
        news = news_of(step, terms_of(ticket.terms), Party(notice.audience), values, is_paid=False)
    else:
        news = str(WAITS) % values
    if home.arrived_at and home.ended_at is None:
        news = f"{news} {str(PICK_UP) % values}"
    return Tidings(ticket, turn, "", news, (), "", None, values)


def _judged(objection: Objection) -> Iterator[tuple[StrOrPromise, str]]:
    """What an answer rests on."""
    if objection.clause:
        title = fill(CLAUSES[objection.clause].title, terms_of(objection.ticket.terms))
        yield _("Clause of the policy"), f"{objection.clause} {title}"
    if objection.liable:
        yield _("Who bears the cost"), str(Liable(objection.liable).label)


def _answer(objection: Objection) -> tuple[str, Party | None]:
    return (objection.answer, Party.KILIMALL) if objection.answer else ("", None)


def _counter_of(ticket: Machine) -> str:
    """Where the parcel waits: the place of its last arrival."""
    arrived = TicketEvent.objects.filter(ticket=ticket.pk, step=Step.ARRIVE).order_by("-number").first()
    return str(arrived.details.get("place", "")) if arrived else ""


def _turn_after(event: TicketEvent, ticket: Machine) -> Turn:
    """The turn that began with the step, or that it left as it was."""
    segments = ClockSegment.objects.filter(ticket=ticket.pk, state=event.to_state, started_at__lte=event.at)
    segment = segments.order_by("-started_at", "-pk").first()
    turn = turn_of(ticket)
    return replace(
        turn,
        state=event.to_state,
        holder=segment.holder if segment else "",
        due_at=segment.due_at if segment else None,
        due_step=segment.due_step if segment else "",
        offered=OFFERS.get(event.step, turn.offered),
        method=event.details.get("method", turn.method),
    )


def _refund(event: TicketEvent) -> Refund | None:
    """The refund that the step decided or paid."""
    if event.to_state not in MONEY_STATES or event.to_state == event.from_state:
        return None
    return Refund.objects.filter(ticket=event.ticket_id, objection=None).first()


def _values(event: TicketEvent, ticket: Machine, refund: Refund | None) -> dict[str, str]:
    """What fills the sentences: amounts, places and numbers as people read them."""
    named = {name: str(event.details.get(name, "")) for name in ("place", "carrier", "waybill", "window")}
    service = Service(event.details.get("service", ticket.asked_service))
    amount = event.details.get("amount")
    solution = Money(Decimal(amount), ticket.currency) if amount else _expected(ticket, service)
    money = Money(refund.amount, refund.currency) if refund else _offered(ticket) or solution
    return {
        **named,
        "solution": solution_of(service, solution.label()),
        "money": (solution if amount and not refund else money).label(),
        "route": str(RefundRoute(refund.route if refund else ticket.refund_route).label),
        "code": ticket.pickup_code,
        "reference": ticket.reference,
    }


def _offered(ticket: Machine) -> Money | None:
    return None if ticket.offer_amount is None else Money(ticket.offer_amount, ticket.currency)


def _expected(ticket: Machine, service: Service) -> Money:
    """What the service would pay: what was asked for, or worked out, or all that is possible."""
    if service is Service.REFUND_ONLY:
        return Money(ticket.asked_amount or ticket.worth_amount, ticket.currency)
    if service is Service.EXCHANGE:
        return ticket.worth
    kept = ticket.verdict.get("refund") if ticket.asked_service == service else None
    return money_of(kept) if kept else entitlement_of(ticket, service=service).total


def _news(event: TicketEvent, ticket: Machine, reader: Party, values: Values, *, is_paid: bool) -> str:
    if event.step == Step.OPEN and event.party == Party.KILIMALL and reader is Party.CUSTOMER:
        return str(ON_BEHALF)
    told = news_of(event.step, terms_of(ticket.terms), reader, values, is_paid=is_paid)
    has_code = event.step in WITH_CODE and event.to_state == State.SENDING_BACK and ticket.pickup_code
    if has_code and reader is Party.CUSTOMER:
        return f"{told} {str(PICK_UP) % values}"
    return told


def _facts(event: TicketEvent, ticket: Machine, reader: Party) -> Iterator[tuple[StrOrPromise, str]]:
    """What stands beside the sentences. A shop learns the customer's name: no phone, no address."""
    if event.step == Step.OPEN:
        if reader is Party.SELLER:
            yield _("Customer"), ticket.customer.user.name
        yield from _claim(ticket)
    if event.step in SPOKEN and event.step != Step.OPEN:
        code, clause = CODES.get(event.code, ""), CLAUSES.get(event.clause)
        if code:
            yield _("Why"), str(code)
        if clause and event.step != Step.OFFER:
            yield _("Clause of the policy"), f"{event.clause} {fill(clause.title, terms_of(ticket.terms))}"
    if event.step not in IN_NEWS:
        yield from details_of(event, ticket.currency, NAMED[reader])


def _claim(ticket: Machine) -> Iterator[tuple[StrOrPromise, str]]:
    """What was applied for, why, and how much it is about."""
    service = Service(ticket.asked_service)
    yield _("Product"), f"{ticket.quantity} x {ticket.line.name}"
    yield _("Asked for"), str(service.label)
    yield _("Reason"), str(Reason(ticket.reason).label)
    amount = _("Price paid") if service is Service.EXCHANGE else _("Amount")
    yield amount, _expected(ticket, service).label()


def _parts(refund: Refund | None) -> Iterator[tuple[StrOrPromise, str]]:
    """What the refund is made of, where that is more than the price."""
    parts = list(refund.components.order_by("pk")) if refund else []
    for part in parts if len(parts) > 1 else ():
        label = f"{ComponentKind(part.kind).label} ({part.clause})"
        yield label, Money(part.amount, part.refund.currency).label()


def _words(event: TicketEvent, ticket: Machine, reader: Party) -> tuple[str, Party | None]:
    """The other side's words, and whose they are; nobody is read their own."""
    speaker = SPOKEN.get(event.step)
    if speaker is None or speaker is reader:
        return "", None
    words = ticket.statement if event.step == Step.OPEN else event.text
    return (words, speaker) if words else ("", None)
