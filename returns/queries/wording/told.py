"""What happened when a step was taken."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from returns.enums import Party, Step
from returns.policy.clauses import fill
from returns.policy.clauses.clause import Text
from returns.policy.terms import Terms

TOLD: Mapping[Step, Text] = {
    Step.OPEN: _("The application was sent to the seller."),
    Step.APPROVE: _("The seller agreed."),
    Step.OFFER: _("The seller offered another solution."),
    Step.REJECT: _("The seller said no."),
    Step.HAND_TO_KILIMALL: _("The seller left the decision to Kilimall."),
    Step.SEND_TO_DESK: _("Kilimall looks into this application itself, from the beginning."),
    Step.TAKE_OVER: _("The seller did not answer within %(review_hours)s hours, so Kilimall has taken over."),
    Step.ACCEPT: _("The customer accepted the solution."),
    Step.ACCEPT_HERE: _("The customer accepted the solution. The goods are here and are checked."),
    Step.ACCEPT_BY_SILENCE: _("The offer was not answered in time, so the offered amount is paid."),
    Step.APPEAL: _("The customer asked Kilimall to decide."),
    Step.EXPIRE: _("The time ran out before the customer took the next step. The ticket is closed."),
    Step.WITHDRAW: _("The customer withdrew the application. The ticket is closed."),
    Step.ASK_EVIDENCE: _("Kilimall asked for more proof."),
    Step.ANSWER: _("The proof was sent to Kilimall."),
    Step.CLOSE_FILE: _("No more proof came in time. Kilimall decides on what there is."),
    Step.RULE_OFFER: _("Kilimall decided on a solution. It is final."),
    Step.RULE_REFUND: _("Kilimall decided that the customer gets money back."),
    Step.RULE_REPLACE: _("Kilimall decided that the customer gets a new item."),
    Step.RULE_AGAINST: _("Kilimall decided against the application. The ticket is closed."),
    Step.RULE_SEND_BACK: _("Kilimall decided against the application. The goods go back to the customer."),
    Step.RULE_DELIVERED: _("Kilimall found that the new item was delivered. The ticket is closed."),
    Step.RULE_BY_DEFAULT: _("The seller stayed silent, so Kilimall granted what was asked for."),
    Step.ESCALATE: _("This takes longer than it should. A supervisor at Kilimall looks into it."),
    Step.EXTEND: _("Our message did not reach the customer, so there is more time to answer."),
    Step.LOG_EARLY: _("Kilimall has the goods already. Nothing is decided by that."),
    Step.HAND_OVER: _("The goods are on their way to Kilimall."),
    Step.CHANGE_METHOD: _("The customer chose another way to send the goods."),
    Step.BOOK_COLLECTION: _(
        "The customer booked a rider. The time to send the goods stands still until then."
    ),
    Step.COLLECTION_FAILED: _("The rider came, but nobody handed the goods over."),
    Step.COLLECTION_MISSED: _("No rider came to collect the goods."),
    Step.GIVE_UP_COLLECTION: _(
        "The rider came for the last time, and nobody handed the goods over. The ticket is closed."
    ),
    Step.CORRECT_WAYBILL: _("The customer corrected the waybill."),
    Step.RECEIVE: _("Kilimall has received the goods and checks them."),
    Step.PRESUME_RECEIVED: _(
        "Kilimall's own network has had the parcel for so long that it counts as received."
    ),
    Step.TRACE_PARCEL: _("The parcel has not arrived in time. Kilimall looks into it."),
    Step.PASS: _("Kilimall checked the goods: all is well."),
    Step.PASS_PART: _("Kilimall checked the goods: some are well. The others are a case of their own."),
    Step.SPLIT: _("Kilimall checked the goods: these pieces are not as the policy asks."),
    Step.FAIL: _("Kilimall checked the goods: they are not as the policy asks."),
    Step.SEND_BACK: _("The goods go back to the customer."),
    Step.ARRIVE: _("The parcel has arrived at the Kilishop counter and can be fetched."),
    Step.SHELVE: _("The parcel was not fetched yet. It is kept on the shelf."),
    Step.HAND_BACK: _("The customer has the goods again. The ticket is closed."),
    Step.DISPOSE: _("The goods were never fetched and have been disposed of. The ticket is closed."),
    Step.DISPATCH: _("The new item is on its way."),
    Step.NO_STOCK: _("There is no new item in stock."),
    Step.OFFER_CHOICE: _("The new item was not sent in time."),
    Step.CHOOSE_VARIANT: _("The customer chose another make of the product."),
    Step.REFUND_INSTEAD: _("The customer gets the money instead of a new item."),
    Step.CONFIRM: _("The customer has the new item. The ticket is closed."),
    Step.REPORT_MISSING: _("The new item has not come. Kilimall looks into it."),
    Step.SETTLE: _("The money has been paid. The ticket is closed."),
}
"""Said of the sides by their names."""

TOLD_TO: Mapping[Party, Mapping[Step, Text]] = {
    Party.CUSTOMER: {
        Step.OPEN: _("Your application was sent to the seller."),
        Step.ACCEPT: _("You accepted the solution."),
        Step.ACCEPT_HERE: _("You accepted the solution. Kilimall has the goods and checks them."),
        Step.ACCEPT_BY_SILENCE: _("You did not answer the offer in time, so the offered amount is paid."),
        Step.APPEAL: _("You asked Kilimall to decide."),
        Step.EXPIRE: _("The time ran out before you took the next step. The ticket is closed."),
        Step.WITHDRAW: _("You withdrew the application. The ticket is closed."),
        Step.RULE_REFUND: _("Kilimall decided that you get money back."),
        Step.RULE_REPLACE: _("Kilimall decided that you get a new item."),
        Step.RULE_AGAINST: _("Kilimall decided against your application. The ticket is closed."),
        Step.RULE_SEND_BACK: _("Kilimall decided against your application. The goods come back to you."),
        Step.RULE_BY_DEFAULT: _("The seller stayed silent, so Kilimall granted what you asked for."),
        Step.EXTEND: _("Our message did not reach you, so you have more time to answer."),
        Step.CHANGE_METHOD: _("You chose another way to send the goods."),
        Step.BOOK_COLLECTION: _("You booked a rider. Your time to send the goods stands still until then."),
        Step.COLLECTION_MISSED: _("We did not come to collect the goods. We are sorry."),
        Step.CORRECT_WAYBILL: _("You corrected the waybill."),
        Step.SEND_BACK: _("The goods come back to you."),
        Step.ARRIVE: _("The parcel has arrived at the Kilishop counter. You can fetch it there."),
        Step.SHELVE: _("You have not fetched the parcel yet. It is kept on the shelf."),
        Step.HAND_BACK: _("You have the goods again. The ticket is closed."),
        Step.CHOOSE_VARIANT: _("You chose another make of the product."),
        Step.REFUND_INSTEAD: _("You get the money instead of a new item."),
        Step.CONFIRM: _("You have the new item. The ticket is closed."),
    },
    Party.SELLER: {
        Step.OPEN: _("A customer sent you an application."),
        Step.APPROVE: _("You agreed."),
        Step.OFFER: _("You offered another solution."),
        Step.REJECT: _("You said no."),
        Step.HAND_TO_KILIMALL: _("You left the decision to Kilimall."),
        Step.TAKE_OVER: _(
            "You did not answer within %(review_hours)s hours, so Kilimall has taken over. "
            "Your shop gets a mark."
        ),
        Step.ACCEPT_BY_SILENCE: _("Your offer was not answered in time, so the offered amount is paid."),
        Step.RULE_BY_DEFAULT: _("You stayed silent, so Kilimall granted what was asked for."),
    },
}
"""Said to the side that it is about."""


def told_of(step: str, terms: Terms, reader: Party | None = None) -> str:
    """What happened when the step was taken, as this side reads it, with the numbers of the terms."""
    told = Step(step)
    return fill(TOLD_TO.get(reader, {}).get(told, TOLD[told]) if reader else TOLD[told], terms)
