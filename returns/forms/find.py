"""Finding a ticket without signing in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.forms import Laid
from kilicare.accounts.limits import TOO_MANY_CODES, may_look_for
from kilicare.accounts.models import Country
from kilicare.accounts.phones import parse_phone
from returns.forms.numbers import CodeForm
from returns.queries.typed import reference_typed


class FindForm(Laid):
    """Reference and phone. Whether they belong together, no answer tells."""

    button = _("Send me a code")
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("Such as KC-AB23-CD45. It stands in our messages."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the reference of your application.")},
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("The one with which you applied. We send a code to it."),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("Type your phone number.")},
    )
    country = forms.ChoiceField(label=_("Country of the phone"), choices=Country.choices)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_reference(self) -> str:
        """As it is kept, however it was typed."""
        return reference_typed(self.cleaned_data["reference"])

    def clean(self) -> dict[str, Any]:
        """The phone in E.164; counts against the limits of searches, whatever it is."""
        answers = super().clean() or {}
        if self.errors:
            return answers
        try:
            phone = parse_phone(answers["phone"], answers["country"])
        except ValidationError as fault:
            self.add_error("phone", fault)
            return answers
        if not may_look_for(self.request, phone):
            self.add_error(None, ValidationError(TOO_MANY_CODES, code="limit"))
        return answers | {"phone": phone}


class FindCodeForm(CodeForm):
    """The six digits that lead to a ticket."""

    button = _("Show the ticket")
