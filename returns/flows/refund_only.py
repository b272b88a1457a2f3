"""Refund only: part or all of the money, no return (clause 1.2)."""

from decimal import Decimal

from returns.enums import Party, State, Step
from returns.flows.base import TicketFlow, clock_ends_in, step
from returns.flows.review import ReviewSteps
from returns.policy.clocks import Moment


class RefundOnlyFlow(ReviewSteps):
    """The review, and a refund at its end."""

    class Meta:
        abstract = True

    @step(source=State.SELLER_REVIEW, target=State.REFUND_PROCESSING)
    def approve(self, moment: Moment) -> None:
        """The seller agrees as asked: no second click, the money goes out."""
        self.give_answer(Step.APPROVE, moment)
        self.put_offer(self.service, self.asked_amount, Party.SELLER)
        self.to_money(moment)

    @step(source=State.SOLUTION_OFFERED, target=State.REFUND_PROCESSING)
    def accept(self, moment: Moment) -> None:
        """The customer takes the offered amount."""
        self.to_money(moment)

    @step(
        source=State.SOLUTION_OFFERED,
        target=State.REFUND_PROCESSING,
        when=[clock_ends_in(Step.ACCEPT_BY_SILENCE)],
    )
    def accept_by_silence(self, moment: Moment) -> None:
        """Less money was offered and nobody answered: the offered amount goes out."""
        self.to_money(moment)

    @step(source=State.KILIMALL_REVIEW, target=State.REFUND_PROCESSING)
    def rule_refund(self, moment: Moment, *, amount: Decimal | None = None) -> None:
        """For the customer, in full or part."""
        self.put_offer(self.service, amount, Party.KILIMALL)
        self.to_money(moment)

    @step(source=State.KILIMALL_REVIEW, target=State.REJECTED)
    def rule_against(self, moment: Moment) -> None:
        """Against the customer."""
        self.close(moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.REFUND_PROCESSING,
        when=[clock_ends_in(Step.RULE_BY_DEFAULT)],
    )
    def rule_by_default(self, moment: Moment) -> None:
        """The seller stayed silent and nobody ruled: what was asked goes out."""
        self.put_offer(self.service, self.asked_amount, Party.KILIMALL)
        self.to_money(moment)

    @step(
        source=[State.KILIMALL_REVIEW, State.REFUND_PROCESSING],
        target=None,
        when=[clock_ends_in(Step.ESCALATE, Step.RULE_BY_DEFAULT)],
    )
    def escalate(self, moment: Moment) -> None:
        """The clock ran out: the supervisor's list."""
        self.flag(moment)

    @step(
        source=[State.SOLUTION_OFFERED, State.SELLER_REJECTED, State.EVIDENCE_REQUESTED],
        target=None,
        when=[TicketFlow.can_extend],
    )
    def extend(self, moment: Moment) -> None:
        """The customer was never told: three more days, once."""
        self.lengthen(moment)
