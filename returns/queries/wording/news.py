"""What a message says of a step: with its amounts, and for an SMS in few words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from returns.enums import FETCHED, Against, Party, ReturnMethod, Service, State, Step
from returns.models import Objection
from returns.policy.clauses.clause import Text
from returns.policy.terms import Terms
from returns.policy.turns import Offered, Turn
from returns.queries.wording.told import told_of
from returns.queries.wording.turns import awaited

Values = Mapping[str, str]
"""What fills a text: `money`, `solution`, `route`, `place`, `carrier`, `waybill`, `code`, `reference`."""

SOLUTION: Mapping[Service, Text] = {
    Service.RETURN_REFUND: _("%(money)s once the goods are back and checked"),
    Service.EXCHANGE: _("a new item once the goods are back and checked"),
    Service.REFUND_ONLY: _("%(money)s"),
}

NEWS: Mapping[Step, Mapping[Party, Text]] = {
    Step.APPROVE: {Party.CUSTOMER: _("The seller agreed: %(solution)s.")},
    Step.OFFER: {Party.CUSTOMER: _("The seller offers %(solution)s.")},
    Step.ACCEPT: {
        Party.CUSTOMER: _("You accepted the solution: %(solution)s."),
        Party.SELLER: _("The customer accepted the solution: %(solution)s."),
    },
    Step.ACCEPT_HERE: {
        Party.SELLER: _("The customer accepted the solution: %(solution)s. Kilimall has the goods already."),
    },
    Step.RULE_OFFER: {
        Party.CUSTOMER: _("Kilimall decided: you get %(solution)s. It is final."),
        Party.SELLER: _("Kilimall decided: the customer gets %(solution)s. It is final."),
    },
    Step.BOOK_COLLECTION: {
        Party.CUSTOMER: _(
            "A rider comes to you: %(window)s. Your time to send the goods stands still until then."
        )
    },
    Step.ARRIVE: {Party.CUSTOMER: _("The parcel is at the Kilishop counter (%(place)s).")},
    Step.DISPATCH: {Party.CUSTOMER: _("The new item is on its way: %(carrier)s, %(waybill)s.")},
    Step.SETTLE: {
        Party.CUSTOMER: _("%(money)s was paid into your %(route)s. The ticket is closed."),
        Party.SELLER: _("%(money)s was paid to the customer. The ticket is closed."),
    },
}
"""Where the step's own numbers and names belong into the sentence."""

ON_BEHALF = _("Kilimall applied for you and sent the application to the seller.")
OBJECTED = _("Your objection is with Kilimall. Another member of the desk than before answers it.")
COUNT_UPHELD = _("You were right about your parcel: it is not counted any more.")
UPHELD: Mapping[Party, Text] = {
    Party.CUSTOMER: _("Your objection was right: what was deducted is in your wallet now."),
    Party.SELLER: _("Your objection was right: the shop does not bear the cost."),
}
DISMISSED = _("Your objection was looked at, and nothing changes.")
OTHERS_OBJECTION: Mapping[bool, Text] = {
    True: _("The customer objected to a deduction and was right: it was paid back."),
    False: _("The customer objected to a deduction, and nothing changes."),
}
WROTE: Mapping[Party, Text] = {
    Party.CUSTOMER: _("The customer wrote you a message. Answer on the ticket's page."),
    Party.SELLER: _("The seller wrote you a message. Answer on the ticket's page."),
    Party.KILIMALL: _("Kilimall wrote you a message. Answer on the ticket's page."),
}
WAITS = _("Your parcel waits at the counter (%(place)s).")
PICK_UP = _("Pick-up code: %(code)s.")
PAID: Mapping[Party, Text] = {
    Party.CUSTOMER: _("%(money)s is paid into your %(route)s."),
    Party.SELLER: _("%(money)s is paid to the customer."),
}
"""What is said after a step that decided a refund."""

SHORT: Mapping[Step, Text] = {
    Step.TAKE_OVER: _("The seller did not answer in time."),
    Step.ACCEPT: _("You accepted the solution."),
    Step.CLOSE_FILE: _("No more proof came in time."),
    Step.COLLECTION_FAILED: _("Our rider came, but got no goods."),
    Step.COLLECTION_MISSED: _("We did not come to collect the goods: sorry."),
    Step.GIVE_UP_COLLECTION: _("Our rider came for the last time and got no goods. The ticket is closed."),
    Step.RULE_BY_DEFAULT: _("The seller stayed silent, so you get what you asked for."),
    Step.EXTEND: _("You have more time to answer."),
    Step.SPLIT: _("Some of the goods did not pass Kilimall's check."),
    Step.FAIL: _("The goods did not pass Kilimall's check."),
    Step.SHELVE: _("The parcel still waits at the counter."),
    Step.DISPOSE: _("The goods were never fetched and have been disposed of."),
}
"""What an SMS says where a mail says more; only customers get any."""

