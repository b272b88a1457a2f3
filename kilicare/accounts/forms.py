"""The forms of sign-in: allauth's, in our own words and layout."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context
from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.limits import TOO_MANY_CODES, may_send_code
from kilicare.accounts.models import Country, User
from kilicare.accounts.phones import parse_phone
from kilicare.accounts.roles import may_sign_in_by_code, signs_in_by_password

CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "placeholder": ""}


class Laid(forms.Form):
    """A form that crispy draws: its fields in `order` (default: as declared), then one button."""

    button: ClassVar[Promise]
    button_kind: ClassVar[dict[str, str]] = {"type": "submit"}
    order: ClassVar[tuple[str, ...]] = ()

    @property
    def helper(self) -> FormHelper:
        """The layout. No action: a form posts to its own address, whose `next` stays with it."""
        for field in self.fields.values() if self.errors else ():
            field.widget.attrs.pop("autofocus", None)  # the summary of the errors takes the focus
        helper = FormHelper()
        helper.attrs = {"novalidate": True}
        button = StrictButton(self.button, css_class="btn-primary", **self.button_kind)
        helper.layout = Layout(*(self.order or self.fields), button)
        return helper


class AskForCodeForm(Laid):
    """Customers name themselves by phone or e-mail. Known or unknown, the answer is the same."""

    button = _("Send me a code")
    order = ("who", "country")

    country = forms.ChoiceField(
        label=_("Country of the phone"),
        choices=Country,
        initial=Country.KENYA,
        required=False,
        help_text=_("Only needed where the number starts with 0."),
    )
    who = forms.CharField(
        label=_("Phone or e-mail"),
        max_length=254,
        help_text=_("The one that you gave when you ordered."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Type your phone number or your e-mail address.")},
    )
    _user: User | None = None  # where allauth's view looks for the person

    def clean_who(self) -> str:
        """The e-mail (lower-case) or the phone (E.164); counts against three an hour."""
        text = self.cleaned_data["who"]
        country = self.cleaned_data.get("country") or Country.KENYA
        who = read_email(text) if "@" in text else parse_phone(text, country)
        if not may_send_code(context.request, who):
            raise ValidationError(TOO_MANY_CODES, code="limit")
        return who

    def clean(self) -> dict[str, Any]:
        """Find the person, and be silent about whether there is one who may come in by a code."""
        who = self.cleaned_data.get("who", "")
        kind = "email" if "@" in who else "phone"
        found = User.objects.sole(**{kind: who}) if who else None
        self._user = found if found and may_sign_in_by_code(found) else None
        return self.cleaned_data | {kind: who}


def read_email(text: str) -> str:
    """An e-mail address as it is stored, without blanks that phones add; ValidationError in kind words."""
    email = User.objects.normalize_email("".join(text.split()))
    try:
        validate_email(email)
    except ValidationError as fault:
        words = _("This e-mail address is not complete: it should look like name@example.com.")
        raise ValidationError(words, code="email") from fault
    return email


class EnterCodeForm(Laid, account.ConfirmLoginCodeForm):
    """The six digits."""

    button = _("Sign in")
    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits. They work for 5 minutes."),
        max_length=20,
        widget=forms.TextInput(attrs=CODE_INPUT),
        error_messages={"required": _("Type the six digits.")},
    )

    def clean_code(self) -> str:
        """The code, if it is the one that was sent."""
        try:
            code: str = super().clean_code()
        except ValidationError as fault:
            raise ValidationError(_("This is not the code that was sent. Check it and try again.")) from fault
        return code


class PasswordForm(Laid, account.LoginForm):
    """Shops and staff: a name and a password."""

    button = _("Sign in")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or e-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "autofocus": True,
        }
        self.fields["password"].widget.attrs["placeholder"] = ""


class PasswordAgainForm(Laid, account.ReauthenticateForm):
    """The password once more, before anything of the account's safety is changed."""

    button = _("Go on")


class AskForResetForm(Laid, account.ResetPasswordForm):
    """Shops and staff who forgot their password. The same answer for everybody."""

    button = _("Send me a link")

    def clean_email(self) -> str:
        """The address; a link goes to the one active person with it who has a password."""
        email = User.objects.normalize_email(self.cleaned_data["email"])
        user = User.objects.sole(email=email)
        self.users = [user] if user and signs_in_by_password(user) else []
        return email


class ResetPasswordForm(Laid, account.ResetPasswordKeyForm):
    """A new password, from the link of the mail."""

    button = _("Set the password")


class ChangePasswordForm(Laid, account.ChangePasswordForm):
    """A new password in place of the old one."""

    button = _("Change the password")


class LanguageForm(Laid):
    """The language of pages and messages."""

    button = _("Change")
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
