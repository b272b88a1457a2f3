"""The review that all three machines share: from the application to the decision."""

from decimal import Decimal

from returns.enums import Goods, Party, Service, State, Step
from returns.flows.base import TicketFlow, clock_ends_in, step
from returns.policy import clocks
from returns.policy.clocks import Moment

BEFORE_GOODS = [State.KILIMALL_REVIEW, State.EVIDENCE_REQUESTED]


class ReviewSteps(TicketFlow):
    """Steps of the seller, the customer and the desk before any goods move."""

    class Meta:
        abstract = True

    def begin(self, moment: Moment) -> None:
        """The customer applied: the seller has 48 hours (clause 1.3)."""
        self.goods = Goods.WITH_CUSTOMER
        self.wind(clocks.SELLER_REVIEWS, moment)

    def put_offer(self, service: str, amount: Decimal | None, by: Party) -> None:
        """Lay a solution on the table."""
        self.offer_service, self.offer_amount, self.offer_by = service, amount, by

    def give_answer(self, answer: Step, moment: Moment) -> None:
        """What the seller answered, and when: the shop's figures are made of it."""
        self.sellers_answer, self.answered_at = answer, moment.now

    def is_offered_less_money(self) -> bool:
        """A refund-only ticket that was offered money: silence accepts it."""
        return self.service == Service.REFUND_ONLY and self.offer_service == Service.REFUND_ONLY

    def may_appeal_offer(self) -> bool:
        """The offer is the seller's and differs from what was asked."""
        differs = (self.offer_service, self.offer_amount) != (self.asked_service, self.asked_amount)
        return self.offer_by == Party.SELLER and differs

    @step(source=State.SELLER_REVIEW, target=State.SOLUTION_OFFERED)
    def offer(self, moment: Moment, *, service: str, amount: Decimal | None) -> None:
        """The seller offers another service, or less money."""
        self.give_answer(Step.OFFER, moment)
        self.put_offer(service, amount, Party.SELLER)
        less = self.is_offered_less_money()
        self.wind(clocks.LESS_MONEY_STANDS if less else clocks.OFFER_EXPIRES, moment)

    @step(source=State.SELLER_REVIEW, target=State.SELLER_REJECTED)
    def reject(self, moment: Moment) -> None:
        """The seller says no; the customer may ask Kilimall."""
        self.give_answer(Step.REJECT, moment)
        self.wind(clocks.REJECTION_STANDS, moment)

    @step(source=State.SELLER_REVIEW, target=State.KILIMALL_REVIEW)
    def hand_to_kilimall(self, moment: Moment) -> None:
        """The shop can't or shouldn't decide."""
        self.give_answer(Step.HAND_TO_KILIMALL, moment)
        self.to_desk(moment)

    @step(source=State.SELLER_REVIEW, target=State.KILIMALL_REVIEW)
    def send_to_desk(self, moment: Moment) -> None:
        """Parcels of this customer held something else too often: Kilimall decides from the beginning."""
        self.to_desk(moment)

    @step(
        source=State.SELLER_REVIEW,
        target=State.KILIMALL_REVIEW,
        when=[clock_ends_in(Step.TAKE_OVER)],
    )
    def take_over(self, moment: Moment) -> None:
        """48 hours of silence: Kilimall decides."""
        self.seller_silent = True
        self.wind(clocks.SILENCE_DECIDES, moment)

    @step(
        source=[State.SOLUTION_OFFERED, State.SELLER_REJECTED],
        target=State.EXPIRED,
        when=[clock_ends_in(Step.EXPIRE)],
    )
    def expire(self, moment: Moment) -> None:
        """The customer missed a step."""
        self.close(moment)

    @step(source=State.SELLER_REJECTED, target=State.KILIMALL_REVIEW)
    @step(source=State.SOLUTION_OFFERED, target=State.KILIMALL_REVIEW, when=[may_appeal_offer])
    def appeal(self, moment: Moment) -> None:
        """The customer asks Kilimall to decide."""
        self.to_desk(moment)

    @step(
        source=[State.SELLER_REVIEW, State.SOLUTION_OFFERED, State.SELLER_REJECTED],
        target=State.CANCELLED,
    )
    @step(source=BEFORE_GOODS, target=State.CANCELLED, when=[TicketFlow.is_with_customer])
    def withdraw(self, moment: Moment) -> None:
        """The customer takes the application back."""
        self.close(moment)

    @step(source=State.KILIMALL_REVIEW, target=State.EVIDENCE_REQUESTED)
    def ask_evidence(self, moment: Moment, *, party: Party) -> None:
        """The desk asks one side for proof; its own clock stands still meanwhile."""
        customer = party == Party.CUSTOMER
        self.hold(clocks.CUSTOMER_PROVES if customer else clocks.SELLER_PROVES, moment)
        self.evidence_requests += 1

    @step(source=State.EVIDENCE_REQUESTED, target=State.KILIMALL_REVIEW)
    def answer(self, moment: Moment) -> None:
        """The proof is in: the desk's clock goes on."""
        self.go_on(clocks.DESK_DECIDES, moment)

    @step(
        source=State.EVIDENCE_REQUESTED,
        target=State.KILIMALL_REVIEW,
        when=[clock_ends_in(Step.CLOSE_FILE)],
    )
    def close_file(self, moment: Moment) -> None:
        """No proof came: the desk decides on what there is."""
        self.go_on(clocks.DESK_DECIDES, moment)

    @step(
        source=State.KILIMALL_REVIEW,
        target=State.SOLUTION_OFFERED,
        when=[TicketFlow.is_with_customer],
    )
    def rule_offer(self, moment: Moment, *, service: str, amount: Decimal | None) -> None:
        """Kilimall's solution is final: to accept or to let go."""
        self.put_offer(service, amount, Party.KILIMALL)
        self.wind(clocks.OFFER_EXPIRES, moment)

    @step(source=State.REFUND_PROCESSING, target=State.REFUNDED)
    def settle(self, moment: Moment) -> None:
        """The payout is confirmed."""
        self.close(moment)

    def flag(self, moment: Moment) -> None:
        """Nothing closes: the steps stay open, the supervisor's list shows it since now."""
        self.due_at, self.due_step, self.flagged_at = None, "", moment.now

    def lengthen(self, moment: Moment) -> None:
        """No channel accepted the notice: three more days, once (domain: Clocks)."""
        due_at = self.due_at or moment.now  # `can_extend` asks for a running clock
        self.due_at = moment.terms.extension.after(due_at, moment.calendar)
        self.extended_at = moment.now
