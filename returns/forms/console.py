"""What the desk fills in beside the tickets."""

from django import forms
from django.utils.translation import gettext_lazy as _

TAKE, RELEASE, ASSIGN = "take", "release", "assign"


class HandsForm(forms.Form):
    """Take, release, or hand to a colleague; `seen` is whose it was on the page."""

    do = forms.ChoiceField(choices=[(word, word) for word in (TAKE, RELEASE, ASSIGN)])
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    agent = forms.CharField(required=False, max_length=20)


class SaveViewForm(forms.Form):
    """The name of a list with its filters."""

    name = forms.CharField(
        label=_("Save this list as"),
        max_length=40,
        error_messages={"required": _("Give the view a name.")},
    )
