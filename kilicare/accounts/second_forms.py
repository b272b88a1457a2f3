"""The forms of the second factor: allauth's, in our own words and layout, and steady under rubbish."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from cryptography.exceptions import InvalidSignature
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.forms import CODE_INPUT, Laid
from kilicare.accounts.models import User

APP_CODE_LIFETIME = (2 * settings.MFA_TOTP_TOLERANCE + 1) * 30  # seconds: of now, and those around it
RUBBISH = (AttributeError, InvalidSignature, LookupError, RecursionError, TypeError, ValueError, struct.error)


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

    def bound_data(self, _data: Any, initial: Any) -> Any:
        """Nothing: an answer is good for one post, and is not shown again."""
        return initial


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
            cleaned: dict[str, Any] = super().clean() or {}
        return cleaned