ASK: Mapping[State, Text] = {
    State.SOLUTION_OFFERED: _("Answer by %(until)s"),
    State.SELLER_REJECTED: _("You may ask Kilimall to decide by %(until)s"),
    State.EVIDENCE_REQUESTED: _("Send it by %(until)s"),
    State.AWAITING_RETURN: _("Send the goods by %(until)s"),
    State.INSPECTION_FAILED: _("Take them back or ask Kilimall by %(until)s"),
    State.REPLACEMENT_CHOICE: _("Choose another make, or the money, by %(until)s"),
    State.REPLACEMENT_SHIPPED: _("Say when you have it by %(until)s"),
}
ASK_GRANTED = _("Choose how the goods come back by %(until)s")
ASK_WAY: Mapping[str, Text] = {
    ReturnMethod.KILISHOP: _("Bring the goods and %(reference)s to a Kilishop by %(until)s"),
    ReturnMethod.COLLECTION: _("Book a rider by %(until)s"),
    ReturnMethod.COURIER: _("Send the goods and enter the waybill by %(until)s"),
}
ASK_TO_FETCH = _("Fetch it by %(until)s")
"""What an SMS asks of the customer, without its full stop."""

ELSE: Mapping[Step, Text] = {
    Step.EXPIRE: _(", else the ticket is closed"),
    Step.ACCEPT_BY_SILENCE: _(", else %(money)s is paid"),
    Step.CLOSE_FILE: _(", else Kilimall decides without it"),
    Step.SEND_BACK: _(", else the goods come back to you"),
    Step.REFUND_INSTEAD: _(", else the money is paid"),
    Step.REPORT_MISSING: _(", else Kilimall looks for it"),
    Step.DISPOSE: _(", else it is disposed of"),
    Step.CONFIRM: _(", else it counts as received"),
}
"""And what happens else; a first week at the counter has no else."""

WAITED_FOR = frozenset({State.SELLER_REVIEW, State.KILIMALL_REVIEW, State.EVIDENCE_REQUESTED})
"""Where an SMS names who else must act."""


def solution_of(service: str, money: str) -> str:
    """What is offered or granted: `KES 150`, `a new item once the goods are back and checked`."""
    return str(SOLUTION[Service(service)]) % {"money": money}


def news_of(step: str, terms: Terms, reader: Party, values: Values, *, is_paid: bool = False) -> str:
    """What happened, with what the step named. `is_paid`: a refund of `money` was decided by it."""
    taken = Step(step)
    text = NEWS.get(taken, {}).get(reader)
    if is_paid and taken is not Step.SETTLE:
        return f"{told_of(taken, terms, reader)} {str(PAID[reader]) % values}"
    return told_of(taken, terms, reader) if text is None else str(text) % values


def objection_news(objection: Objection, reader: Party) -> str:
    """What became of an objection, said to who raised it or to the other side."""
    if objection.answered_at is None:
        return str(OBJECTED)
    upheld = bool(objection.is_upheld)
    if reader != objection.party:
        return str(OTHERS_OBJECTION[upheld])
    if upheld and objection.against == Against.COUNT:
        return str(COUNT_UPHELD)
    return str(UPHELD[reader] if upheld else DISMISSED)


def short_news_of(step: str, news: str) -> str:
    """The same for an SMS."""
    return str(SHORT.get(Step(step), news))


def ask_of(turn: Turn, until: str, values: Values) -> str:
    """What an SMS asks of the customer, until when, and what happens else; empty where nothing is."""
    if not until:
        return ""
    filled = {**values, "until": until}
    fetches = turn.due_step in FETCHED
    if fetches or turn.holder == Party.CUSTOMER:
        asked = ASK_TO_FETCH if fetches else _asked(turn)
        return f"{asked}{ELSE.get(Step(turn.due_step), '')}." % filled
    if turn.state not in WAITED_FOR:
        return ""
    who = awaited(turn, Party.CUSTOMER)
    return str(_("%(who)s by %(until)s.")) % {"who": who[0].upper() + who[1:], "until": until}


def _asked(turn: Turn) -> Text:
    state = State(turn.state)
    if state is State.AWAITING_RETURN:
        return ASK_WAY.get(turn.method, ASK[state])
    granted = state is State.SOLUTION_OFFERED and turn.offered is Offered.GRANTED
    return ASK_GRANTED if granted else ASK[state]


def inside(sentence: str) -> str:
    """A sentence as it goes on after a colon: small, unless it begins with a name or an amount."""
    first = sentence.partition(" ")[0]
    is_name = first.startswith("Kilimall") or (len(first) > 1 and first.isupper())
    return sentence if is_name else sentence[0].lower() + sentence[1:]
