"""Who may take which step: one table, asked by every page, the admin and the tests."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from returns.enums import Party, Role, Step
from returns.policy.terms import Terms

DESK = frozenset({Role.DESK, Role.SUPERVISOR})
CUSTOMER = frozenset({Role.CUSTOMER})
SELLER = frozenset({Role.SELLER})
SYSTEM = frozenset({Role.SYSTEM})
WAREHOUSE = frozenset({Role.WAREHOUSE})
COUNTER = frozenset({Role.COUNTER})
RIDER = frozenset({Role.RIDER})
NETWORK = frozenset({Role.COUNTER, Role.RIDER})

PERMISSIONS: dict[Step, frozenset[Role]] = {
    Step.OPEN: CUSTOMER | DESK,
    Step.APPROVE: SELLER,
    Step.OFFER: SELLER,
    Step.REJECT: SELLER,
    Step.HAND_TO_KILIMALL: SELLER,
    Step.SEND_TO_DESK: SYSTEM,
    Step.TAKE_OVER: SYSTEM,
    Step.ACCEPT: CUSTOMER,
    Step.ACCEPT_BY_SILENCE: SYSTEM,
    Step.ACCEPT_HERE: CUSTOMER,
    Step.APPEAL: CUSTOMER,
    Step.EXPIRE: SYSTEM,
    Step.WITHDRAW: CUSTOMER,
    Step.ASK_EVIDENCE: DESK,
    Step.ANSWER: CUSTOMER | SELLER,
    Step.CLOSE_FILE: SYSTEM,
    Step.RULE_OFFER: DESK,
    Step.RULE_REFUND: DESK,
    Step.RULE_REPLACE: DESK,
    Step.RULE_AGAINST: DESK,
    Step.RULE_SEND_BACK: DESK,
    Step.RULE_DELIVERED: DESK,
    Step.RULE_BY_DEFAULT: SYSTEM,
    Step.ESCALATE: SYSTEM,
    Step.EXTEND: SYSTEM,
    Step.LOG_EARLY: COUNTER | WAREHOUSE,
    Step.HAND_OVER: CUSTOMER | NETWORK | WAREHOUSE,
    Step.CHANGE_METHOD: CUSTOMER,
    Step.BOOK_COLLECTION: CUSTOMER,
    Step.COLLECTION_FAILED: RIDER,
    Step.COLLECTION_MISSED: RIDER | SYSTEM,
    Step.GIVE_UP_COLLECTION: RIDER,
    Step.CORRECT_WAYBILL: CUSTOMER,
    Step.RECEIVE: WAREHOUSE,
    Step.PRESUME_RECEIVED: SYSTEM,
    Step.TRACE_PARCEL: SYSTEM,
    Step.PASS: WAREHOUSE,
    Step.PASS_PART: WAREHOUSE,
    Step.SPLIT: WAREHOUSE,
    Step.FAIL: WAREHOUSE,
    Step.SEND_BACK: CUSTOMER | SYSTEM,
    Step.ARRIVE: COUNTER,
    Step.SHELVE: SYSTEM,
    Step.HAND_BACK: NETWORK,
    Step.DISPOSE: SYSTEM,
    Step.DISPATCH: SELLER | WAREHOUSE,
    Step.NO_STOCK: SELLER | WAREHOUSE,
    Step.OFFER_CHOICE: SYSTEM,
    Step.CHOOSE_VARIANT: CUSTOMER,
    Step.REFUND_INSTEAD: CUSTOMER | SYSTEM,
    Step.CONFIRM: CUSTOMER | NETWORK | SYSTEM,
    Step.REPORT_MISSING: CUSTOMER | SYSTEM,
    Step.SETTLE: SYSTEM,
}

HOLDERS_OWN = frozenset({Step.DISPATCH, Step.NO_STOCK, Step.ANSWER})
"""Steps that two parties know, and only the one who holds the ticket may take."""

RULINGS = frozenset(
    {
        Step.RULE_OFFER,
        Step.RULE_REFUND,
        Step.RULE_REPLACE,
        Step.RULE_AGAINST,
        Step.RULE_SEND_BACK,
        Step.RULE_DELIVERED,
    }
)


class Limited(Protocol):
    """What the limits of the terms look at."""

    holder: str
    own_courier: bool
    method: str
    evidence_requests: int
    waybill_corrections: int
    lost_collections: int
    to_door: bool
    cheats: int
    report_missing_from: datetime | None


def roles_for(step: Step, roles: frozenset[Role]) -> frozenset[Role]:
    """Those of a person's roles in which they may take the step."""
    return PERMISSIONS[step] & roles


def is_holders(step: Step, role: Role, ticket: Limited) -> bool:
    """Whether the role stands on the side whose turn it is, where the step asks that."""
    return step not in HOLDERS_OWN or role.party == ticket.holder


LIMITS: Mapping[Step, Callable[[Limited, Terms], bool]] = {
    Step.ASK_EVIDENCE: lambda ticket, terms: ticket.evidence_requests < terms.evidence_requests,
    Step.CORRECT_WAYBILL: lambda ticket, terms: ticket.waybill_corrections < terms.waybill_corrections,
    Step.SEND_TO_DESK: lambda ticket, terms: ticket.cheats >= terms.abuse_to_desk,
    Step.BOOK_COLLECTION: lambda ticket, terms: ticket.lost_collections < terms.collections,
    Step.COLLECTION_FAILED: lambda ticket, terms: ticket.lost_collections < terms.collections - 1,
    Step.GIVE_UP_COLLECTION: lambda ticket, terms: ticket.lost_collections >= terms.collections - 1,
}
"""Steps that the terms' counts open or close."""


def is_within_terms(step: Step, role: Role, ticket: Limited, terms: Terms, now: datetime) -> bool:
    """Whether the terms' counts and days leave the step open to this role."""
    if step is Step.REPORT_MISSING and role.party is Party.CUSTOMER:
        return ticket.report_missing_from is not None and now >= ticket.report_missing_from
    if step is Step.HAND_BACK and role is Role.RIDER:
        return ticket.to_door
    limit = LIMITS.get(step)
    return limit is None or limit(ticket, terms)
