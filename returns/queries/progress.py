"""The seven steps of a ticket's way, less those that its service does not have (domain 7)."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from returns.enums import Goods, Service, State
from returns.models.ticket import Machine
from returns.queries.stakes import service_in_sight

APPLIED, REVIEW, CONFIRM, SEND, INSPECT, GO_OUT, DONE = range(7)

TITLES: dict[int, StrOrPromise] = {
    APPLIED: _("Applied"),
    REVIEW: _("Seller review"),
    CONFIRM: _("You confirm"),
    SEND: _("Send goods back"),
    INSPECT: _("Inspection"),
    GO_OUT: _("Refund or new item on its way"),
    DONE: _("Done"),
}
STAGES: dict[str, int] = {
    State.SELLER_REVIEW: REVIEW,
    State.KILIMALL_REVIEW: REVIEW,
    State.EVIDENCE_REQUESTED: REVIEW,
    State.SOLUTION_OFFERED: CONFIRM,
    State.SELLER_REJECTED: CONFIRM,
    State.AWAITING_RETURN: SEND,
    State.RETURN_IN_TRANSIT: SEND,
    State.INSPECTION: INSPECT,
    State.INSPECTION_FAILED: INSPECT,
    State.SENDING_BACK: GO_OUT,
    State.REPLACEMENT_PENDING: GO_OUT,
    State.REPLACEMENT_CHOICE: GO_OUT,
    State.REPLACEMENT_SHIPPED: GO_OUT,
    State.REFUND_PROCESSING: GO_OUT,
}
OF_REFUND_ONLY = (APPLIED, REVIEW, CONFIRM, GO_OUT, DONE)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the steps: its title, whether the ticket passed it, whether it stands there."""

    title: StrOrPromise
    is_done: bool
    is_current: bool


def stages(ticket: Machine, visited: Collection[str], *, own: bool) -> list[Stage]:
    """The way of a ticket. `visited` are the states it came through; `own`: the customer reads it."""
    current = stage_of(ticket)
    passed = {STAGES[state] for state in visited if state in STAGES} | {APPLIED}
    way = OF_REFUND_ONLY if service_in_sight(ticket) == Service.REFUND_ONLY else tuple(TITLES)
    went_home = State.SENDING_BACK in visited
    return [
        Stage(
            title=title(stage, ticket, own=own, went_home=went_home),
            is_done=stage != current and (stage in passed if current == DONE else stage < current),
            is_current=stage == current,
        )
        for stage in way
    ]


def stage_of(ticket: Machine) -> int:
    """Where it stands. Kilimall decides once more about goods on their way, inspected or lost."""
    if not ticket.is_open:
        return DONE
    if ticket.state in {State.KILIMALL_REVIEW, State.EVIDENCE_REQUESTED}:
        if ticket.replacement_lost:
            return GO_OUT
        if ticket.goods == Goods.IN_HAND and ticket.inspected_by_id is None:
            return REVIEW  # logged before anybody agreed
        return {Goods.ON_THE_WAY: SEND, Goods.IN_HAND: INSPECT}.get(Goods(ticket.goods), REVIEW)
    return STAGES[ticket.state]


def title(stage: int, ticket: Machine, *, own: bool, went_home: bool) -> StrOrPromise:
    """A step's title for this ticket and reader; `went_home`: the goods were sent back."""
    if stage == REVIEW and ticket.state in {State.KILIMALL_REVIEW, State.EVIDENCE_REQUESTED}:
        return _("Kilimall's review")
    if stage == CONFIRM and not own:
        return _("Customer confirms")
    if stage == GO_OUT:
        return _("Goods on their way back") if went_home else _title_of_end(ticket)
    if stage == DONE and not ticket.is_open:
        return State(ticket.state).label
    return TITLES[stage]


def _title_of_end(ticket: Machine) -> StrOrPromise:
    if ticket.service == Service.EXCHANGE:
        return _("New item on its way") if ticket.state != State.REFUND_PROCESSING else _("Refund")
    return _("Refund")
