"""What the form of every step is made of, and the forms that more than one kind of person fills in."""

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.bootstrap import StrictButton
from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.money import Money
from returns.enums import Service, Step
from returns.forms.fields import PhotosField, SuggestingInput, helper, laid, name_what_is_missing, words
from returns.models import Ticket
from returns.policy.clauses import CLAUSES, fill
from returns.policy.offers import offerable
from returns.policy.terms import terms_of
from returns.queries.places import carriers_of

PREVIEWED = frozenset(
    {
        Step.OFFER,
        Step.REJECT,
        Step.ASK_EVIDENCE,
        Step.RULE_OFFER,
        Step.RULE_REFUND,
        Step.RULE_REPLACE,
        Step.RULE_AGAINST,
        Step.RULE_SEND_BACK,
        Step.RULE_DELIVERED,
    }
)
"""Steps whose words the other sides read: who writes them can see the messages first."""

DANGER = frozenset(
    {
        Step.REJECT,
        Step.WITHDRAW,
        Step.RULE_AGAINST,
        Step.RULE_SEND_BACK,
        Step.FAIL,
        Step.NO_STOCK,
        Step.GIVE_UP_COLLECTION,
    }
)
"""Steps that say no, or end things: their buttons look so."""


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
        if step in PREVIEWED:
            look = StrictButton(
                _("Preview the messages"),
                type="submit",
                name="preview",
                value="1",
                css_class="btn-outline-primary",
            )
            self.helper.layout.append(look)

    def adapt(self) -> None:
        """Leave out what this ticket doesn't ask."""

    def choose(self, name: str, words: Any) -> None:
        """Offer only these words in a field."""
        self.choose_from(name, [(word.value, word.label) for word in words])

    def choose_from(self, name: str, choices: Sequence[tuple[str, StrOrPromise]]) -> None:
        """Offer only these, each with its label, in a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

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


class WaybillForm(StepForm):
    """Who carries it, under what number."""

    carrier = forms.CharField(label=_("Courier"), max_length=60, widget=SuggestingInput)
    waybill = forms.CharField(
        label=_("Waybill number"),
        max_length=40,
        help_text=_("As printed on the courier's receipt: not a phone number."),
    )

    def adapt(self) -> None:
        """Suggest the carriers that Kilimall knows in the ticket's country; another may be typed."""
        self.fields["carrier"].widget.suggestions = carriers_of(self.ticket.country)


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
