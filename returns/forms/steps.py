"""One form per step: what it asks, and the details that `take_step` gets from it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kilicare.kernel.money import Money
from returns.enums import HandOverCode, Liable, Party, Reason, RejectCode, ReturnMethod, Role, Service, Step
from returns.forms.fields import PhotosField, amount_field, helper, laid, name_what_is_missing, radios, words
from returns.models import Ticket
from returns.policy.clauses import CLAUSES, REFUSING, fill
from returns.policy.methods import methods_for
from returns.policy.offers import offerable
from returns.policy.terms import terms_of
from returns.queries.wording import label_of

DANGER = frozenset(
    {Step.REJECT, Step.WITHDRAW, Step.RULE_AGAINST, Step.RULE_SEND_BACK, Step.FAIL, Step.NO_STOCK}
)
"""Steps that say no, or end things: their buttons look so."""
PRIMARY = frozenset(
    {
        Step.APPROVE,
        Step.ACCEPT,
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


class ClauseField(forms.ChoiceField):
    """A clause of the policy, by its number and title, with the ticket's own numbers in it."""

    def __init__(self, ids: tuple[str, ...], **kwargs: Any) -> None:
        self.ids = ids
        super().__init__(label=_("Clause of the policy"), **kwargs)

    def adapt(self, ticket: Ticket) -> None:
        """Fill the titles with the numbers of the ticket's terms."""
        terms = terms_of(ticket.terms)
        titles = ((clause, f"{clause} {fill(CLAUSES[clause].title, terms)}") for clause in self.ids)
        self.choices = [("", _("Choose a clause")), *titles]


class StepForm(forms.Form):
    """A step that asks nothing; the others add their questions. `seen` is the last event seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, ticket: Ticket, step: Step, *args: Any, label: str = "", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{step}_%s"
        super().__init__(*args, **kwargs)
        self.ticket = ticket
        self.step = step
        self.fields["seen"].initial = ticket.last_event
        for field in self.fields.values():
            if isinstance(field, ClauseField):
                field.adapt(ticket)
        self.adapt()
        name_what_is_missing(self)
        css_class = "btn-danger" if step in DANGER else "btn-primary"
        content = (laid(self, name, **when_of(name, self.fields)) for name in self.fields)
        self.helper = helper(*content, button=label or step.label, css_class=css_class)

    def adapt(self) -> None:
        """Leave out what this ticket doesn't ask."""

    def choose(self, name: str, words: Any) -> None:
        """Offer only these words in a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(word.value, word.label) for word in words]

    def details(self) -> dict[str, Any]:
        """The answers, as `take_step` takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class TextForm(StepForm):
    """Words that the other side will read."""

    text = words(_("In your words"))


class NoteForm(StepForm):
    """Words, if there are any."""

    text = words(_("In your words"), required=False)


class ProofForm(TextForm):
    """Words and photos."""

    photos = PhotosField()


class NewProofForm(TextForm):
    """Words and at least one photo."""

    photos = PhotosField(required=True)


class OfferForm(StepForm):
    """Another solution: the service, and for refund only how much."""

    service = radios(_("What do you offer?"), Service.choices)
    amount = amount_field(_("Amount, for refund only"))
    text = words(_("Message to the customer"))

    def adapt(self) -> None:
        """Only what may be offered here, and what isn't what was asked for anyway."""
        asked = Service(self.ticket.asked_service)
        money = Service.REFUND_ONLY
        self.choose("service", [one for one in offered_on(self.ticket) if one is money or one is not asked])
        self.fields["amount"].help_text = up_to(self.ticket)


class RejectForm(StepForm):
    """A no of the shop."""

    code = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *RejectCode.choices])
    clause = ClauseField(REFUSING)
    text = words(_("Message to the customer"))


class HandToKilimallForm(StepForm):
    """The shop steps aside."""

    code = radios(_("Why?"), HandOverCode.choices)
    text = words(_("In your words"), required=False)


class MethodForm(StepForm):
    """How the goods come back."""

    method = radios(_("How do the goods come back?"), ReturnMethod.choices)

    def adapt(self) -> None:
        """Only the ways that this address has."""
        self.choose("method", methods_for(self.ticket.country, self.ticket.line.order.city))


class AcceptForm(MethodForm):
    """Taking what is offered; the way back is asked where goods come back."""

    def adapt(self) -> None:
        """Refund only has no way back."""
        super().adapt()
        if self.ticket.offer_service == Service.REFUND_ONLY:
            del self.fields["method"]


class AskEvidenceForm(StepForm):
    """A question to one side."""

    party = radios(
        _("Whom do you ask?"), [(side.value, side.label) for side in (Party.CUSTOMER, Party.SELLER)]
    )
    text = words(_("What do you need to see?"))


class RulingForm(StepForm):
    """What a ruling rests on and who bears it."""

    clause = ClauseField(tuple(CLAUSES))
    text = words(_("Message to both sides"))
    liable = radios(_("Who bears the cost?"), Liable.choices)


class RefundRulingForm(RulingForm):
    """Money back: all of it, or a part."""

    amount = amount_field(_("Amount"))

    def adapt(self) -> None:
        """Say what an empty answer means."""
        self.fields["amount"].help_text = _("Leave it empty for all that is possible.")


