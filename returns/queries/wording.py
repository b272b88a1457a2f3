"""What is said of states and steps, wherever it is said: pages, lists, mails and SMS.

Short sentences for ordinary people. What happened is told without "you", so that every side may
read it; a task is told once to the one whose turn it is, and once to the others.
"""

from collections.abc import Mapping
from datetime import datetime, time

from django.utils import dateformat
from django.utils.translation import gettext_lazy as _

from kilicare.kernel.calendar import ONE_DAY, ZONES
from returns.enums import Party, Service, State, Step
from returns.policy.clauses import fill
from returns.policy.clauses.clause import Text
from returns.policy.terms import Terms

TOLD: Mapping[Step, Text] = {
    Step.OPEN: _("The application was sent to the seller."),
    Step.APPROVE: _("The seller agreed."),
    Step.OFFER: _("The seller offered another solution."),
    Step.REJECT: _("The seller said no."),
    Step.HAND_TO_KILIMALL: _("The seller left the decision to Kilimall."),
    Step.TAKE_OVER: _("The seller did not answer within %(review_hours)s hours, so Kilimall has taken over."),
    Step.ACCEPT: _("The customer accepted the solution."),
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
    Step.HAND_OVER: _("The goods are on their way to Kilimall."),
    Step.CHANGE_METHOD: _("The customer chose another way to send the goods."),
    Step.CORRECT_WAYBILL: _("The customer corrected the waybill."),
    Step.RECEIVE: _("Kilimall has received the goods and checks them."),
    Step.PRESUME_RECEIVED: _(
        "Kilimall's own network has had the parcel for so long that it counts as received."
    ),
    Step.TRACE_PARCEL: _("The parcel has not arrived in time. Kilimall looks into it."),
    Step.PASS: _("Kilimall checked the goods: all is well."),
    Step.FAIL: _("Kilimall checked the goods: they are not as the policy asks."),
    Step.SEND_BACK: _("The goods go back to the customer."),
    Step.ARRIVE: _("The parcel has arrived at the Kilishop counter and can be fetched."),
    Step.SHELVE: _("The parcel was not fetched yet. It is kept on the shelf."),
    Step.HAND_BACK: _("The customer has the goods again. The ticket is closed."),
    Step.DISPOSE: _("The goods were never fetched and have been disposed of. The ticket is closed."),
    Step.DISPATCH: _("The new item is on its way."),
    Step.NO_STOCK: _("There is no new item in stock."),
    Step.OFFER_CHOICE: _("The new item was not sent in time."),
    Step.REFUND_INSTEAD: _("The customer gets the money instead of a new item."),
    Step.CONFIRM: _("The customer has the new item. The ticket is closed."),
    Step.REPORT_MISSING: _("The new item has not come. Kilimall looks into it."),
    Step.SETTLE: _("The money has been paid. The ticket is closed."),
}
"""What happened."""

Effects = Mapping[Service | None, Text]
ALL: None = None

EFFECT: Mapping[Step, Effects] = {
    Step.APPROVE: {
        Service.RETURN_REFUND: _(
            "The customer is asked how the goods come back. %(money)s is paid when the goods have passed "
            "the check at Kilimall."
        ),
        Service.EXCHANGE: _(
            "The customer is asked how the goods come back. You send a new item when the goods have passed "
            "the check at Kilimall."
        ),
        Service.REFUND_ONLY: _("%(money)s is paid to the customer now. Nothing comes back."),
    },
    Step.OFFER: {ALL: _("The customer may take your offer, or ask Kilimall to decide.")},
    Step.REJECT: {ALL: _("The customer reads your reason, and may ask Kilimall to decide.")},
    Step.HAND_TO_KILIMALL: {ALL: _("Kilimall decides instead of you. This is no mark against the shop.")},
    Step.ACCEPT: {
        Service.RETURN_REFUND: _(
            "You send the goods back. %(money)s is paid when the goods have passed the check at Kilimall."
        ),
        Service.EXCHANGE: _(
            "You send the goods back. The new item is sent when the goods have passed the check at Kilimall."
        ),
        Service.REFUND_ONLY: _("%(money)s is paid to you now. You keep the goods."),
    },
    Step.APPEAL: {ALL: _("Kilimall looks at what you and the seller say, and decides.")},
    Step.WITHDRAW: {ALL: _("The ticket is closed. You may apply again while the time for returns runs.")},
    Step.ASK_EVIDENCE: {
        ALL: _("The side that you ask has a few days to answer. Your own time stands still.")
    },
    Step.ANSWER: {ALL: _("Kilimall sees what you send, and decides.")},
    Step.RULE_OFFER: {ALL: _("The customer may take this solution or leave it. It is final.")},
    Step.RULE_REFUND: {ALL: _("The customer gets the money: %(money)s, unless you name less.")},
    Step.RULE_REPLACE: {ALL: _("A new item is sent to the customer.")},
    Step.RULE_AGAINST: {ALL: _("The ticket is closed without a refund.")},
    Step.RULE_SEND_BACK: {ALL: _("The goods go back to the customer. Nothing is refunded.")},
    Step.RULE_DELIVERED: {ALL: _("The new item counts as delivered. The ticket is closed.")},
    Step.HAND_OVER: {ALL: _("The goods are on their way. Kilimall checks them when they arrive.")},
    Step.CHANGE_METHOD: {ALL: _("You send the goods in another way. The time to send them stays the same.")},
    Step.CORRECT_WAYBILL: {ALL: _("The parcel is looked for under the new number. The old one is kept.")},
    Step.RECEIVE: {ALL: _("The parcel counts as received. Then the goods are checked.")},
    Step.PASS: {
        Service.RETURN_REFUND: _("%(money)s is paid to the customer, less a lost gift or paper invoice."),
        Service.EXCHANGE: _("A new item is sent to the customer."),
    },
    Step.FAIL: {ALL: _("The customer reads why, and may ask Kilimall to decide or take the goods back.")},
    Step.SEND_BACK: {ALL: _("The goods come back to you. Nothing is refunded.")},
    Step.ARRIVE: {ALL: _("The customer is told that the parcel can be fetched.")},
    Step.HAND_BACK: {ALL: _("The customer has the goods again. The ticket is closed.")},
    Step.DISPATCH: {ALL: _("The customer is told that the new item is on its way.")},
    Step.NO_STOCK: {ALL: _("The customer is offered the money instead.")},
    Step.REFUND_INSTEAD: {ALL: _("The full price that was paid comes back: %(money)s.")},
    Step.CONFIRM: {ALL: _("The new item counts as received. The ticket is closed.")},
    Step.REPORT_MISSING: {ALL: _("Kilimall looks for the new item and decides.")},
}
"""What a person's step will do, said to the one who takes it."""

