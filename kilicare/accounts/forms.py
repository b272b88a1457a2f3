"""The forms of sign-in and of the second factor: allauth's, in our own words and layout."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import Country, User
from kilicare.accounts.phones import parse_phone
from kilicare.accounts.roles import may_sign_in_by_code, signs_in_by_password

CODE_INPUT = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "placeholder": ""}

APP_CODE_LIFETIME = (2 * settings.MFA_TOTP_TOLERANCE + 1) * 30  # seconds: of now, and those around it

RUBBISH = (AttributeError, InvalidSignature, LookupError, RecursionError, TypeError, ValueError, struct.error)


class Laid(forms.Form):
    """A form that crispy draws: its fields in `order` (default: as declared), then one button."""

    button: ClassVar[Promise]
    button_kind: ClassVar[dict[str, str]] = {"type": "submit"}
    order: ClassVar[tuple[str, ...]] = ()

    @property
    def helper(self) -> FormHelper:
        """The layout. No action: a form posts to its own address, whose `next` stays with it."""
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
        if not ratelimit.consume(context.request, action="request_login_code", key=who):
            raise ValidationError(_("Too many codes were asked for. Try again in an hour."), code="limit")
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


@contextmanager
def refusing_rubbish() -> Iterator[None]:
    """ValidationError where a key's answer is so broken, or forged, that its readers stumble over it."""
    try:
        yield
    except RUBBISH as fault:
        raise get_adapter().validation_error("incorrect_code") from fault


def first_use(user: User, code: str) -> str:
    """The code, unless this person used it before. allauth forgets a used one while it is still good.

    Recovery codes come through here too: each works once anyway.
    """
    used = f"second-factor:{user.pk}:{normalize_user_code(code)}"
    if not cache.add(used, 1, timeout=APP_CODE_LIFETIME):
        raise get_adapter().validation_error("incorrect_code")
    return code


class SecondFactorForm(Laid, mfa.AuthenticateForm):
    """The authenticator's code, or a recovery code, at sign-in."""

    button = _("Sign in")
    code = forms.CharField(
        label=_("Code"),
        widget=forms.TextInput(attrs=CODE_INPUT),
        help_text=_("From your authenticator app, or one of your recovery codes."),
    )

    def clean_code(self) -> str:
        """A code that is right, and used for the first time."""
        return first_use(self.user, super().clean_code())


class SecondFactorAgainForm(Laid, mfa.ReauthenticateForm):
    """The same in the middle of a session."""

    button = _("Go on")
    code = SecondFactorForm.declared_fields["code"]

    def clean_code(self) -> str:
        """As at sign-in."""
        return first_use(self.user, super().clean_code())


class SetUpAppForm(Laid, ActivateTOTPForm):
    """The first code of an authenticator app proves that it was set up right."""

    button = _("Set up")
    code = forms.CharField(label=_("Code that the app shows"), widget=forms.TextInput(attrs=CODE_INPUT))

    def clean_code(self) -> str:
        """A code that is right; it can't be used to sign in as well."""
        return first_use(self.user, super().clean_code())


class RemoveAppForm(Laid, DeactivateTOTPForm):
    """Take the authenticator app out of use."""

    button = _("Remove the app")


class NewRecoveryCodesForm(Laid, GenerateRecoveryCodesForm):
    """Fresh recovery codes; the old ones stop working."""

    button = _("Make new codes")


class Credential(forms.JSONField):
    """What a key answered, as the page's script writes it down."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """ValidationError also for what JSON's own reader gives up on."""
        with refusing_rubbish():
            return super().to_python(value)


class _Key(Laid):
    """A security key: its button wakes the browser's own dialogue, which then posts the form."""

    button = _("Use a security key")
    button_kind: ClassVar[dict[str, str]] = {"type": "button", "css_id": "use_key"}


class KeyForm(_Key, keys.AuthenticateWebAuthnForm):
    """A security key at sign-in."""

    credential = Credential()

    def clean_credential(self) -> Authenticator:
        """The key that answered."""
        with refusing_rubbish():
            key: Authenticator = super().clean_credential()
        return key


class KeyAgainForm(_Key, keys.ReauthenticateWebAuthnForm):
    """A security key in the middle of a session."""

    credential = Credential()

    def clean_credential(self) -> Authenticator:
        """The key that answered."""
        with refusing_rubbish():
            key: Authenticator = super().clean_credential()
        return key


class AddKeyForm(_Key, keys.AddWebAuthnForm):
    """A security key is made known."""

    button = _("Add the key")
    credential = Credential()
    name = forms.CharField(label=_("Name"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """The fields, with a key that is what it says."""
        with refusing_rubbish():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class LanguageForm(Laid):
    """The language of pages and messages."""

    button = _("Change")
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
