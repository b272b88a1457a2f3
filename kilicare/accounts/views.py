"""What allauth's own views leave open: tries counted, codes read without a write, a home for everybody."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, PasswordChangeView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kilicare.accounts.forms import LanguageForm
from kilicare.accounts.limits import may_try_code
from kilicare.accounts.models import User
from kilicare.accounts.phones import masked_phone
from kilicare.accounts.roles import (
    COUNTER,
    DESK,
    FINANCE,
    RIDER,
    SUPERVISOR,
    WAREHOUSE,
    may_sign_in_by_code,
    roles_of,
    signs_in_by_password,
)

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds
HOMES = [
    ({DESK, SUPERVISOR}, "returns:desk"),
    ({WAREHOUSE, COUNTER, RIDER}, "returns:counter"),
    ({FINANCE}, "admin:index"),
]


class EnterCodeView(ConfirmLoginCodeView):
    """The page where a customer types the code."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say so where the code has run out, rather than only showing the first page again."""
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        if getattr(self, "_process", True) is None:
            messages.error(request, _("The code has run out. Ask for a new one."))
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """The code is worth nothing once its person may not come in by one: it looks like a wrong one."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        user = self._process.user
        return kwargs if user and may_sign_in_by_code(user) else kwargs | {"code": ""}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the try before the code is looked at: tries that come side by side count as well."""
        state = self._process.state
        key = f"{state.get('email') or state.get('phone')} {state['at']}"
        if may_try_code(request, key):
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        self._process.abort()
        messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
        return redirect("account_request_login_code")


class ChangePasswordView(PasswordChangeView):
    """A new password for who has one. Others get their first one by a link of the mail."""

    success_url = reverse_lazy("accounts:account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 for somebody signed in without a password."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise Http404
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class SetUpAppView(ActivateTOTPView):
    """Setting up an authenticator app. Its first code counts as using it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Let the person on without asking for the next code at once."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.TOTP)
        return response


class AddKeyView(AddWebAuthnView):
    """Adding a security key. Touching it counts as using it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """As `SetUpAppView`."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type=Authenticator.Type.WEBAUTHN)
        return response


@never_cache
@require_safe
@login_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left. allauth's own page notes the visit in the database, on a GET."""
    raise_if_reauthentication_required(request, app="allauth.mfa")
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is None:
        raise Http404
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes.wrap().get_unused_codes()})


@require_safe
@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """Send each kind of person home after sign-in."""
    return redirect(home_of(cast("User", request.user)))


def home_of(user: User) -> str:
    """The name of the page where this person's work, or shopping, begins."""
    if user.is_superuser:
        return "admin:index"
    for roles, home in HOMES:
        if roles & roles_of(user):
            return home
    return "admin:returns_ticket_changelist" if user.is_staff else "returns:orders"


@never_cache
@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, in which language, and the way out."""
    user = cast("User", request.user)
    return render(
        request,
        "account/account.html",
        {
            "phone": masked_phone(user.phone),
            "form": LanguageForm(initial={"language": user.language}),
            "works_here": signs_in_by_password(user),
        },
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language: for this device, and for the person where one is signed in."""
    form = LanguageForm(request.POST)
    home = reverse("accounts:account") if request.user.is_authenticated else "/"
    response = HttpResponseRedirect(get_next_redirect_url(request) or home)
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        User.objects.filter(pk=request.user.pk or 0).update(language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response


@never_cache
def admin_login(request: HttpRequest) -> HttpResponse:
    """The admin's door is the password page; who has no business there is told so."""
    target = get_next_redirect_url(request) or reverse("admin:index")
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    if not request.user.is_staff:
        raise PermissionDenied
    return HttpResponseRedirect(target)
