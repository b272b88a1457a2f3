"""What counters, riders and the warehouse are asked, who have the goods in their hands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.forms.fields import PhotosField, words
from returns.forms.step import ClauseField, StepForm
from returns.policy.clauses import REFUSING


class PlaceForm(StepForm):
    """Where it was scanned."""

    place = forms.CharField(label=_("Place"), max_length=80, help_text=_("Such as the name of the Kilishop."))


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
