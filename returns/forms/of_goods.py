"""What counters, riders and the warehouse are asked, who have the goods in their hands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.enums import Disposition
from returns.forms.fields import PhotosField, helper, laid, name_what_is_missing, optional, radios, words
from returns.forms.step import ClauseField, StepForm
from returns.policy.clauses import CLAUSES, REFUSING
from returns.policy.inspection import Findings
from returns.policy.weights import MOST_GRAMS

PLACES = [
    (place.value, place.label)
    for place in (Disposition.TO_SELLER, Disposition.RESTOCK, Disposition.REFURBISH, Disposition.SCRAP)
]
"""Where passed goods go; counterfeit and dangerous ones are held, whatever is chosen."""


class PlaceForm(StepForm):
    """Where it was scanned; a photo if wanted."""

    place = forms.CharField(label=_("Place"), max_length=80, help_text=_("Such as the name of the Kilishop."))
    photos = PhotosField()


def weight_field() -> forms.IntegerField:
    """What a scale says, in grams."""
    return forms.IntegerField(
        label=optional(_("Weight in grams, where there is a scale")),
        required=False,
        min_value=1,
        max_value=MOST_GRAMS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class GoodsForm(PlaceForm):
    """Goods that come back: their serial number is held against the order's."""

    serial = forms.CharField(
        label=optional(_("Serial number or IMEI on the goods")),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )
    weight = weight_field()
    field_order = ("serial", "place", "weight", "photos")

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
    weight = weight_field()
    field_order = ("code", "place", "weight", "photos")


class SheetField(forms.JSONField):
    """The inspection sheet, as it was weighed above on the same page."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = _("Please fill in the inspection sheet first, and weigh it.")

    def clean(self, value: Any) -> dict[str, Any]:
        """The answers by the names of the questions. Raises ValidationError for what is no sheet."""
        found = super().clean(value)
        try:
            return Findings.of(found).answers()
        except (ValueError, AttributeError) as odd:
            raise forms.ValidationError(self.error_messages["required"]) from odd


class InspectedForm(StepForm):
    """A decision on inspected goods stands on their sheet."""

    findings = SheetField()


class PassForm(InspectedForm):
    """The goods are as the policy asks."""

    disposition = radios(_("Where do the goods go?"), PLACES)
    text = words(_("Note"), required=False)
    photos = PhotosField()

    def adapt(self) -> None:
        """Most go to the seller again."""
        self.fields["disposition"].initial = Disposition.TO_SELLER


class PassPartForm(PassForm):
    """Some pieces are, others not: how many, and why not."""

    passed = forms.IntegerField(label=_("How many pieces pass?"), min_value=1)
    clause = ClauseField(REFUSING)
    text = words(_("What is wrong with the others"))
    photos = PhotosField(required=True)
    field_order = ("findings", "passed", "disposition", "clause", "text", "photos")

    def adapt(self) -> None:
        """Never all of them."""
        super().adapt()
        of = _("Of %(pieces)d; the others become a case of their own.") % {"pieces": self.ticket.quantity}
        self.fields["passed"].help_text = of


class FailForm(InspectedForm):
    """The goods are not as the policy asks: why, with photos."""

    clause = ClauseField(tuple(CLAUSES))
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


class HomeForm(forms.Form):
    """Goods of a closed ticket: they arrive at a counter, or are handed out on the customer's code."""

    code = forms.CharField(
        label=_("The customer's pick-up code"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    place = forms.CharField(label=_("Place"), max_length=80)

    def __init__(self, *args: Any, arrived: bool, **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_home_%s"
        super().__init__(*args, **kwargs)
        if not arrived:
            del self.fields["code"]
        name_what_is_missing(self)
        button = _("Hand the goods back") if arrived else _("Arrived at the counter")
        self.helper = helper(*(laid(self, name) for name in self.fields), button=button)