LAPSE: Mapping[Step, Text] = {
    Step.TAKE_OVER: _("Otherwise Kilimall decides."),
    Step.EXPIRE: _("Otherwise the ticket is closed without a refund."),
    Step.ACCEPT_BY_SILENCE: _("Otherwise the offered amount is paid."),
    Step.ESCALATE: _("Otherwise a supervisor looks into it."),
    Step.RULE_BY_DEFAULT: _("Otherwise what was asked for is granted, or a supervisor looks into it."),
    Step.CLOSE_FILE: _("Otherwise Kilimall decides on what there is."),
    Step.PRESUME_RECEIVED: _("Otherwise it counts as received and in order."),
    Step.TRACE_PARCEL: _("Otherwise Kilimall looks into it."),
    Step.SEND_BACK: _("Otherwise the goods go back to the customer, without a refund."),
    Step.SHELVE: _("Otherwise it is kept on the shelf for a while longer."),
    Step.DISPOSE: _("Otherwise the goods are disposed of."),
    Step.OFFER_CHOICE: _("Otherwise the customer is offered the money instead."),
    Step.REFUND_INSTEAD: _("Otherwise the full price is paid back."),
    Step.REPORT_MISSING: _("Otherwise Kilimall looks for it."),
    Step.CONFIRM: _("Otherwise it counts as received, and the ticket is closed."),
}
"""What a clock that runs out does."""

TASK: Mapping[State, Text] = {
    State.SELLER_REVIEW: _("Answer the customer: approve, offer something else or reject."),
    State.SOLUTION_OFFERED: _("Look at the offer: accept it, or see what else you can do."),
    State.SELLER_REJECTED: _("Read the seller's answer. If you see it differently, ask Kilimall to decide."),
    State.KILIMALL_REVIEW: _("Look at both sides and decide."),
    State.EVIDENCE_REQUESTED: _("Send the proof that Kilimall asked for."),
    State.AWAITING_RETURN: _("Send the goods back in the way you chose."),
    State.RETURN_IN_TRANSIT: _("Receive the parcel when it arrives."),
    State.INSPECTION: _("Check the goods against the reason that was given."),
    State.INSPECTION_FAILED: _("Take the goods back, or ask Kilimall to look again."),
    State.SENDING_BACK: _("Bring the goods back to the customer and hand them out on the pick-up code."),
    State.REPLACEMENT_PENDING: _("Send the new item, or say that there is none."),
    State.REPLACEMENT_CHOICE: _("There is no new item at present: take the money instead."),
    State.REPLACEMENT_SHIPPED: _("Say when you have the new item, or that it has not come."),
    State.REFUND_PROCESSING: _("See that the money is paid."),
}
"""What the one whose turn it is must do."""

