"""What a shop is asked: its offer, its no, its reason to step aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.enums import HandOverCode, RejectCode, Service
from returns.forms.fields import amount_field, radios, words
from returns.forms.step import ClauseField, StepForm, offered_on, up_to
from returns.policy.clauses import REFUSING


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
