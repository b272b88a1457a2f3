"""What a counter tells a customer whose parcel it can't take."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from returns.enums import Goods, Service, State
from returns.models.ticket import Machine
from returns.policy.clauses.clause import Text

KEPT = _("Refund only: nothing comes back, and the customer keeps the goods.")
NOT_YET = _(
    "Nobody has agreed yet, so don't take the goods. Tell the customer: keep them, we write to you as soon "
    "as it is decided. If the goods are here already, log them."
)
TOLD: Mapping[State, Text] = {
    State.SELLER_REVIEW: NOT_YET,
    State.KILIMALL_REVIEW: NOT_YET,
    State.EVIDENCE_REQUESTED: NOT_YET,
    State.SOLUTION_OFFERED: _(
        "The customer has not accepted the solution yet. Tell them: accept it on your page, then we take the "
        "goods at once. If the goods are here already, log them."
    ),
    State.SELLER_REJECTED: _(
        "The seller said no. Tell the customer: you can ask Kilimall to decide, on your page. Don't take the "
        "goods; if they are here already, log them."
    ),
    State.RETURN_IN_TRANSIT: _("These goods were taken in already and are on their way to the warehouse."),
    State.INSPECTION: _("These goods are being checked in the warehouse."),
    State.INSPECTION_FAILED: _("The customer must say what happens to these goods: on their page."),
    State.REFUNDED: _("This ticket is closed: the money was paid. Nothing comes back on it any more."),
    State.EXCHANGED: _("This ticket is closed: the customer has the new item."),
    State.REJECTED: _("This ticket is closed without a refund. Tell the customer to call the help line."),
    State.CANCELLED: _("The customer withdrew this application. They can apply again on their page."),
    State.EXPIRED: _(
        "This ticket is closed, as a step was missed. The customer can apply again, or ask to reopen it."
    ),
}
HERE = _("Kilimall has these goods already.")


def counter_word(ticket: Machine) -> str:
    """Why the goods of this ticket can't be taken now, and what to tell the customer; empty if they can."""
    if ticket.service == Service.REFUND_ONLY and ticket.is_open:
        return str(KEPT)
    if ticket.goods == Goods.IN_HAND and ticket.is_open:
        return str(HERE)
    return str(TOLD.get(State(ticket.state), ""))
