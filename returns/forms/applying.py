"""The application: what is asked, why, in what condition the goods are, and how the money comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crispy_forms.layout import HTML, Fieldset
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.phones import masked_phone
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
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.policy.evidence import EvidenceRule, required
from returns.policy.facts import DECLARED, Claim, LineFacts, questions
from returns.policy.terms import Terms
from returns.queries.applying import Choices
from returns.queries.numbers import PayoutNumber
from returns.queries.stocks import Variant

SERVICES: dict[Service, StrOrPromise] = {
    Service.RETURN_REFUND: _("Return & refund: you send it back, then you get the money."),
    Service.EXCHANGE: _("Exchange: you send it back, then you get a new one."),
    Service.REFUND_ONLY: _("Refund only: you keep it and ask for a part of the price, or all of it."),
}
REASONS: dict[Reason, StrOrPromise] = {reason: reason.label for reason in Reason}
WALLET = _(
    "Kilimall wallet: at once when it is due. Your first withdrawal of a refund is free and takes "
    "up to %(hours)d hours."
)
FEE = _("Each further one costs %(fee)s.")
PAID = _("M-Pesa, to the number that paid: %(number)s. Whole shillings; any cents go to your wallet.")
VERIFIED = _("M-Pesa, to your number %(number)s. Whole shillings; any cents go to your wallet.")


@dataclass(frozen=True, slots=True)
class ProofHint:
    """What a reason needs to be shown, in words, and when it matters."""

    reason: Reason
    kind: MissingKind | None

    @property
    def when(self) -> str:
        """The answers for which it is shown."""
        return f"reason={self.reason}" + (f"&missing_kind={self.kind}" if self.kind else "")

    @property
    def label(self) -> StrOrPromise:
        """The reason in words."""
        return self.kind.label if self.kind else self.reason.label

    @property
    def rule(self) -> EvidenceRule:
        """How many photos, and of what."""
        return required(self.reason, self.kind or MissingKind.PART)


def routes(numbers: Iterable[PayoutNumber], terms: Terms, currency: str) -> list[tuple[str, StrOrPromise]]:
    """How the money may come back: into the wallet, or by M-Pesa to one of the numbers, named by its key."""
    to_wallet: tuple[str, StrOrPromise] = (RefundRoute.WALLET.value, _words_of_wallet(terms, currency))
    return [to_wallet, *((route_to(number), _words_of(number)) for number in numbers)]


def _words_of_wallet(terms: Terms, currency: str) -> StrOrPromise:
    words, fee = WALLET % {"hours": terms.withdrawal.number}, terms.withdrawal_fee.get(currency)
    return format_lazy("{} {}", words, FEE % {"fee": fee.label()}) if fee else words


def route_to(number: PayoutNumber) -> str:
    """The form's word for M-Pesa to a number: `mpesa` for the one that paid, else `mpesa-KEY`."""
    return f"{RefundRoute.MPESA}-{number.key}".rstrip("-")


def picked(route: str) -> tuple[RefundRoute, str]:
    """The way, and the number's key, that the form's word means."""
    way, _dash, key = route.partition("-")
    return RefundRoute(way), key


def _words_of(number: PayoutNumber) -> StrOrPromise:
    return (VERIFIED if number.key else PAID) % {"number": masked_phone(number.phone)}


class TakenOutField(forms.MultipleChoiceField):
    """Of the photos that are kept some; one that was taken out meanwhile is no mistake."""

    def validate(self, value: Any) -> None:
        """Nothing to say: see `clean`."""

    def clean(self, value: Any) -> list[str]:
        """Those that are still there."""
        return [token for token in super().clean(value) if self.valid_value(token)]


