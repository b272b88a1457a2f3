"""Many tickets at once: real rows with their history, written in bulk.

They come by the thousand: one shop, 50 customers, 20 orders each. What a ticket keeps of its application is
copied from one that was opened through the front door.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import transaction

from kilicare.accounts.models import User
from kilicare.accounts.roles import DESK
from orders.models import Category, Customer, Order, OrderLine, Shop, ShopStaff
from returns.actions.opening import Application, open_ticket
from returns.enums import Party, Reason, Role, Service, Step
from returns.models import ClockSegment, ReturnRefundTicket, Ticket, TicketEvent
from returns.policy.facts import Claim
from returns.queries.calendars import Calendars
from returns.queries.history import sealed

THOUSAND: Final = 1000
"""Tickets of one shop, written in one transaction."""
CUSTOMERS: Final = 50
PRICE: Final = Decimal(8000)
HOUR: Final = timedelta(hours=1)
REVIEW: Final = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Life:
    """What became of a ticket: how long ago it was opened, and at most one step after a while."""

    age: timedelta
    step: Step | None = None
    role: Role = Role.SYSTEM
    after: timedelta = HOUR


Lives = Callable[[int], Life]


def mixed(number: int) -> Life:
    """A marketplace's usual mixture: 4 of 10 with the seller, 2 with Kilimall, 1 offered, 3 closed."""
    spread = timedelta(seconds=number * 7919 % 36_000)
    kind = number % 10
    if kind < 4:
        return Life(spread)
    if kind < 6:
        return Life(REVIEW + spread, Step.TAKE_OVER, Role.SYSTEM, REVIEW)
    if kind < 7:
        return Life(HOUR + spread, Step.APPROVE, Role.SELLER)
    return Life(timedelta(days=1 + number % 3) + spread, Step.WITHDRAW, Role.CUSTOMER)


def overdue(number: int) -> Life:
    """The seller was silent for 48 hours; the time ran out within the last hour."""
    return Life(REVIEW + timedelta(seconds=1 + number % 3599))


