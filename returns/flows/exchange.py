"""Exchange: goods first, then the new item (clause 1.2)."""

from returns.enums import Goods, State, Step
from returns.flows.base import TicketFlow, clock_ends_in, step
from returns.flows.return_leg import (
    CUSTOMER_CLOCKS,
    ReturnLegSteps,
    has_arrived,
    has_not_arrived,
    has_pieces,
    uses_network,
)
from returns.policy import clocks
from returns.policy.clocks import Moment


def may_replace(ticket: TicketFlow) -> bool:
    """The goods left the customer, and no replacement was lost on its way."""
    return ticket.left_customer() and not ticket.replacement_lost


def is_replacement_lost(ticket: TicketFlow) -> bool:
    """The new item went out and did not come."""
    return ticket.replacement_lost


class ExchangeFlow(ReturnLegSteps):
    """The return leg, a new item at its end; money where there is none."""

    class Meta:
        abstract = True

    def await_replacement(self, moment: Moment) -> None:
        """The shop sends the new item; Kilimall's own warehouse for its own orders."""
        self.wind(clocks.WAREHOUSE_REPLACES if self.is_local else clocks.SELLER_REPLACES, moment)

    @step(source=State.INSPECTION, target=State.REPLACEMENT_PENDING)
    def pass_goods(self, moment: Moment) -> None:
        """The goods are as the policy asks: the new item goes out."""
        self.await_replacement(moment)

    @step(source=State.INSPECTION, target=State.REPLACEMENT_PENDING, when=[has_pieces])
    def pass_part(self, moment: Moment) -> None:
        """Some of the pieces are; the others have failed, and are a ticket of their own from now on."""
        self.await_replacement(moment)

    @step(
        source=State.RETURN_IN_TRANSIT,
        target=State.REPLACEMENT_PENDING,
        when=[uses_network, clock_ends_in(Step.PRESUME_RECEIVED)],
    )
    def presume_received(self, moment: Moment) -> None:
        """Kilimall's own network had it for 14 days: as passed."""
        self.await_replacement(moment)

    @step(source=State.KILIMALL_REVIEW, target=State.REPLACEMENT_PENDING, when=[may_replace])
    def rule_replace(self, moment: Moment) -> None:
        """For the customer: the new item goes out."""
        self.await_replacement(moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.REFUND_PROCESSING,
        when=[TicketFlow.left_customer],
    )
    def rule_refund(self, moment: Moment) -> None:
        """For the customer, in money."""
        self.to_money(moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.SENDING_BACK,
        when=[TicketFlow.is_in_hand, lambda ticket: not ticket.replacement_lost],
    )
    def rule_send_back(self, moment: Moment) -> None:
        """Against the customer, whose goods are with Kilimall."""
        self.wind(clocks.GOODS_TRAVEL_HOME, moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.REJECTED,
        when=[lambda ticket: not (ticket.is_in_hand() or ticket.replacement_lost)],
    )
    def rule_against(self, moment: Moment) -> None:
        """Against the customer; Kilimall holds no goods."""
        self.close(moment)

    @step(source=State.KILIMALL_REVIEW, target=State.EXCHANGED, when=[is_replacement_lost])
    def rule_delivered(self, moment: Moment) -> None:
        """The desk found the proof that the new item was delivered."""
        self.close(moment)

    @step(source=State.REPLACEMENT_PENDING, target=State.REPLACEMENT_SHIPPED)
    def dispatch(self, moment: Moment) -> None:
        """The new item is on its way."""
        self.arrived_at = None
        self.wind(clocks.REPLACEMENT_TRAVELS, moment)
        self.report_missing_from = moment.terms.report_missing_from.after(moment.now, moment.calendar)

    @step(source=State.REPLACEMENT_PENDING, target=State.REPLACEMENT_CHOICE)
    def no_stock(self, moment: Moment) -> None:
        """There is no new item: the customer chooses."""
        self.wind(clocks.CUSTOMER_CHOOSES, moment)

    @step(
        source=State.REPLACEMENT_PENDING,
        target=State.REPLACEMENT_CHOICE,
        when=[clock_ends_in(Step.OFFER_CHOICE)],
    )
    def offer_choice(self, moment: Moment) -> None:
        """The new item did not go out in time: the customer chooses."""
        self.wind(clocks.CUSTOMER_CHOOSES, moment)

    @step(
        source=State.REPLACEMENT_CHOICE,
        target=State.REPLACEMENT_PENDING,
        when=[lambda ticket: not ticket.chosen_sku],
    )
    def choose_variant(self, moment: Moment, *, sku: str) -> None:
        """Another make of the same product at the same price; once."""
        self.chosen_sku = sku
        self.await_replacement(moment)

    @step(source=State.REPLACEMENT_CHOICE, target=State.REFUND_PROCESSING)
    def refund_instead(self, moment: Moment) -> None:
        """The full price paid, without deductions."""
        self.to_money(moment)

    @step(
        source=[State.SENDING_BACK, State.REPLACEMENT_SHIPPED],
        target=None,
        when=[has_not_arrived],
    )
    def arrive(self, moment: Moment) -> None:
        """The counter has it; the customer may fetch it."""
        going_home = self.state == State.SENDING_BACK
        self.arrived_at = moment.now
        self.wind(clocks.GOODS_WAIT if going_home else clocks.REPLACEMENT_WAITS, moment)

    @step(
        source=[State.SENDING_BACK, State.REPLACEMENT_SHIPPED],
        target=None,
        when=[has_arrived, clock_ends_in(Step.SHELVE)],
    )
    def shelve(self, moment: Moment) -> None:
        """Not fetched for a week: kept until 90 days after arrival."""
        going_home = self.state == State.SENDING_BACK
        clock = clocks.SHELF_ENDS if going_home else clocks.REPLACEMENT_STANDS
        self.wind(clock, moment, since=self.arrived_at)

    @step(source=State.REPLACEMENT_SHIPPED, target=State.EXCHANGED)
    def confirm(self, moment: Moment) -> None:
        """The customer has the new item."""
        self.goods = Goods.GONE
        self.close(moment)

    @step(source=State.REPLACEMENT_SHIPPED, target=State.KILIMALL_REVIEW, when=[has_not_arrived])
    def report_missing(self, moment: Moment) -> None:
        """The new item did not come and nobody signed for it."""
        self.replacement_lost = True
        self.to_desk(moment)

    @step(
        source=[
            State.KILIMALL_REVIEW,
            State.INSPECTION,
            State.SENDING_BACK,
            State.REFUND_PROCESSING,
        ],
        target=None,
        when=[clock_ends_in(Step.ESCALATE, Step.RULE_BY_DEFAULT)],
    )
    def escalate(self, moment: Moment) -> None:
        """The clock ran out: the supervisor's list."""
        self.flag(moment)

    @step(
        source=[*CUSTOMER_CLOCKS, State.REPLACEMENT_CHOICE],
        target=None,
        when=[TicketFlow.can_extend],
    )
    def extend(self, moment: Moment) -> None:
        """The customer was never told: three more days, once."""
        self.lengthen(moment)
