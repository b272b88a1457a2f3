"""What a person's step is called, and what it will do."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from returns.enums import Party, Service, Step
from returns.policy.clauses.clause import Text

LABELS: Mapping[Step, Mapping[Party, Text]] = {
    Step.HAND_OVER: {
        Party.CUSTOMER: _("I sent it by my own courier"),
        Party.KILIMALL: _("Take the goods in"),
    },
    Step.CONFIRM: {Party.CUSTOMER: _("I have the new item"), Party.KILIMALL: _("Handed out")},
}
"""Steps that two sides know, each by a name of its own."""

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
    Step.ACCEPT_HERE: {
        Service.RETURN_REFUND: _("Kilimall has the goods and checks them. %(money)s is paid if they pass."),
        Service.EXCHANGE: _("Kilimall has the goods and checks them. The new item is sent if they pass."),
    },
    Step.APPEAL: {ALL: _("Kilimall looks at what you and the seller say, and decides.")},
    Step.WITHDRAW: {ALL: _("The ticket is closed. You may apply again while the time for returns runs.")},
    Step.ASK_EVIDENCE: {
        ALL: _("The side that you ask has a few days to answer. Your own time stands still.")
    },
    Step.ANSWER: {ALL: _("Kilimall sees what you send, and decides.")},
    Step.RULE_OFFER: {ALL: _("The customer may take this solution or leave it. It is final.")},
    Step.RULE_REFUND: {ALL: _("The customer gets %(money)s, unless you name less.")},
    Step.RULE_REPLACE: {ALL: _("A new item is sent to the customer.")},
    Step.RULE_AGAINST: {ALL: _("The ticket is closed without a refund.")},
    Step.RULE_SEND_BACK: {ALL: _("The goods go back to the customer. Nothing is refunded.")},
    Step.RULE_DELIVERED: {ALL: _("The new item counts as delivered. The ticket is closed.")},
    Step.LOG_EARLY: {ALL: _("Nobody has agreed yet: the goods are kept, and nothing else happens.")},
    Step.HAND_OVER: {ALL: _("The goods are on their way. Kilimall checks them when they arrive.")},
    Step.CHANGE_METHOD: {ALL: _("You send the goods in another way. The time to send them stays the same.")},
    Step.BOOK_COLLECTION: {
        ALL: _("A rider comes then. Your time to send the goods stands still until then.")
    },
    Step.COLLECTION_FAILED: {ALL: _("The customer is told, and may book another visit.")},
    Step.COLLECTION_MISSED: {ALL: _("The customer is told that it was not their fault.")},
    Step.GIVE_UP_COLLECTION: {ALL: _("It was the last visit: the ticket is closed without a refund.")},
    Step.CORRECT_WAYBILL: {ALL: _("The parcel is looked for under the new number. The old one is kept.")},
    Step.RECEIVE: {ALL: _("The parcel counts as received. Then the goods are checked.")},
    Step.PASS: {
        Service.RETURN_REFUND: _("%(money)s is paid."),
        Service.EXCHANGE: _("A new item is sent to the customer."),
    },
    Step.PASS_PART: {
        ALL: _(
            "What passes goes on; the other pieces become a case of their own, which the customer may appeal."
        )
    },
    Step.FAIL: {ALL: _("The customer reads why, and may ask Kilimall to decide or take the goods back.")},
    Step.SEND_BACK: {ALL: _("The goods come back to you. Nothing is refunded.")},
    Step.ARRIVE: {ALL: _("The customer is told that the parcel can be fetched.")},
    Step.HAND_BACK: {ALL: _("The customer has the goods again. The ticket is closed.")},
    Step.DISPATCH: {ALL: _("The customer is told that the new item is on its way.")},
    Step.NO_STOCK: {ALL: _("The customer is asked to choose another make, or the money.")},
    Step.CHOOSE_VARIANT: {ALL: _("It is kept for you and sent instead. You can choose once.")},
    Step.REFUND_INSTEAD: {ALL: _("The full price that was paid comes back: %(money)s.")},
    Step.CONFIRM: {ALL: _("The new item counts as received. The ticket is closed.")},
    Step.REPORT_MISSING: {ALL: _("Kilimall looks for the new item and decides.")},
}
"""What a person's step will do, said to the one who takes it."""


def label_of(step: Step, party: Party) -> str:
    """What the step is called on the buttons of this side."""
    return str(LABELS.get(step, {}).get(party, step.label))


def effect_of(step: str, service: str, *, money: str) -> str:
    """What the step will do on a ticket of the service; `money` as people read it: `KES 1,500`.

    Empty for a step that only the clock takes.
    """
    effects = EFFECT.get(Step(step), {})
    return str(effects.get(Service(service), effects.get(ALL, ""))) % {"money": money}
