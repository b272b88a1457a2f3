"""What stands between a signed-in person and the pages: second factor, language, and no copy kept."""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from kilicare.accounts.backends import KEYS
from kilicare.accounts.models import User
from kilicare.accounts.roles import signs_in_by_password

View = Callable[..., HttpResponse]

# Open to everybody, whatever is missing: no session matters there, or the way out is there.
ALWAYS_OPEN: Final = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "accounts:language",
        "livez",
        "readyz",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
SET_UP: Final = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"})


class SecondFactorMiddleware:
    """Shops and staff see the set-up only, until a second factor is set and was used in this session."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Lead to the set-up, or to the factor that is there; None where nothing is missing."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        user = request.user
        if (
            settings.DEMO
            or name in ALWAYS_OPEN
            or not isinstance(user, User)
            or not signs_in_by_password(user)
        ):
            return None
        if not _has_second_factor(user):
            return None if name in SET_UP else redirect("mfa_index")
        return None if used_second_factor(request, user) else redirect(_prove_again(request))


def _has_second_factor(user: User) -> bool:
    """Whether one is set: known of who came with a session, asked of who has just signed in."""
    known: bool | None = getattr(user, "has_second_factor", None)
    return is_mfa_enabled(user, KEYS) if known is None else known


def used_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session has proved a second factor of this person."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


def _prove_again(request: HttpRequest) -> str:
    query = {"next": request.get_full_path()} if request.method == "GET" else {}
    return f"{reverse('mfa_reauthenticate')}?{urlencode(query)}"


class PrivatePagesMiddleware:
    """No browser and no proxy keeps a signed-in person's page: phones and counters' desks are shared."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and isinstance(request.user, User):
            response["Cache-Control"] = "private, no-store"
        return response


class LanguageMiddleware:
    """A person's own language, on a device that has not chosen one by its cookie."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and isinstance(request.user, User):
            language = request.user.language
            translation.activate(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