class OfferRulingForm(RulingForm):
    """A solution, by ruling."""

    service = radios(_("What is the customer to get?"), Service.choices)
    amount = amount_field(_("Amount, for refund only"))
    field_order = ("service", "amount", "clause", "text", "liable")

    def adapt(self) -> None:
        """Only what may be ruled here."""
        self.choose("service", offered_on(self.ticket))
        self.fields["amount"].help_text = up_to(self.ticket)


class WaybillForm(StepForm):
    """Who carries it, under what number."""

    carrier = forms.CharField(label=_("Courier"), max_length=60)
    waybill = forms.CharField(
        label=_("Waybill number"),
        max_length=40,
        help_text=_("As printed on the courier's receipt: not a phone number."),
    )


class OwnCourierForm(WaybillForm):
    """The customer's own courier."""

    freight = amount_field(_("What the courier took"))

    def adapt(self) -> None:
        """Say how much of it comes back (clause K5); a change of mind travels at the customer's cost."""
        if not Reason(self.ticket.reason).is_objective:
            del self.fields["freight"]
            return
        cap = terms_of(self.ticket.terms).freight_cap[self.ticket.currency]
        self.fields["freight"].help_text = _("We pay it back up to %(cap)s, with your refund.") % {
            "cap": cap.label()
        }


class PlaceForm(StepForm):
    """Where it was scanned."""

    place = forms.CharField(label=_("Place"), max_length=80, help_text=_("Such as the name of the Kilishop."))


class HandBackForm(PlaceForm):
    """The customer shows the pick-up code."""

    code = forms.CharField(
        label=_("The customer's pick-up code"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("code", "place")


class PassForm(StepForm):
    """The goods are as the policy asks."""

    gift_lost = forms.BooleanField(label=_("The gift is missing or damaged (4.7)"), required=False)
    invoice_lost = forms.BooleanField(label=_("The paper invoice is missing (4.8)"), required=False)
    counterfeit = forms.BooleanField(label=_("Found counterfeit"), required=False)
    text = words(_("Note"), required=False)
    photos = PhotosField()

    def adapt(self) -> None:
        """Ask for what was sent along only, and begin with what the customer said of it."""
        line, declared = self.ticket.line, self.ticket.declared
        sent = {"gift_lost": bool(line.gift), "invoice_lost": line.invoice == "paper"}
        for name, was_sent in sent.items():
            if not was_sent:
                del self.fields[name]
            else:
                self.fields[name].initial = declared[name]
                self.fields[name].help_text = _("The customer told us so.") if declared[name] else ""


class FailForm(StepForm):
    """The goods are not as the policy asks: why, with photos."""

    clause = ClauseField(REFUSING)
    text = words(_("What is wrong"))
    photos = PhotosField(required=True)


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.APPROVE: StepForm,
    Step.OFFER: OfferForm,
    Step.REJECT: RejectForm,
    Step.HAND_TO_KILIMALL: HandToKilimallForm,
    Step.ACCEPT: AcceptForm,
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
    Step.HAND_OVER: PlaceForm,
    Step.CHANGE_METHOD: MethodForm,
    Step.CORRECT_WAYBILL: WaybillForm,
    Step.RECEIVE: PlaceForm,
    Step.PASS: PassForm,
    Step.FAIL: FailForm,
    Step.SEND_BACK: StepForm,
    Step.ARRIVE: PlaceForm,
    Step.HAND_BACK: HandBackForm,
    Step.DISPATCH: WaybillForm,
    Step.NO_STOCK: NoteForm,
    Step.REFUND_INSTEAD: StepForm,
    Step.CONFIRM: PlaceForm,
    Step.REPORT_MISSING: NoteForm,
}
"""Every step that a person takes from a page; what the clock takes has none."""

OF_CUSTOMER: dict[Step, type[StepForm]] = {Step.HAND_OVER: OwnCourierForm, Step.CONFIRM: StepForm}
"""What the customer is asked where a counter or a rider only scans."""


def form_for(step: Step, ticket: Ticket, role: Role, data: Any = None, files: Any = None) -> StepForm:
    """The form of a step as this role is asked it. Raises KeyError for a step that only the clock takes."""
    form = STEP_FORMS[step]
    if role is Role.CUSTOMER:
        form = OF_CUSTOMER.get(step, form)
    if step is Step.APPEAL and ticket.goods == "in_hand":
        form = NewProofForm
    return form(ticket, step, data, files, label=label_of(step, role.party))


def when_of(name: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """An amount beside a choice of services is asked for refund only."""
    asks = name == "amount" and "service" in fields
    return {"data_show_when": f"service={Service.REFUND_ONLY}"} if asks else {}


def offered_on(ticket: Ticket) -> tuple[Service, ...]:
    """The services that may be offered on this ticket."""
    overseas = ticket.line.order.kind == "global"
    return offerable(terms_of(ticket.terms), is_global=overseas, nothing_came=ticket.nothing_came)


def up_to(ticket: Ticket) -> str:
    """The most that may be offered, for the field's help."""
    most: Money = ticket.most_offered
    return _("Up to %(most)s.") % {"most": most.label()}
