"""A number to be paid to, and the code that proves it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.forms import CODE_INPUT, Laid
from kilicare.accounts.limits import TOO_MANY_CODES, may_send_code
from kilicare.accounts.models import Country, User
from kilicare.accounts.phones import parse_phone
from returns.policy.payouts import takes_mpesa
from returns.queries.numbers import numbers_of

NO_MOBILE = _("Type the number of a Kenyan mobile, such as 0712 345 678.")


class NumberForm(Laid):
    """The number that a code is to be sent to. Free, foreign or unknown, the answer is the same."""

    button = _("Send a code")
    phone = forms.CharField(
        label=_("Mobile number"),
        help_text=_("A Kenyan number of your own, registered for M-Pesa. We send a code to it."),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={"required": NO_MOBILE, "max_length": NO_MOBILE},
    )

    def __init__(self, request: HttpRequest, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_phone(self) -> str:
        """The number (E.164); counts against the limits of messages."""
        try:
            phone = parse_phone(self.cleaned_data["phone"], Country.KENYA)
        except ValidationError as fault:
            raise ValidationError(NO_MOBILE, code="phone") from fault
        if not takes_mpesa(phone):
            raise ValidationError(NO_MOBILE, code="phone")
        if any(own.phone == phone for own in numbers_of(self.user)):
            raise ValidationError(_("This number is on your list already."), code="own")
        if not may_send_code(self.request, phone):
            raise ValidationError(TOO_MANY_CODES, code="limit")
        return phone


class CodeForm(Laid):
    """The six digits."""

    button = _("Add the number")
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits. They work for 5 minutes."),
        max_length=20,
        widget=forms.TextInput(attrs=CODE_INPUT),
        error_messages={"required": _("Type the six digits.")},
    )
