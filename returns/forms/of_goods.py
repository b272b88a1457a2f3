"""What counters, riders and the warehouse are asked, who have the goods in their hands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.forms.fields import PhotosField, helper, laid, name_what_is_missing, optional, words
from returns.forms.step import ClauseField, StepForm
from returns.policy.clauses import REFUSING


class PlaceForm(StepForm):
    """Where it was scanned; a photo if wanted."""

    place = forms.CharField(label=_("Place"), max_length=80, help_text=_("Such as the name of the Kilishop."))
    photos = PhotosField()


class GoodsForm(PlaceForm):
    """Goods that come back: their serial number is held against the order's."""

    serial = forms.CharField(
        label=optional(_("Serial number or IMEI on the goods")),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    field_order = ("serial", "place", "photos")

    def adapt(self) -> None:
        """Only where the order knows a number."""
        if not self.ticket.line.serial_numbers:
            del self.fields["serial"]


class LostVisitForm(StepForm):
    """A rider's visit without the goods: why."""

    text = words(_("What happened at the door"))
    photos = PhotosField()


class MissedVisitForm(LostVisitForm):
    """The rider did not come at all."""

    text = words(_("What happened"), required=False)


class HandBackForm(PlaceForm):
    """The customer shows the pick-up code."""

    code = forms.CharField(
        label=_("The customer's pick-up code"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("code", "place", "photos")


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


class UnclaimedForm(forms.Form):
    """A parcel without a ticket: what is known of it."""

    label = forms.CharField(
        label=optional(_("Order or serial number")),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("What it is, and who left it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.CharField(label=_("Place"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)
        self.helper = helper(*(laid(self, name) for name in self.fields), button=_("Log the parcel"))


class SettleForm(forms.Form):
    """What became of it."""

    outcome = forms.CharField(
        label=_("What became of it"),
        max_length=500,
        help_text=_("Such as: handed back to the customer, or a ticket was opened on their behalf."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)
        self.helper = helper(laid(self, "outcome"), button=_("Settled"))
