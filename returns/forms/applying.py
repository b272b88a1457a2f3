"""The application, one question a page: what, why, how much, with what proof, and how money comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from crispy_forms.layout import HTML
from django import forms
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.money import Money
from returns.enums import MissingKind, Reason, RefundRoute, Service
from returns.forms.fields import (
    PhotosField,
    amount_field,
    helper,
    laid,
    name_what_is_missing,
    optional,
    radios,
    words,
)
from returns.forms.routes import routes
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.policy.evidence import EvidenceRule, required
from returns.policy.facts import LineFacts, questions
from returns.policy.terms import Terms
from returns.queries.applying import Choices
from returns.queries.numbers import PayoutNumber
from returns.queries.purchases import Answer
from returns.queries.stocks import Variant

Cards = dict[Service, tuple[StrOrPromise, StrOrPromise]]
SERVICES: Cards = {
    Service.RETURN_REFUND: (
        _("Return & refund"),
        _("You send it back, and we inspect it. The money comes as soon as it has passed."),
    ),
    Service.EXCHANGE: (
        _("Exchange"),
        _("You send it back, and we inspect it. A new one is sent as soon as it has passed."),
    ),
    Service.REFUND_ONLY: (
        _("Refund only"),
        _(
            "You keep it and ask for a part of the price, or all of it. "
            "The money comes as soon as the seller agrees."
        ),
    ),
}
"""What each service is called, and what happens then."""
OTHER_REASON = _("This reason does not go with what you want. Please choose another.")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the questions stand on: the goods, what is open to them, and what was answered so far.

    `answers` are the forms' own words, as JSON keeps them; `photos` are tokens.
    """

    line: LineFacts
    choices: Choices
    terms: Terms
    on_behalf: bool
    numbers: Sequence[PayoutNumber] = ()
    makes: Sequence[Variant] = ()
    photos: Sequence[str] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def service(self) -> Service | None:
        """What is wanted, once that was answered."""
        return Service(self.answers["service"]) if "service" in self.answers else None

    @property
    def reason(self) -> Reason | None:
        """Why, once that was answered."""
        return Reason(self.answers["reason"]) if "reason" in self.answers else None

    @property
    def proof(self) -> EvidenceRule | None:
        """What the reason needs to be shown, once there is one."""
        kind = self.answers.get("missing_kind") or MissingKind.PART
        return required(self.reason, MissingKind(kind)) if self.reason else None


class TakenOutField(forms.MultipleChoiceField):
    """Of the photos that are kept some; one that was taken out meanwhile is no mistake."""

    def validate(self, value: Any) -> None:
        """Nothing to say: see `clean`."""

    def clean(self, value: Any) -> list[str]:
        """Those that are still there."""
        return [token for token in super().clean(value) if self.valid_value(token)]


class Page(forms.Form):
    """One page of the application. `slug` is its word in the address, `title` its question."""

    slug: ClassVar[str]
    title: ClassVar[StrOrPromise]

    def __init__(self, ground: Ground, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial=dict(ground.answers), use_required_attribute=False)
        self.ground = ground
        self.prepare()
        name_what_is_missing(self)
        self.helper = helper(*self.content(), button=_("Go on"))

    @classmethod
    def is_asked(cls, ground: Ground) -> bool:
        """Whether there is anything to ask, as far as was answered."""
        del ground
        return True

    @property
    def closed(self) -> Sequence[tuple[StrOrPromise, Answer]]:
        """What can't be chosen here, with why not, and what is possible instead."""
        return ()

    def prepare(self) -> None:
        """Fit the fields to the goods."""

    def content(self) -> Sequence[Any]:
        """The fields in their order."""
        return [self.place(name) for name in self.fields]

    def place(self, name: str, **attributes: str) -> Any:
        """A field in its place; what is called as the page is read aloud, and not shown twice."""
        row = laid(self, name, **attributes)
        if str(self.fields[name].label) == str(self.title):
            row.css_class += " titled"
        return row

    def kept(self) -> dict[str, Any]:
        """The answers as a draft keeps them."""
        return dict(self.cleaned_data)

    def is_answered(self) -> bool:
        """Whether all of its questions were answered once; rightly or not, is another question."""
        return set(self.ground.answers) >= set(self.fields)

    def offer(self, name: str, choices: Sequence[tuple[str, StrOrPromise]]) -> None:
        """What may be chosen there."""
        chosen = self.fields[name]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = choices


