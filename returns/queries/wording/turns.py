"""Whose turn it is: what must be done, what happens else, and what comes next."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from returns.enums import FETCHED, Party, ReturnMethod, State, Step
from returns.policy.clauses import fill
from returns.policy.clauses.clause import Text
from returns.policy.terms import Terms
from returns.policy.turns import Offered, Turn
from returns.queries.wording.moments import day_text

LAPSE: Mapping[Step, Text] = {
    Step.TAKE_OVER: _("Otherwise Kilimall decides."),
    Step.EXPIRE: _("Otherwise the ticket is closed without a refund."),
    Step.ACCEPT_BY_SILENCE: _("Otherwise the offered amount is paid."),
    Step.ESCALATE: _("Otherwise a supervisor looks into it."),
    Step.RULE_BY_DEFAULT: _("Otherwise what was asked for is granted, or a supervisor looks into it."),
    Step.CLOSE_FILE: _("Otherwise Kilimall decides on what there is."),
    Step.COLLECTION_MISSED: _("Otherwise another visit is booked, or another way is chosen."),
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

LAPSE_TO: Mapping[Party, Mapping[Step, Text]] = {
    Party.CUSTOMER: {
        Step.RULE_BY_DEFAULT: _("Otherwise what you asked for is granted, or a supervisor looks into it."),
        Step.SEND_BACK: _("Otherwise the goods come back to you, without a refund."),
        Step.OFFER_CHOICE: _("Otherwise you are offered the money instead."),
    },
    Party.SELLER: {
        Step.TAKE_OVER: _("Otherwise Kilimall decides, and your shop gets a mark."),
    },
}
"""The same, said to the side that it is about."""

TASK: Mapping[State, Text] = {
    State.SELLER_REVIEW: _("Answer the customer: approve, offer something else or reject."),
    State.SOLUTION_OFFERED: _("Look at the offer: accept it, or ask Kilimall to decide."),
    State.SELLER_REJECTED: _("Read the seller's answer. If you see it differently, ask Kilimall to decide."),
    State.KILIMALL_REVIEW: _("Look at both sides and decide."),
    State.EVIDENCE_REQUESTED: _("Send the proof that Kilimall asked for."),
    State.AWAITING_RETURN: _("Send the goods back in the way you chose."),
    State.RETURN_IN_TRANSIT: _("Receive the parcel when it arrives."),
    State.INSPECTION: _("Check the goods against the reason that was given."),
    State.INSPECTION_FAILED: _("Take the goods back, or ask Kilimall to look again."),
    State.SENDING_BACK: _("Bring the goods to the Kilishop counter, and scan them when they are there."),
    State.REPLACEMENT_PENDING: _("Send the new item, or say that there is none."),
    State.REPLACEMENT_CHOICE: _("There is no new item at present: choose another make, or take the money."),
    State.REPLACEMENT_SHIPPED: _("Say when you have the new item, or that it has not come."),
    State.REFUND_PROCESSING: _("See that the money is paid."),
}
"""What the one whose turn it is must do."""

WAYS: Mapping[str, Text] = {
    ReturnMethod.KILISHOP: _("Bring the goods to a Kilishop counter and give the reference."),
    ReturnMethod.COLLECTION: _("Book a time at which a rider collects the goods at your door."),
    ReturnMethod.COURIER: _("Send the goods by your courier, then enter the waybill number here."),
}
"""The same for goods that go back, by the way that was chosen."""

OTHER_WAY = _("The rider could not come. Choose another way to send the goods.")
"""The same where the chosen way came to nothing."""

COLLECT = _("Collect the goods at the customer's door, or say why you don't have them.")
"""The same for a rider who is awaited."""

ANSWERS: Mapping[Offered, Text] = {
    Offered.GRANTED: _("The seller agreed. Choose how the goods come back."),
    Offered.FINAL: _("Accept the solution, or let it go: it is final."),
}
"""The same for a solution that is not the seller's own idea."""

NOT_YET = _(
    "Say when you have the new item. If it does not come, you can report it missing here from %(day)s."
)
"""The same for a new item that is not late yet."""

