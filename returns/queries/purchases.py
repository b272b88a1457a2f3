"""What a customer bought, and of each product whether it may come back, until when, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kilicare.accounts.models import User
from kilicare.kernel.calendar import Calendar
from kilicare.kernel.verdict import Verdict
from orders.models import Order, OrderLine
from orders.queries import found as orders_found
from orders.queries import line_of, orders_of, orders_of_country
from returns.enums import State
from returns.models import Ticket
from returns.policy.clauses import words_of
from returns.policy.eligibility import may_apply
from returns.policy.facts import LineFacts
from returns.policy.terms import Terms, terms_at
from returns.queries.access import countrys_ticket, own_ticket, shop_ids_of
from returns.queries.deadlines import Deadline, deadline
from returns.queries.facts import facts_of, replacement_facts
from returns.queries.paging import slice_of
from returns.queries.typed import phone_typed
from returns.queries.wording import until_text

PAGE = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict in words: the clause, why, and what can still be done."""

    verdict: Verdict
    clause: str
    why: str
    still: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order line, what the rules say of it now, and its tickets.

    With `exchange`: the new item that came for some of its pieces, and what the rules say of that.
    """

    line: OrderLine
    facts: LineFacts
    answer: Answer
    closes: Deadline | None
    tickets: Sequence[Ticket]
    exchange: Ticket | None = None

    @property
    def may_apply(self) -> bool:
        """Whether it may come back for some reason."""
        return self.answer.verdict.allowed

    @property
    def paid(self) -> str:
        """What was paid for it."""
        return self.facts.paid.label()

    @property
    def live_ticket(self) -> Ticket | None:
        """The open ticket of the line, if there is one."""
        return next((ticket for ticket in self.tickets if ticket.is_open), None)

    @property
    def own_tickets(self) -> list[Ticket]:
        """Of the line's tickets those on the very goods: the first ones, or the new item."""
        exchange_id = self.exchange.pk if self.exchange else None
        return [ticket for ticket in self.tickets if ticket.replacement_of_id == exchange_id]

    @property
    def warranty_until(self) -> str:
        """The end of the warranty, as people read it: the day on which it ends (clause 2.3)."""
        end = self.answer.verdict.warranty_ends_at
        return until_text(end, self.line.order.country) if end else ""


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order and its lines."""

    order: Order
    purchases: Sequence[Purchase]


@dataclass(frozen=True, slots=True)
class Purchases:
    """A page of a customer's orders, and the mark of the next page."""

    orders: Sequence[OrderView]
    after: str


def purchases_of(user: User, after: str, now: datetime) -> Purchases:
    """A customer's orders, the latest first. The same number of statements for one and for ten."""
    found = slice_of(orders_of(user), "placed_at", after, latest_first=True, size=PAGE)
    return Purchases(order_views(found.rows, now), found.after)


def order_of(user: User, number: str, now: datetime) -> OrderView | None:
    """One order of this customer; None for a foreign one too."""
    order = orders_of(user).filter(number=number).first()
    return order_views([order], now)[0] if order else None


def orders_to_help(user: User, text: str, now: datetime) -> list[OrderView]:
    """What the desk finds by an order number or a phone, to apply on the customer's behalf."""
    orders = orders_of_country(user)
    found = orders_found(orders, text) | orders.filter(customer__user__phone=phone_typed(text, user))
    found = found.select_related("customer__user").order_by("-placed_at", "-pk")
    return order_views(list(found[:PAGE]), now)


def order_views(orders: Sequence[Order], now: datetime) -> list[OrderView]:
    """Some orders with all that the rules say of their lines."""
    terms, facts = terms_at(now), facts_of(orders)
    lines = OrderLine.objects.filter(order__in=orders).select_related("order", "shop", "category")
    tickets = Ticket.objects.filter(line__order__in=orders).order_by("-opened_at", "-pk")
    of_line: dict[int, list[Ticket]] = {}
    for ticket in tickets if any(fact.past.applications for fact in facts.values()) else ():
        of_line.setdefault(ticket.line_id, []).append(ticket)
    of_order: dict[int, list[Purchase]] = {}
    for line in lines.order_by("order_id", "number"):
        purchase = _purchase(line, facts[line.pk], of_line.get(line.pk, []), terms, now)
        of_order.setdefault(line.order_id, []).append(purchase)
    return [OrderView(order, of_order.get(order.pk, [])) for order in orders]


def purchase_of(user: User, number: str, line_number: int, now: datetime) -> Purchase | None:
    """One line that this customer bought; None for a foreign one too."""
    try:
        line = line_of(user, number, line_number)
    except OrderLine.DoesNotExist:
        return None
    return _alone(line, now)


def purchase_to_help(user: User, number: str, line_number: int, now: datetime) -> Purchase | None:
    """One line of the agent's country; None for their own purchase or shop, and for one elsewhere."""
    lines = OrderLine.objects.filter(
        order__in=orders_of_country(user), order__number=number, number=line_number
    )
    others = lines.exclude(order__customer__user=user).exclude(shop__in=shop_ids_of(user))
    line = others.select_related("order", "shop", "category").first()
    return _alone(line, now) if line else None


def replacement_of(user: User, reference: str, now: datetime) -> Purchase | None:
    """The new item of this customer's exchange; None for a foreign ticket, and while there is none."""
    return _replacement(own_ticket(user, reference), now)


def replacement_to_help(user: User, reference: str, now: datetime) -> Purchase | None:
    """The new item of an exchange in the agent's country; None as above."""
    return _replacement(countrys_ticket(user, reference), now)


def _alone(line: OrderLine, now: datetime) -> Purchase:
    facts = facts_of([line.order])[line.pk]
    return _purchase(line, facts, _tickets_of(line), terms_at(now), now)


def _replacement(exchange: Ticket | None, now: datetime) -> Purchase | None:
    if exchange is None or exchange.state != State.EXCHANGED:
        return None
    facts, line = replacement_facts(exchange), exchange.line
    return replace(_purchase(line, facts, _tickets_of(line), terms_at(now), now), exchange=exchange)


def _tickets_of(line: OrderLine) -> list[Ticket]:
    return list(Ticket.objects.filter(line=line).order_by("-opened_at", "-pk"))


def _purchase(
    line: OrderLine, facts: LineFacts, tickets: Sequence[Ticket], terms: Terms, now: datetime
) -> Purchase:
    country = line.order.country
    verdict = may_apply(facts, terms, Calendar(country), now=now)
    return Purchase(
        line, facts, answer_of(verdict, terms), deadline(verdict.closes_at, country, now), tickets
    )


def answer_of(verdict: Verdict, terms: Terms) -> Answer:
    """A verdict in the reader's language."""
    return Answer(verdict, verdict.clause, *words_of(verdict, terms))