class WantForm(Page):
    """Which of the three services; why the desk applies for somebody."""

    slug = "want"
    title = _("What do you want?")

    service = radios(_("What do you want?"), [])
    on_behalf_reason = words(_("Why do you apply for the customer?"))

    def prepare(self) -> None:
        """Those that are open to the goods, as cards."""
        open_to = [(service, *SERVICES[service]) for service in self.ground.choices.services]
        self.offer(
            "service",
            [
                (service.value, format_html("{} <small>{}</small>", name, then))
                for service, name, then in open_to
            ],
        )
        if not self.ground.on_behalf:
            del self.fields["on_behalf_reason"]

    @property
    def closed(self) -> Sequence[tuple[StrOrPromise, Answer]]:
        """The services that the goods do not have."""
        return self.ground.choices.closed_services

    def content(self) -> Sequence[Any]:
        """The cards, those that are not open, and the reason of the desk."""
        return [self.place("service"), HTML(CLOSED), *(self.place(name) for name in [*self.fields][1:])]


class WhyForm(Page):
    """The reason; of what is missing, how much."""

    slug = "why"
    title = _("Why?")

    reason = radios(_("Why?"), [])
    missing_kind = forms.ChoiceField(
        label=_("What is missing?"), choices=MissingKind.choices, widget=forms.RadioSelect, required=False
    )

    def prepare(self) -> None:
        """Those that are open to the goods."""
        reasons = self.ground.choices.reasons(self.ground.service) if self.ground.service else []
        self.offer("reason", [(reason.value, reason.label) for reason in reasons])
        self.fields["reason"].error_messages["invalid_choice"] = OTHER_REASON
        if Reason.MISSING not in reasons:
            del self.fields["missing_kind"]

    @property
    def closed(self) -> Sequence[tuple[StrOrPromise, Answer]]:
        """The reasons that don't go with the service."""
        return self.ground.choices.closed_reasons(self.ground.service) if self.ground.service else ()

    def content(self) -> Sequence[Any]:
        """What is missing stands under the reasons; the script shows it to whom it concerns."""
        kinds = [laid(self, name, data_show_when=f"reason={Reason.MISSING}") for name in [*self.fields][1:]]
        return [self.place("reason"), *kinds, HTML(CLOSED)]

    def kept(self) -> dict[str, Any]:
        """Nothing of a kind that another reason makes pointless."""
        kind = self.cleaned_data.get("missing_kind", "")
        is_missing = self.cleaned_data["reason"] == Reason.MISSING
        return {**self.cleaned_data, "missing_kind": (kind or MissingKind.PART) if is_missing else ""}


class HowMuchForm(Page):
    """Of how many pieces; which make is wanted instead; how much money is asked for."""

    slug = "how-much"
    title = _("How much of it?")

    quantity = forms.IntegerField(label=_("How many pieces?"), min_value=1, max_value=99_999)
    variant = forms.ChoiceField(
        label=_("Which one do you want in exchange?"), widget=forms.RadioSelect, required=False
    )
    amount = amount_field(_("How much do you ask for?"))

    @classmethod
    def is_asked(cls, ground: Ground) -> bool:
        """Not of a single piece that is exchanged for the same, or sent back."""
        return bool(cls.names(ground))

    @staticmethod
    def names(ground: Ground) -> list[str]:
        """The fields that matter to what is wanted."""
        asked = {
            "quantity": ground.line.left != 1,
            "variant": ground.service is Service.EXCHANGE and bool(ground.makes),
            "amount": ground.service is Service.REFUND_ONLY,
        }
        return [name for name, matters in asked.items() if matters]

    def prepare(self) -> None:
        """How many pieces and how much money there are."""
        line, names = self.ground.line, self.names(self.ground)
        for name in [name for name in self.fields if name not in names]:
            del self.fields[name]
        if "quantity" in names:
            self.initial.setdefault("quantity", line.left)
            self.fields["quantity"].help_text = _("You can apply for up to %(left)d.") % {"left": line.left}
        if "variant" in names:
            same = ("", _("The same as I have"))
            self.offer("variant", [same, *((make.sku, make.label(1)) for make in self.ground.makes)])
        if "amount" in names:
            self.fields["amount"].help_text = _most(line)

    def clean_amount(self) -> Decimal | None:
        """The amount, as finely as the order's currency is paid."""
        amount: Decimal | None = self.cleaned_data["amount"]
        try:
            return None if amount is None else Money(amount, self.ground.line.currency).amount
        except ValueError as over_precise:
            raise forms.ValidationError(
                _("This amount has more decimals than can be paid.")
            ) from over_precise

    def kept(self) -> dict[str, Any]:
        """The amount as its exact text."""
        answers = dict(self.cleaned_data)
        if "amount" in answers:
            amount = answers["amount"]
            answers["amount"] = "" if amount is None else f"{amount:f}"
        return answers