AT_COUNTER: Mapping[State, Text] = {
    State.SENDING_BACK: _("Hand the goods out to the customer who shows the pick-up code."),
    State.REPLACEMENT_SHIPPED: _("Fetch the new item at the counter."),
}
"""The same for a parcel that waits at the counter."""

AWAITED: Mapping[State, Mapping[Party, Text]] = {
    State.SELLER_REVIEW: {Party.SELLER: _("the seller must answer")},
    State.SOLUTION_OFFERED: {Party.CUSTOMER: _("the customer must answer the offer")},
    State.SELLER_REJECTED: {Party.CUSTOMER: _("the customer may ask Kilimall to decide")},
    State.KILIMALL_REVIEW: {Party.KILIMALL: _("Kilimall must decide")},
    State.EVIDENCE_REQUESTED: {
        Party.CUSTOMER: _("the customer must send more proof"),
        Party.SELLER: _("the seller must send more proof"),
    },
    State.AWAITING_RETURN: {
        Party.CUSTOMER: _("the customer must send the goods back"),
        Party.KILIMALL: _("a rider must collect the goods at the customer's door"),
    },
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
"""What is awaited, said to those whose turn it is not."""

COLLECTED_FROM_YOU = _("a rider comes to collect the goods at your door: have them packed")
BROUGHT_TO_YOU = _("Kilimall must bring the goods back to you")
FETCH = _("the customer must fetch the parcel at the counter")
FETCH_YOURS = _("you can fetch the goods at the counter: show your pick-up code there")

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
    State.EXPIRED: _(
        "A step was missed in time. You can apply again while the time for returns runs; after that, ask "
        "Kilimall to reopen it."
    ),
}
"""What comes next, said to the customer."""

ENDED: Mapping[State, Text] = {
    State.REFUNDED: _("The money has been paid. There is nothing left to do."),
    State.EXCHANGED: _("The customer has the new item. There is nothing left to do."),
    State.REJECTED: _("Nothing is refunded. There is nothing left to do."),
    State.CANCELLED: _("The customer withdrew the application. There is nothing left to do."),
    State.EXPIRED: _("The customer missed a step in time. There is nothing left to do."),
}
"""How it ended, said to the others."""


def task_of(turn: Turn, now: datetime) -> str:
    """What must be done now, said to the holder. Empty for a closed ticket."""
    if not turn.holder:
        return ""
    state = State(turn.state)
    if turn.due_step in FETCHED:
        return str(AT_COUNTER[state])
    if state is State.REPLACEMENT_SHIPPED and turn.missing_from and now < turn.missing_from:
        return str(NOT_YET) % {"day": day_text(turn.missing_from, turn.country)}
    if state is State.SOLUTION_OFFERED:
        return str(ANSWERS.get(turn.offered, TASK[state]))
    if state is State.AWAITING_RETURN:
        return str(COLLECT if turn.due_step == Step.COLLECTION_MISSED else WAYS.get(turn.method, OTHER_WAY))
    return str(TASK[state])


def awaited(turn: Turn, reader: Party | None = None) -> str:
    """Who must do what, said to the others: no capital, no full stop. Empty for a closed ticket."""
    if not turn.holder:
        return ""
    own = reader is Party.CUSTOMER
    if turn.due_step in FETCHED:
        return str(FETCH_YOURS if own else FETCH)
    if own and turn.due_step == Step.COLLECTION_MISSED:
        return str(COLLECTED_FROM_YOU)
    if own and turn.state == State.SENDING_BACK:
        return str(BROUGHT_TO_YOU)
    return str(AWAITED[State(turn.state)][Party(turn.holder)])


def lapse_of(due_step: str, terms: Terms, reader: Party | None = None) -> str:
    """What happens when the clock that ends in this step runs out. Empty where none runs."""
    if not due_step:
        return ""
    step = Step(due_step)
    return fill(LAPSE_TO.get(reader, {}).get(step, LAPSE[step]) if reader else LAPSE[step], terms)


def next_of(state: str, reader: Party) -> str:
    """What comes next, said to the customer; to the others only how it ended."""
    return str(NEXT[State(state)] if reader is Party.CUSTOMER else ENDED.get(State(state), ""))
