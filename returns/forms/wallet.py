"""Taking money out of the wallet: how much, and to which number."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.phones import masked_phone
from returns.actions.refusal import RefusedError
from returns.actions.withdrawing import check_amount
from returns.forms.fields import amount_field, helper, laid, name_what_is_missing, radios
from returns.queries.wallet import Offer


class WithdrawForm(forms.Form):
    """What is asked before the fee is shown; it is sent by GET, as it moves nothing."""

    amount = amount_field(_("How much?"), required=True)
    number = radios(_("To which of your numbers?"), [])

    def __init__(self, offer: Offer, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["amount"].help_text = _("Whole shillings, up to %(most)s.") % {"most": offer.most.label()}
        choices = [(one.key, masked_phone(one.phone)) for one in offer.numbers]
        self.fields["number"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.initial["number"] = choices[0][0]
        name_what_is_missing(self)
        self.helper = helper(laid(self, "amount"), laid(self, "number"), button=_("Go on: see the fee"))
        self.helper.form_method, self.helper.form_action = "get", action

    def clean_amount(self) -> Decimal:
        """Whole shillings that the wallet has, and M-Pesa takes."""
        amount: Decimal = self.cleaned_data["amount"]
        try:
            check_amount(amount, self.offer.most)
        except RefusedError as no:
            raise forms.ValidationError(str(no.text)) from no
        return amount


class ConfirmForm(forms.Form):
    """What the check page sends on: nobody types it, so whatever is wrong with it starts again."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.DecimalField(widget=forms.HiddenInput, max_digits=12, decimal_places=2)
    number = forms.CharField(widget=forms.HiddenInput, max_length=20)
    fee = forms.DecimalField(widget=forms.HiddenInput, max_digits=12, decimal_places=2)
