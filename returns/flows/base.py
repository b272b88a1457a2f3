"""What every machine stands on: the fields it moves, and how a clock is wound, held and stopped."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django_fsm import ConcurrentTransitionMixin, transition

from kilicare.kernel.calendar import next_midnight
from returns.enums import Goods, Party, State, Step
from returns.policy.clocks import DESK_DECIDES, MONEY_MOVES, Clock, Moment

Body = TypeVar("Body", bound=Callable[..., None])
Condition = Callable[[Any], bool]


def step(
    *, source: State | Iterable[State], target: State | None, when: Iterable[Condition] = ()
) -> Callable[[Body], Body]:
    """Declare a step: the states it leaves, the one it enters (None: it stays), its conditions."""
    sources = [source] if isinstance(source, State) else list(source)
    declare: Callable[[Body], Body] = transition(
        field="state", source=sources, target=target, conditions=list(when)
    )
    return declare


def clock_ends_in(*endings: Step) -> Condition:
    """The step is what the running clock ends in: nothing else lets the system take it."""

    def ends(ticket: "TicketFlow") -> bool:
        return ticket.due_step in endings

    return ends


class TicketFlow(ConcurrentTransitionMixin, models.Model):
    """The row's own fields that steps read and write; `returns.models.Ticket` stores them."""

    state: Any
    holder: str
    due_at: datetime | None
    due_step: str
    flagged_at: datetime | None
    entered_at: datetime
    extended_at: datetime | None
    held_since: datetime | None
    held_due_at: datetime | None
    held_due_step: str
    evidence_requests: int
    quantity: int
    service: str
    asked_service: str
    asked_amount: Decimal | None
    offer_service: str
    offer_amount: Decimal | None
    offer_by: str
    seller_silent: bool
    sellers_answer: str
    answered_at: datetime | None
    method: str
    goods: str
    is_local: bool
    own_courier: bool
    waybill_corrections: int
    lost_collections: int
    to_door: bool
    cheats: int
    inspection_appealed: bool
    chosen_sku: str
    replacement_lost: bool
    report_missing_from: datetime | None
    arrived_at: datetime | None
    closed_at: datetime | None

    class Meta:
        abstract = True

    def available(self) -> Iterable[Any]:
        """The transitions that the state and the conditions leave open (django-fsm's own list)."""
        found: Iterable[Any] = self.get_available_state_transitions()  # type: ignore[attr-defined]
        return found

    def wind(self, clock: Clock, moment: Moment, *, since: datetime | None = None) -> None:
        """Start a clock: its holder must act before `due_at`."""
        self.holder = clock.holder
        self.due_at = moment.due(clock, since=since)
        self.due_step = clock.then
        self.flagged_at = None
        self.extended_at = None
        self.entered_at = moment.now
        self.held_due_at, self.held_due_step, self.held_since = None, "", None

    def hold(self, clock: Clock, moment: Moment, *, until: datetime | None = None) -> None:
        """Start another's clock; the one that runs stands still meanwhile."""
        held = self.held_due_at, self.held_due_step, self.held_since
        if self.held_since is None:
            held = self.due_at, self.due_step, moment.now
        self.wind(clock, moment)
        self.due_at = until or self.due_at
        self.held_due_at, self.held_due_step, self.held_since = held

    def go_on(self, clock: Clock, moment: Moment) -> None:
        """The held clock goes on with what was left: later by the pause, up to a midnight."""
        due_at, due_step, since = self.held_due_at, self.held_due_step, self.held_since
        self.wind(clock, moment)
        if due_at is None or since is None:
            self.due_at, self.due_step, self.flagged_at = None, "", moment.now
        else:
            self.due_at = next_midnight(due_at + (moment.now - since), moment.calendar)
            self.due_step = due_step

    def close(self, moment: Moment) -> None:
        """Nobody holds a closed ticket, and no clock runs."""
        self.holder = ""
        self.due_at = None
        self.due_step = ""
        self.flagged_at = None
        self.held_due_at, self.held_due_step, self.held_since = None, "", None
        self.entered_at = self.closed_at = moment.now

    def to_desk(self, moment: Moment) -> None:
        """Kilimall decides within its working days; then the supervisor sees it."""
        self.wind(DESK_DECIDES, moment)

    def to_money(self, moment: Moment) -> None:
        """The refund is decided; the payout must be confirmed within its working days."""
        self.wind(MONEY_MOVES, moment)

    def is_with_customer(self) -> bool:
        """No goods were handed over."""
        return self.goods == Goods.WITH_CUSTOMER

    def is_on_the_way(self) -> bool:
        """The parcel was handed over and has not been received."""
        return self.goods == Goods.ON_THE_WAY

    def is_in_hand(self) -> bool:
        """Kilimall holds the goods."""
        return self.goods == Goods.IN_HAND

    def left_customer(self) -> bool:
        """The goods were handed over, wherever they are now."""
        return self.goods in {Goods.ON_THE_WAY, Goods.IN_HAND}

    def can_extend(self) -> bool:
        """A customer's running clock, not extended before."""
        return self.holder == Party.CUSTOMER and self.due_at is not None and self.extended_at is None
