"""Whom a step is told to, and through what (domain: Notices)."""

from returns.enums import Channel, Party, Step

CHANNELS: dict[Party, tuple[Channel, ...]] = {
    Party.CUSTOMER: (Channel.EMAIL, Channel.SMS),
    Party.SELLER: (Channel.EMAIL,),
}
"""Kilimall's own people work from their lists: nobody writes to the desk."""

BOTH = (Party.CUSTOMER, Party.SELLER)
CUSTOMER_ONLY = (Party.CUSTOMER,)
SELLER_ONLY = (Party.SELLER,)

AUDIENCES: dict[Step, tuple[Party, ...]] = {
    Step.OPEN: BOTH,
    Step.APPROVE: CUSTOMER_ONLY,
    Step.OFFER: CUSTOMER_ONLY,
    Step.REJECT: CUSTOMER_ONLY,
    Step.HAND_TO_KILIMALL: CUSTOMER_ONLY,
    Step.TAKE_OVER: BOTH,
    Step.ACCEPT: BOTH,
    Step.ACCEPT_BY_SILENCE: BOTH,
    Step.APPEAL: SELLER_ONLY,
    Step.EXPIRE: BOTH,
    Step.WITHDRAW: BOTH,
    Step.ANSWER: (),
    Step.CLOSE_FILE: BOTH,
    Step.RULE_OFFER: BOTH,
    Step.RULE_REFUND: BOTH,
    Step.RULE_REPLACE: BOTH,
    Step.RULE_AGAINST: BOTH,
    Step.RULE_SEND_BACK: BOTH,
    Step.RULE_DELIVERED: BOTH,
    Step.RULE_BY_DEFAULT: BOTH,
    Step.ESCALATE: CUSTOMER_ONLY,
    Step.EXTEND: CUSTOMER_ONLY,
    Step.HAND_OVER: CUSTOMER_ONLY,
    Step.CHANGE_METHOD: (),
    Step.CORRECT_WAYBILL: (),
    Step.RECEIVE: CUSTOMER_ONLY,
    Step.PRESUME_RECEIVED: BOTH,
    Step.TRACE_PARCEL: CUSTOMER_ONLY,
    Step.PASS: BOTH,
    Step.FAIL: BOTH,
    Step.SEND_BACK: CUSTOMER_ONLY,
    Step.ARRIVE: CUSTOMER_ONLY,
    Step.SHELVE: CUSTOMER_ONLY,
    Step.HAND_BACK: BOTH,
    Step.DISPOSE: BOTH,
    Step.DISPATCH: CUSTOMER_ONLY,
    Step.NO_STOCK: CUSTOMER_ONLY,
    Step.OFFER_CHOICE: BOTH,
    Step.REFUND_INSTEAD: BOTH,
    Step.CONFIRM: BOTH,
    Step.REPORT_MISSING: BOTH,
    Step.SETTLE: BOTH,
}


def audiences(step: Step, holder: str) -> tuple[Party, ...]:
    """Who hears of a step. Asking for evidence speaks to the one who is asked: the new holder."""
    if step is Step.ASK_EVIDENCE:
        return (Party(holder),)
    return AUDIENCES[step]