AWAITED: Mapping[State, Mapping[Party, Text]] = {
    State.SELLER_REVIEW: {Party.SELLER: _("the seller must answer")},
    State.SOLUTION_OFFERED: {Party.CUSTOMER: _("the customer must answer the offer")},
    State.SELLER_REJECTED: {Party.CUSTOMER: _("the customer may ask Kilimall to decide")},
    State.KILIMALL_REVIEW: {Party.KILIMALL: _("Kilimall must decide")},
    State.EVIDENCE_REQUESTED: {
        Party.CUSTOMER: _("the customer must send more proof"),
        Party.SELLER: _("the seller must send more proof"),
    },
    State.AWAITING_RETURN: {Party.CUSTOMER: _("the customer must send the goods back")},
    State.RETURN_IN_TRANSIT: {Party.KILIMALL: _("the parcel must reach Kilimall's warehouse")},
    State.INSPECTION: {Party.KILIMALL: _("Kilimall must check the goods")},
    State.INSPECTION_FAILED: {Party.CUSTOMER: _("the customer must say what happens to the goods")},
    State.SENDING_BACK: {Party.KILIMALL: _("Kilimall must bring the goods back to the customer")},
    State.REPLACEMENT_PENDING: {
        Party.SELLER: _("the seller must send the new item"),
        Party.KILIMALL: _("Kilimall must send the new item"),
    },
    State.REPLACEMENT_CHOICE: {Party.CUSTOMER: _("the customer must choose")},
    State.REPLACEMENT_SHIPPED: {Party.CUSTOMER: _("the new item must reach the customer")},
    State.REFUND_PROCESSING: {Party.KILIMALL: _("Kilimall must pay the money")},
}
"""The same, said to the others."""

FETCHED = frozenset({Step.SHELVE, Step.DISPOSE, Step.CONFIRM})
FETCH = _("the customer must fetch the parcel at the counter")

NEXT: Mapping[State, Text] = {
    State.SELLER_REVIEW: _("When the seller has answered, we tell you."),
    State.SOLUTION_OFFERED: _("When you accept, it goes on as offered."),
    State.SELLER_REJECTED: _("If you ask Kilimall, it looks at both sides and decides."),
    State.KILIMALL_REVIEW: _("When Kilimall has decided, we tell you."),
    State.EVIDENCE_REQUESTED: _("When the proof is there, Kilimall decides."),
    State.AWAITING_RETURN: _("When the goods have reached Kilimall, they are checked."),
    State.RETURN_IN_TRANSIT: _("When the goods have reached Kilimall, they are checked."),
    State.INSPECTION: _("If the goods are in order, your refund or new item follows."),
    State.INSPECTION_FAILED: _("If you do not ask Kilimall to look again, the goods come back to you."),
    State.SENDING_BACK: _("When the goods are at the counter, show your pick-up code there."),
    State.REPLACEMENT_PENDING: _("When the new item is on its way, we tell you."),
    State.REPLACEMENT_CHOICE: _("If you take the money, the full price that you paid comes back."),
    State.REPLACEMENT_SHIPPED: _("When you have the new item, the ticket is closed."),
    State.REFUND_PROCESSING: _("When the money has been paid, we tell you."),
    State.REFUNDED: _("The money has been paid. There is nothing left to do."),
    State.EXCHANGED: _("You have the new item. There is nothing left to do."),
    State.REJECTED: _("Nothing is refunded. There is nothing left to do."),
    State.CANCELLED: _("You may apply again while the time for returns runs."),
    State.EXPIRED: _("You may apply again while the time for returns runs."),
}
"""What comes next, said to the customer."""


def told_of(step: str, terms: Terms) -> str:
    """What happened when the step was taken, with the numbers of the terms."""
    return fill(TOLD[Step(step)], terms)


def effect_of(step: str, service: str, *, money: str) -> str:
    """What the step will do on a ticket of the service; `money` as people read it: `KES 1,500`.

    Empty for a step that only the clock takes.
    """
    effects = EFFECT.get(Step(step), {})
    return str(effects.get(Service(service), effects.get(ALL, ""))) % {"money": money}


def lapse_of(due_step: str, terms: Terms) -> str:
    """What happens when the clock that ends in this step runs out. Empty where none runs."""
    return fill(LAPSE[Step(due_step)], terms) if due_step else ""


def task_of(state: str, holder: str) -> str:
    """What must be done now, said to the holder. Empty for a closed ticket."""
    return str(TASK[State(state)]) if holder else ""


def awaited(state: str, holder: str, due_step: str = "") -> str:
    """Who must do what, said to the others: no capital, no full stop. Empty for a closed ticket."""
    if not holder:
        return ""
    return str(FETCH if due_step in FETCHED else AWAITED[State(state)][Party(holder)])


def next_of(state: str) -> str:
    """What comes next, said to the customer."""
    return str(NEXT[State(state)])


def moment_text(moment: datetime, country: str) -> str:
    """A moment on the country's own clocks: `Wed 25 Nov 2026, 17:00 EAT`."""
    return dateformat.format(moment.astimezone(ZONES[country]), "D j M Y, H:i T")


def until_text(moment: datetime, country: str, *, brief: bool = False) -> str:
    """The end of a time that runs: `Tue 1 Dec 2026, 24:00 EAT` where it falls on 00:00 of the next day.

    `brief` leaves the year out.
    """
    local, day = moment.astimezone(ZONES[country]), "D j M" if brief else "D j M Y"
    if local.time() == time.min:
        return dateformat.format(local - ONE_DAY, f"{day}, 24:00 T")
    return dateformat.format(local, f"{day}, H:i T")
