"""The questions of "May I return it?"."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from orders.enums import Country, OrderKind, PolicyClass
from returns.enums import Reason, Service
from returns.forms.fields import laid, optional
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.queries.may_i import TICKS, Story

OLDEST = timedelta(days=5 * 366)


class MayIForm(forms.Form):
    """One product, in seven answers that nobody needs to look up. Asked by GET: an answer can be sent on."""

    signed_on = forms.DateField(
        label=_("On which day did you sign for the parcel?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    country = forms.ChoiceField(label=_("Where did you order?"), choices=Country.choices)
    kind = forms.ChoiceField(label=_("Who shipped it?"), choices=OrderKind.choices)
    goods = forms.ChoiceField(label=_("What kind of product is it?"), choices=PolicyClass.choices)
    reason = forms.ChoiceField(label=_("What is wrong with it?"), choices=Reason.choices)
    service = forms.ChoiceField(label=_("What do you want?"), choices=Service.choices)
    warranty_months = forms.IntegerField(
        label=optional(_("Months of warranty, if it has one")),
        min_value=0,
        max_value=240,
        required=False,
    )
    facts = forms.MultipleChoiceField(
        label=optional(_("Which of these are true? Tick all.")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data, use_required_attribute=False)
        self.today = today
        facts = self.fields["facts"]
        if isinstance(facts, forms.MultipleChoiceField):
            facts.choices = [(fact, DECLARED_TEXTS[fact]) for fact in TICKS]
        self.fields["signed_on"].widget.attrs |= {"max": today.isoformat()}

    @property
    def helper(self) -> FormHelper:
        """The layout: one column, one button."""
        helper = FormHelper()
        helper.form_method, helper.disable_csrf = "get", True
        helper.attrs = {"novalidate": "novalidate"}
        button = StrictButton(_("Show the answer"), type="submit", css_class="btn-primary")
        helper.layout = Layout(*(laid(self, name) for name in self.fields), button)
        return helper

    def clean_signed_on(self) -> date:
        """A day that has come, and not a lifetime ago."""
        day: date = self.cleaned_data["signed_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if day < self.today - OLDEST:
            raise forms.ValidationError(_("Please type a day of the last five years."))
        return day

    def story(self) -> Story:
        """The answers as the rules look at them."""
        said = self.cleaned_data
        return Story(
            country=Country(said["country"]),
            signed_on=said["signed_on"],
            kind=OrderKind(said["kind"]),
            goods=PolicyClass(said["goods"]),
            reason=Reason(said["reason"]),
            service=Service(said["service"]),
            facts=said["facts"],
            warranty_months=said["warranty_months"] or 0,
        )
