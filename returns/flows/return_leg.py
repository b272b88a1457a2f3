"""The goods come back and are inspected: return & refund, and exchange."""

from datetime import datetime

from returns.enums import Goods, Party, ReturnMethod, Service, State, Step
from returns.flows.base import TicketFlow, clock_ends_in, step
from returns.flows.review import BEFORE_GOODS, ReviewSteps
from returns.policy import clocks
from returns.policy.clocks import Moment

CUSTOMER_CLOCKS = [
    State.SOLUTION_OFFERED,
    State.SELLER_REJECTED,
    State.EVIDENCE_REQUESTED,
    State.AWAITING_RETURN,
    State.INSPECTION_FAILED,
]


BEFORE_ACCEPTING = [
    State.SELLER_REVIEW,
    State.SOLUTION_OFFERED,
    State.SELLER_REJECTED,
    State.KILIMALL_REVIEW,
    State.EVIDENCE_REQUESTED,
]


def needs_no_way(ticket: TicketFlow) -> bool:
    """The goods that are to come back were logged already."""
    return ticket.is_in_hand() and ticket.offer_service != Service.REFUND_ONLY


def needs_way(ticket: TicketFlow) -> bool:
    """The goods are to be sent; or none, where money alone is offered."""
    return not needs_no_way(ticket)


def uses_own_courier(ticket: TicketFlow) -> bool:
    """The customer sent the parcel with a courier of their own."""
    return ticket.own_courier


def uses_network(ticket: TicketFlow) -> bool:
    """A Kilishop or a Kilimall rider took the parcel."""
    return not ticket.own_courier


def has_appeal_left(ticket: TicketFlow) -> bool:
    """An inspection is appealed once."""
    return not ticket.inspection_appealed


def has_pieces(ticket: TicketFlow) -> bool:
    """There are several, so that some may pass and others fail."""
    return ticket.quantity > 1


def has_not_arrived(ticket: TicketFlow) -> bool:
    """No counter has scanned it yet."""
    return ticket.arrived_at is None


def has_arrived(ticket: TicketFlow) -> bool:
    """A counter has it."""
    return ticket.arrived_at is not None


def may_be_handed_back(ticket: TicketFlow) -> bool:
    """A counter has it, or a rider brings it to the door."""
    return ticket.arrived_at is not None or ticket.to_door


def is_collected(ticket: TicketFlow) -> bool:
    """A rider is to come to the customer's door."""
    return ticket.method == ReturnMethod.COLLECTION


is_rider_awaited = clock_ends_in(Step.COLLECTION_MISSED)
"""A visit is booked: the customer's own clock stands still."""