@dataclass(slots=True)
class Market:
    """The tickets of a bench, at one `now`."""

    now: datetime
    batch: int = THOUSAND
    desk: User = field(init=False)
    seller: User = field(init=False)
    """Who works for the latest shop."""
    category: Category = field(init=False)
    calendars: Calendars = field(default_factory=Calendars)
    numbers: Iterator[int] = field(default_factory=count)
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = new_person("desk")
        self.desk.groups.add(Group.objects.get(name=DESK))
        self.category = Category.objects.create(code="bench", name="Bench", is_classed=True)

    def add(self, tickets: int, lives: Lives) -> None:
        """Add so many tickets, a batch in a transaction."""
        for start in range(0, tickets, self.batch):
            with transaction.atomic():
                self._add_batch(min(self.batch, tickets - start), lives)

    def _add_batch(self, tickets: int, lives: Lives) -> None:
        if not self.kept:
            (line,) = self.lines(1, ticket_count=0, customers=1)
            self.kept, tickets = self._kept_of_an_application(line), tickets - 1
        lines = self.lines(tickets)
        moved = [
            self._ticket(line, number, lives(number))
            for line, number in zip(lines, self.numbers, strict=False)
        ]
        Ticket.objects.bulk_create([ticket for ticket, _life in moved])
        events = (event for ticket, life in moved for event in self._events(ticket, life))
        TicketEvent.objects.bulk_create(sealed(events, {}))
        ClockSegment.objects.bulk_create(
            segment for ticket, life in moved for segment in self._segments(ticket, life)
        )

    def lines(self, number: int, *, ticket_count: int = 1, customers: int = CUSTOMERS) -> list[OrderLine]:
        """Lines of one new shop, signed lately, an order each, of so many new customers."""
        mark = next(self.numbers)
        shop = Shop.objects.create(external_id=f"bench-{mark}", name=f"Shop {mark}", country="KE")
        self.seller = new_person(f"seller-{mark}", is_staff=True)
        ShopStaff.objects.create(shop=shop, user=self.seller)
        people = User.objects.bulk_create(
            User.new_customer(name=f"Customer {place}", phone=f"+2547{mark * CUSTOMERS + place:08d}")
            for place in range(customers)
        )
        buyers = Customer.objects.bulk_create(
            Customer(external_id=f"bench-{mark}-{place}", user=user) for place, user in enumerate(people)
        )
        orders = Order.objects.bulk_create(
            self._order(f"BENCH{mark:07d}{place:04d}", buyers[place % customers]) for place in range(number)
        )
        return OrderLine.objects.bulk_create(self._line(order, shop, ticket_count) for order in orders)

    def _order(self, number: str, customer: Customer) -> Order:
        return Order(
            number=number,
            country="KE",
            currency="KES",
            kind="dropship",
            status="completed",
            placed_at=self.now - timedelta(days=8),
            signed_at=self.now - timedelta(days=5),
            customer=customer,
            city="Nairobi",
        )

    def _line(self, order: Order, shop: Shop, ticket_count: int) -> OrderLine:
        return OrderLine(
            order=order,
            number=1,
            sku="BENCH",
            name="Blender 500 W",
            category=self.category,
            shop=shop,
            quantity=1,
            unit_price_amount=PRICE,
            paid_amount=PRICE,
            signed_at=order.signed_at,
            signed_by="feed",
            ticket_count=ticket_count,
        )

    def _kept_of_an_application(self, line: OrderLine) -> dict[str, Any]:
        """The columns of a ticket that the desk opened, as every other one starts with them."""
        claim = Claim(service=Service.RETURN_REFUND, reason=Reason.DEFECTIVE)
        application = Application(claim=claim, statement="It stays cold.", on_behalf_reason="By phone.")
        ticket = open_ticket(line.pk, application, by=self.desk, now=self.now)
        names = ("country", "currency", "asked_service", "service", "reason", "quantity", "worth_amount")
        kept = ("statement", "declared", "facts", "verdict", "terms")
        return {name: getattr(ticket, name) for name in (*names, *kept)}

    def _ticket(self, line: OrderLine, number: int, life: Life) -> tuple[ReturnRefundTicket, Life]:
        """A ticket after its step, in memory."""
        opened_at, customer = self.now - life.age, line.order.customer
        ticket = ReturnRefundTicket(
            reference=f"KC-{number:09d}",
            line=line,
            customer=customer,
            shop_id=line.shop_id,
            opened_by_id=customer.user_id,
            opened_at=opened_at,
            last_event=1 if life.step is None else 2,
            **self.kept,
        )
        ticket.begin(self.calendars.moment(ticket, opened_at))
        if life.step is not None:
            getattr(ticket, life.step)(self.calendars.moment(ticket, opened_at + life.after))
        return ticket, life

    def _events(self, ticket: ReturnRefundTicket, life: Life) -> Iterator[TicketEvent]:
        yield event_of_opening(ticket)
        if life.step is not None:
            actors = {Role.CUSTOMER: ticket.opened_by_id, Role.SELLER: self.seller.pk}
            at = ticket.opened_at + life.after
            yield TicketEvent(
                ticket=ticket,
                number=2,
                step=life.step,
                from_state="seller_review",
                to_state=ticket.state,
                party=life.role.party,
                role=life.role,
                by_id=actors.get(life.role),
                at=at,
                recorded_at=at,
            )

    def _segments(self, ticket: ReturnRefundTicket, life: Life) -> Iterator[ClockSegment]:
        first = ClockSegment(
            ticket=ticket,
            holder=Party.SELLER,
            state="seller_review",
            started_at=ticket.opened_at,
            due_at=ticket.opened_at + REVIEW,
            due_step=Step.TAKE_OVER,
        )
        if life.step is not None:
            first.ended_at, first.ended_by = ticket.opened_at + life.after, life.step
            if ticket.is_open:
                yield ClockSegment(
                    ticket=ticket,
                    holder=ticket.holder,
                    state=ticket.state,
                    started_at=first.ended_at,
                    due_at=ticket.due_at,
                    due_step=ticket.due_step,
                )
        yield first


def new_person(username: str, **fields: Any) -> User:
    """A member of staff."""
    return User.objects.create(
        username=f"bench-{username}", name=username, email=f"{username}@bench.example", **fields
    )


def event_of_opening(ticket: Ticket) -> TicketEvent:
    """The first entry of a ticket's history."""
    return TicketEvent(
        ticket=ticket,
        number=1,
        step=Step.OPEN,
        to_state="seller_review",
        party=Party.CUSTOMER,
        role=Role.CUSTOMER,
        by_id=ticket.opened_by_id,
        at=ticket.opened_at,
        recorded_at=ticket.opened_at,
    )