class ApplyForm(forms.Form):
    """One page of questions; which ones, the line's facts decide."""

    service = radios(_("What do you want?"), [])
    reason = radios(_("Why?"), [])
    missing_kind = radios(_("What is missing?"), MissingKind.choices)
    quantity = forms.IntegerField(label=_("How many pieces?"), min_value=1, max_value=99_999)
    variant = radios(_("Which one do you want in exchange?"), [])
    amount = amount_field(_("How much do you ask for?"))
    facts = forms.MultipleChoiceField(
        label=optional(_("Which of these are true? Tick all.")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    statement = words(_("What happened, in your own words"), required=False)
    photos = PhotosField(label=_("Photos"))
    remove = TakenOutField(label=_("Take these photos out"), required=False)
    route = radios(_("How does the money come back?"), [])
    on_behalf_reason = words(_("Why do you apply for the customer?"))

    def __init__(
        self,
        facts: LineFacts,
        choices: Choices,
        kept_photos: Iterable[str],
        *args: Any,
        on_behalf: bool,
        numbers: Sequence[PayoutNumber],
        makes: Sequence[Variant] = (),
        terms: Terms,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose("route", routes(numbers, terms, facts.currency))
        self.line = facts
        self._choose("service", [(one.value, SERVICES[one]) for one in choices.services])
        self._choose("reason", [(one.value, REASONS[one]) for one in choices.reasons])
        self._choose("facts", [(fact, str(DECLARED_TEXTS[fact])) for fact in questions(facts)])
        self._choose("remove", [(token, token) for token in kept_photos])
        self.fields["missing_kind"].required = False
        self.fields["variant"].required = False
        same = ("", _("The same as I have"))
        self._choose("variant", [same, *((make.sku, make.label(1)) for make in makes)])
        if not makes:
            del self.fields["variant"]
        self._bound(facts)
        if not on_behalf:
            del self.fields["on_behalf_reason"]
        name_what_is_missing(self)
        self.helper = helper(*self._content(), button=_("Go on: check your answers"))

    def _choose(self, name: str, choices: list[tuple[str, StrOrPromise]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _bound(self, facts: LineFacts) -> None:
        """How many pieces and how much money there are; a single piece is not asked for."""
        self.fields["quantity"].initial = facts.left
        self.fields["quantity"].help_text = _("You can apply for up to %(left)d.") % {"left": facts.left}
        if facts.left == 1:
            self.fields["quantity"].widget = forms.HiddenInput()
        most = facts.paid - facts.past.refunded_amount
        many = _("Up to %(most)s for all pieces, in proportion for fewer.")
        up_to = _("Up to %(most)s.") if facts.left == 1 else many
        empty = _("Leave it empty to ask for all that is possible.")
        self.fields["amount"].help_text = format_lazy("{} {}", up_to % {"most": most.label()}, empty)

    def _content(self) -> list[Any]:
        """Three groups; what another answer makes pointless is hidden by the script, where one runs."""
        proof = [
            laid(self, "facts"),
            laid(self, "statement"),
            HTML(PROOF),
            HTML(PHOTOS),
            laid(self, "photos"),
        ]
        return [
            *(laid(self, name) for name in ("on_behalf_reason",) if name in self.fields),
            laid(self, "service"),
            *(
                laid(self, name, data_show_when=f"service={Service.EXCHANGE}")
                for name in ("variant",)
                if name in self.fields
            ),
            laid(self, "amount", data_show_when=f"service={Service.REFUND_ONLY}"),
            laid(self, "reason"),
            laid(self, "missing_kind", data_show_when=f"reason={Reason.MISSING}"),
            laid(self, "quantity"),
            Fieldset(_("The goods and the proof"), *proof),
            laid(self, "route"),
            HTML(ADD_NUMBER),
        ]

    @property
    def proof_hints(self) -> list[ProofHint]:
        """What the photos should show, for each reason that may be chosen."""
        reasons = [Reason(value) for value, _label in self.fields["reason"].choices]  # type: ignore[attr-defined]
        others = [ProofHint(reason, None) for reason in reasons if reason is not Reason.MISSING]
        return [
            *others,
            *(ProofHint(Reason.MISSING, kind) for kind in MissingKind if Reason.MISSING in reasons),
        ]

    def clean_amount(self) -> Money | None:
        """The amount in the order's currency, above zero."""
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is None:
            return None
        try:
            return Money(amount, self.line.currency)
        except ValueError as over_precise:
            raise forms.ValidationError(
                _("This amount has more decimals than can be paid.")
            ) from over_precise

    def claim(self) -> Claim:
        """The answers as the policy looks at them."""
        answers = self.cleaned_data
        service, reason = Service(answers["service"]), Reason(answers["reason"])
        ticked = set(answers["facts"])
        return Claim(
            service=service,
            reason=reason,
            quantity=answers["quantity"],
            amount=answers["amount"] if service is Service.REFUND_ONLY else None,
            missing_kind=MissingKind(answers["missing_kind"] or MissingKind.PART),
            **{fact: fact in ticked for fact in DECLARED},
        )


PROOF = '{% include "components/proof_hints.html" with hints=form.proof_hints only %}'
"""What each reason needs to be shown; the script leaves the one that was chosen."""
PHOTOS = '{% include "components/kept_photos.html" with photos=kept_photos only %}'
"""The photos that are kept already, each with a box to take it out."""
ADD_NUMBER = '{% include "components/add_number.html" with href=add_number is_kept=False only %}'
"""Where a customer adds a number, if M-Pesa may carry the refund."""


def answers_of(
    claim: Claim, *, statement: str, route: str, on_behalf_reason: str, variant: str = ""
) -> dict[str, Any]:
    """The form's first values from what was answered before."""
    return {
        "service": claim.service,
        "reason": claim.reason,
        "missing_kind": claim.missing_kind if claim.reason is Reason.MISSING else "",
        "quantity": claim.quantity,
        "amount": claim.amount.amount if claim.amount else None,
        "facts": [fact for fact in DECLARED if getattr(claim, fact)],
        "statement": statement,
        "route": route,
        "variant": variant,
        "on_behalf_reason": on_behalf_reason,
    }
