"""Which form each step has: what it asks, and the details that `take_step` gets from it."""

from collections.abc import Mapping
from typing import Any

from returns.enums import Role, Step
from returns.forms.of_customer import (
    AcceptForm,
    AcceptHereForm,
    BookCollectionForm,
    MethodForm,
    NewProofForm,
    OwnCourierForm,
    VariantForm,
)
from returns.forms.of_desk import AskEvidenceForm, OfferRulingForm, RefundRulingForm, RulingForm
from returns.forms.of_goods import (
    FailForm,
    GoodsForm,
    HandBackForm,
    LostVisitForm,
    MissedVisitForm,
    PassForm,
    PassPartForm,
    PlaceForm,
)
from returns.forms.of_seller import HandToKilimallForm, OfferForm, RejectForm
from returns.forms.step import NoteForm, ProofForm, StepForm, WaybillForm
from returns.models import Ticket
from returns.queries.wording import label_of

PRIMARY = frozenset(
    {
        Step.APPROVE,
        Step.ACCEPT,
        Step.ACCEPT_HERE,
        Step.BOOK_COLLECTION,
        Step.ANSWER,
        Step.HAND_OVER,
        Step.RECEIVE,
        Step.PASS,
        Step.DISPATCH,
        Step.CONFIRM,
        Step.ARRIVE,
        Step.HAND_BACK,
    }
)
"""Steps that carry a ticket on as everybody hopes."""


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.APPROVE: StepForm,
    Step.OFFER: OfferForm,
    Step.REJECT: RejectForm,
    Step.HAND_TO_KILIMALL: HandToKilimallForm,
    Step.ACCEPT: AcceptForm,
    Step.ACCEPT_HERE: AcceptHereForm,
    Step.APPEAL: ProofForm,
    Step.WITHDRAW: NoteForm,
    Step.ASK_EVIDENCE: AskEvidenceForm,
    Step.ANSWER: ProofForm,
    Step.RULE_OFFER: OfferRulingForm,
    Step.RULE_REFUND: RefundRulingForm,
    Step.RULE_REPLACE: RulingForm,
    Step.RULE_AGAINST: RulingForm,
    Step.RULE_SEND_BACK: RulingForm,
    Step.RULE_DELIVERED: RulingForm,
    Step.LOG_EARLY: GoodsForm,
    Step.HAND_OVER: GoodsForm,
    Step.CHANGE_METHOD: MethodForm,
    Step.BOOK_COLLECTION: BookCollectionForm,
    Step.COLLECTION_FAILED: LostVisitForm,
    Step.COLLECTION_MISSED: MissedVisitForm,
    Step.GIVE_UP_COLLECTION: LostVisitForm,
    Step.CORRECT_WAYBILL: WaybillForm,
    Step.RECEIVE: GoodsForm,
    Step.PASS: PassForm,
    Step.PASS_PART: PassPartForm,
    Step.FAIL: FailForm,
    Step.SEND_BACK: StepForm,
    Step.ARRIVE: PlaceForm,
    Step.HAND_BACK: HandBackForm,
    Step.DISPATCH: WaybillForm,
    Step.NO_STOCK: NoteForm,
    Step.CHOOSE_VARIANT: VariantForm,
    Step.REFUND_INSTEAD: StepForm,
    Step.CONFIRM: PlaceForm,
    Step.REPORT_MISSING: NoteForm,
}
"""Every step that a person takes from a page; what the clock takes has none."""

OF_CUSTOMER: dict[Step, type[StepForm]] = {Step.HAND_OVER: OwnCourierForm, Step.CONFIRM: StepForm}
"""What the customer is asked where a counter or a rider only scans."""


def form_for(
    step: Step,
    ticket: Ticket,
    role: Role,
    data: Any = None,
    files: Any = None,
    initial: Mapping[str, Any] | None = None,
) -> StepForm:
    """The form of a step as this role is asked it. Raises KeyError for a step that only the clock takes."""
    form = STEP_FORMS[step]
    if role is Role.CUSTOMER:
        form = OF_CUSTOMER.get(step, form)
    if step is Step.APPEAL and ticket.goods == "in_hand":
        form = NewProofForm
    return form(ticket, step, data, files, initial=initial, label=label_of(step, role.party))