def _most(line: LineFacts) -> StrOrPromise:
    most = line.paid - line.past.refunded_amount
    many = _("Up to %(most)s for all pieces, in proportion for fewer.")
    up_to = _("Up to %(most)s.") if line.left == 1 else many
    empty = _("Leave it empty to ask for all that is possible.")
    return format_lazy("{} {}", up_to % {"most": most.label()}, empty)


class ProofForm(Page):
    """In what condition the goods are, what happened, and the photos that the reason asks for."""

    slug = "proof"
    title = _("The goods and the proof")

    facts = forms.MultipleChoiceField(
        label=optional(_("Which of these are true? Tick all.")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    statement = words(_("What happened, in your own words"), required=False)
    photos = PhotosField(label=_("Photos"))
    remove = TakenOutField(label=_("Take these photos out"), required=False)

    def prepare(self) -> None:
        """What may be true of such goods, if they come back for such a reason."""
        asked = questions(self.ground.line, self.ground.reason)
        self.offer("facts", [(fact, str(DECLARED_TEXTS[fact])) for fact in asked])
        self.offer("remove", [(token, token) for token in self.ground.photos])
        rule = self.ground.proof
        if rule and rule.needs_statement and not self.ground.on_behalf:
            self.fields["statement"].label = _("What happened, in your own words")

    def content(self) -> Sequence[Any]:
        """The condition, the words, the photos with what they should show."""
        return [
            laid(self, "facts"),
            laid(self, "statement"),
            HTML(PROOF),
            HTML(PHOTOS),
            laid(self, "photos"),
        ]

    def kept(self) -> dict[str, Any]:
        """The words; files are kept as files."""
        return {"facts": self.cleaned_data["facts"], "statement": self.cleaned_data["statement"]}

    def is_answered(self) -> bool:
        """Whether the page was left forwards once."""
        return "statement" in self.ground.answers


class MoneyForm(Page):
    """Wallet or M-Pesa, with what each costs and takes."""

    slug = "money"
    title = _("How does the money come back?")

    route = radios(_("How does the money come back?"), [])

    def prepare(self) -> None:
        """The ways that are open to this person; the wallet is everybody's."""
        self.offer("route", routes(self.ground.numbers, self.ground.terms, self.ground.line.currency))
        self.initial.setdefault("route", RefundRoute.WALLET)

    def content(self) -> Sequence[Any]:
        """The ways, and how to add one."""
        return [self.place("route"), HTML(ADD_NUMBER)]


PAGES: tuple[type[Page], ...] = (WantForm, WhyForm, HowMuchForm, ProofForm, MoneyForm)
"""In the order in which they are asked; each may depend on what was answered before it."""

CLOSED = '{% include "components/closed_choices.html" with closed=form.closed only %}'
"""What can't be chosen, greyed, with its clause and what is possible instead."""
PROOF = '{% include "components/proof_hint.html" with rule=form.ground.proof only %}'
"""What the reason needs to be shown."""
PHOTOS = '{% include "components/kept_photos.html" with photos=kept_photos only %}'
"""The photos that are kept already, each with a box to take it out."""
ADD_NUMBER = '{% include "components/add_number.html" with href=add_number only %}'
"""Where a customer adds a number, if M-Pesa may carry the refund."""