class ReturnLegSteps(ReviewSteps):
    """Steps from the agreed solution to the inspected goods, or back to the customer."""

    class Meta:
        abstract = True

    @step(source=State.SELLER_REVIEW, target=State.SOLUTION_OFFERED)
    def approve(self, moment: Moment) -> None:
        """The seller agrees as asked; the customer picks how the goods come back."""
        self.give_answer(Step.APPROVE, moment)
        self.put_offer(self.service, None, Party.SELLER)
        self.wind(clocks.OFFER_EXPIRES, moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.SOLUTION_OFFERED,
        when=[clock_ends_in(Step.RULE_BY_DEFAULT)],
    )
    def rule_by_default(self, moment: Moment) -> None:
        """The seller stayed silent and nobody ruled: what was asked is offered, finally."""
        self.put_offer(self.service, None, Party.KILIMALL)
        self.wind(clocks.OFFER_EXPIRES, moment)

    @step(source=BEFORE_ACCEPTING, target=None, when=[TicketFlow.is_with_customer])
    def log_early(self, moment: Moment) -> None:
        """The goods reached Kilimall before anybody agreed: they stay, and nothing moves."""
        self.goods = Goods.IN_HAND

    @step(source=State.SOLUTION_OFFERED, target=State.INSPECTION, when=[needs_no_way])
    def accept_here(self, moment: Moment) -> None:
        """The customer accepts; the goods were logged before, and are checked at once."""
        self.wind(clocks.WAREHOUSE_INSPECTS, moment)

    @step(source=State.SOLUTION_OFFERED, target=State.AWAITING_RETURN, when=[needs_way])
    def accept(self, moment: Moment, *, way: str) -> None:
        """The customer accepts and says how the goods come back."""
        self.method = way
        self.wind(clocks.CUSTOMER_SENDS, moment)

    @step(
        source=[State.SOLUTION_OFFERED, State.SELLER_REJECTED, State.AWAITING_RETURN],
        target=State.EXPIRED,
        when=[clock_ends_in(Step.EXPIRE)],
    )
    def expire(self, moment: Moment) -> None:
        """The customer missed a step."""
        self.close(moment)

    @step(
        source=[
            State.SELLER_REVIEW,
            State.SOLUTION_OFFERED,
            State.SELLER_REJECTED,
            State.AWAITING_RETURN,
        ],
        target=State.CANCELLED,
    )
    @step(source=BEFORE_GOODS, target=State.CANCELLED, when=[TicketFlow.is_with_customer])
    def withdraw(self, moment: Moment) -> None:
        """The customer takes the application back."""
        self.close(moment)

    @step(source=State.AWAITING_RETURN, target=State.RETURN_IN_TRANSIT)
    def hand_over(self, moment: Moment, *, own_courier: bool) -> None:
        """The parcel left the customer."""
        self.goods = Goods.ON_THE_WAY
        self.own_courier = own_courier
        self.wind(clocks.COURIER_CARRIES if own_courier else clocks.NETWORK_CARRIES, moment)

    @step(source=State.AWAITING_RETURN, target=None)
    def change_method(self, moment: Moment, *, way: str) -> None:
        """Another way to send the goods; the clock goes on."""
        self.method = way
        if is_rider_awaited(self):
            self.await_goods(moment)

    def await_goods(self, moment: Moment) -> None:
        """No rider comes any more: the customer's clock goes on."""
        extended_at = self.extended_at
        self.go_on(clocks.CUSTOMER_SENDS, moment)
        self.extended_at = extended_at

    @step(source=State.AWAITING_RETURN, target=None, when=[is_collected])
    def book_collection(self, moment: Moment, *, until: datetime) -> None:
        """A rider comes before `until`; the customer's clock stands still meanwhile."""
        extended_at = self.extended_at
        self.hold(clocks.RIDER_COMES, moment, until=until)
        self.extended_at = extended_at

    @step(source=State.AWAITING_RETURN, target=None, when=[is_rider_awaited])
    def collection_failed(self, moment: Moment) -> None:
        """Nobody handed the goods over: the customer books anew."""
        self.lost_collections += 1
        self.await_goods(moment)

    @step(source=State.AWAITING_RETURN, target=State.EXPIRED, when=[is_rider_awaited])
    def give_up_collection(self, moment: Moment) -> None:
        """Nobody handed the goods over, and there is no visit left: as a missed step."""
        self.lost_collections += 1
        self.close(moment)

    @step(source=State.AWAITING_RETURN, target=None, when=[is_rider_awaited])
    def collection_missed(self, moment: Moment) -> None:
        """Kilimall did not come. After the last visit: fresh days, and another way to send the goods."""
        self.lost_collections += 1
        if self.lost_collections < moment.terms.collections:
            self.await_goods(moment)
        else:
            self.method = ""
            self.wind(clocks.CUSTOMER_SENDS, moment)

    @step(source=State.RETURN_IN_TRANSIT, target=None, when=[uses_own_courier])
    def correct_waybill(self, moment: Moment) -> None:
        """The customer mends the waybill; old ones are kept."""
        self.waybill_corrections += 1

    @step(source=State.RETURN_IN_TRANSIT, target=State.INSPECTION)
    @step(source=State.KILIMALL_REVIEW, target=State.INSPECTION, when=[TicketFlow.is_on_the_way])
    def receive(self, moment: Moment) -> None:
        """The warehouse has the parcel."""
        self.goods = Goods.IN_HAND
        self.wind(clocks.WAREHOUSE_INSPECTS, moment)

    @step(
        source=State.RETURN_IN_TRANSIT,
        target=State.KILIMALL_REVIEW,
        when=[clock_ends_in(Step.TRACE_PARCEL, Step.PRESUME_RECEIVED)],
    )
    def trace_parcel(self, moment: Moment) -> None:
        """14 days and no scan of a parcel that can't be presumed received: the desk looks into it."""
        self.to_desk(moment)

    @step(source=State.INSPECTION, target=State.INSPECTION_FAILED)
    def fail_goods(self, moment: Moment) -> None:
        """The goods are not as the policy asks; the customer may appeal once."""
        self.wind(clocks.CUSTOMER_ANSWERS_FAIL, moment)

    def begin_failed(self, moment: Moment) -> None:
        """The pieces that failed, as a ticket of their own: their customer may appeal once."""
        self.inspection_appealed = False
        self.wind(clocks.CUSTOMER_ANSWERS_FAIL, moment)

    @step(source=State.SELLER_REJECTED, target=State.KILIMALL_REVIEW)
    @step(
        source=State.SOLUTION_OFFERED,
        target=State.KILIMALL_REVIEW,
        when=[ReviewSteps.may_appeal_offer],
    )
    @step(source=State.INSPECTION_FAILED, target=State.KILIMALL_REVIEW, when=[has_appeal_left])
    def appeal(self, moment: Moment) -> None:
        """The customer asks Kilimall to decide; an inspection only once."""
        self.inspection_appealed = self.inspection_appealed or self.state == State.INSPECTION_FAILED
        self.to_desk(moment)

    @step(source=State.INSPECTION_FAILED, target=State.SENDING_BACK)
    def send_back(self, moment: Moment) -> None:
        """The goods travel home."""
        self.wind(clocks.GOODS_TRAVEL_HOME, moment)

    @step(source=State.KILIMALL_REVIEW, target=State.SENDING_BACK, when=[TicketFlow.is_in_hand])
    def rule_send_back(self, moment: Moment) -> None:
        """Against the customer, whose goods are with Kilimall."""
        self.wind(clocks.GOODS_TRAVEL_HOME, moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.REJECTED,
        when=[lambda ticket: not ticket.is_in_hand()],
    )
    def rule_against(self, moment: Moment) -> None:
        """Against the customer; Kilimall holds no goods."""
        self.close(moment)

    @step(source=State.SENDING_BACK, target=None, when=[has_not_arrived])
    def arrive(self, moment: Moment) -> None:
        """The counter has the goods; the customer may fetch them."""
        self.arrived_at = moment.now
        self.wind(clocks.GOODS_WAIT, moment)

    @step(source=State.SENDING_BACK, target=None, when=[clock_ends_in(Step.SHELVE)])
    def shelve(self, moment: Moment) -> None:
        """Not fetched for a week: kept until 90 days after arrival."""
        self.wind(clocks.SHELF_ENDS, moment, since=self.arrived_at)

    @step(source=State.SENDING_BACK, target=State.REJECTED, when=[may_be_handed_back])
    def hand_back(self, moment: Moment) -> None:
        """The customer has the goods again."""
        self.goods = Goods.GONE
        self.close(moment)

    @step(source=State.SENDING_BACK, target=State.REJECTED, when=[clock_ends_in(Step.DISPOSE)])
    def dispose(self, moment: Moment) -> None:
        """Nobody fetched the goods for 90 days."""
        self.goods = Goods.GONE
        self.close(moment)
