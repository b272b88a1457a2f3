"""Return & refund: goods first, then money (clause 1.2)."""

from returns.enums import State, Step
from returns.flows.base import TicketFlow, clock_ends_in, step
from returns.flows.return_leg import CUSTOMER_CLOCKS, ReturnLegSteps, has_pieces, uses_network
from returns.policy.clocks import Moment


class ReturnRefundFlow(ReturnLegSteps):
    """The return leg, and a refund at its end."""

    class Meta:
        abstract = True

    @step(source=State.INSPECTION, target=State.REFUND_PROCESSING)
    def pass_goods(self, moment: Moment) -> None:
        """The goods are as the policy asks: the money goes out."""
        self.to_money(moment)

    @step(source=State.INSPECTION, target=State.REFUND_PROCESSING, when=[has_pieces])
    def pass_part(self, moment: Moment) -> None:
        """Some of the pieces are; the others have failed, and are a ticket of their own from now on."""
        self.to_money(moment)

    @step(
        source=State.RETURN_IN_TRANSIT,
        target=State.REFUND_PROCESSING,
        when=[uses_network, clock_ends_in(Step.PRESUME_RECEIVED)],
    )
    def presume_received(self, moment: Moment) -> None:
        """Kilimall's own network had it for 14 days: as passed."""
        self.to_money(moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.REFUND_PROCESSING,
        when=[TicketFlow.left_customer],
    )
    def rule_refund(self, moment: Moment) -> None:
        """For the customer, whose goods are out of their hands."""
        self.to_money(moment)

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

    @step(source=CUSTOMER_CLOCKS, target=None, when=[TicketFlow.can_extend])
    def extend(self, moment: Moment) -> None:
        """The customer was never told: three more days, once."""
        self.lengthen(moment)
