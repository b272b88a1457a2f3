"""What somebody typed is kept when their session had ended meanwhile: after signing in they send it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from kilicare.kernel import clock

View = Callable[..., HttpResponse]
KEPT: Final = "typed"
LONGEST: Final = 20_000
"""Characters that are kept; a form of ours has fewer."""
LIFETIME: Final = timedelta(hours=1)
LAST_PERSON: Final = "last_person"
REMEMBERED: Final = timedelta(days=30)
NEVER: Final = frozenset({"csrfmiddlewaretoken", "password", "code", "otp"})


class KeepTypedMiddleware:
    """A form that leads to the sign-in is kept in the session; its page then offers to send it.

    Only text: files are chosen again, or were uploaded before. The form passed the check against forgery
    before it was kept. It is kept for whoever was signed in here last, by a signed cookie that signing out
    takes away, and offered to nobody else: phones and counters' desks are shared.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated and (kept := _kept(request)):
            return self._offer(request, kept)
        response = self.get_response(request)
        if request.method == "POST" and _leads_to_sign_in(request, response):
            _keep(request)
        _remember(request, response)
        return response

    @staticmethod
    def _offer(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
        """Show what was typed, once: it can be sent, or left alone."""
        del request.session[KEPT]
        fields = [(name, value) for name, values in kept["fields"].items() for value in values]
        words = [value for _name, value in fields if " " in value.strip()]
        return render(request, "account/send_again.html", {"fields": fields, "words": words})


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != HTTPStatus.FOUND or request.user.is_authenticated:
        return False
    doors = tuple(resolve_url(door) for door in (settings.LOGIN_URL, "account_login"))
    is_door = request.path.startswith(resolve_url("accounts:account"))
    return not is_door and response["Location"].startswith(doors)


def _remember(request: HttpRequest, response: HttpResponse) -> None:
    """Who is signed in here, for after their session's end; nobody, once they have signed out themselves."""
    if "public" in response.get("Cache-Control", ""):
        return  # what is the same for everybody sets nobody's cookie
    last = _last_person(request)
    if request.user.is_authenticated:
        if last != request.user.pk:
            response.set_signed_cookie(
                LAST_PERSON,
                str(request.user.pk),
                salt=LAST_PERSON,
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
                max_age=REMEMBERED,
            )
    elif last is not None and request.path == resolve_url("account_logout"):
        response.delete_cookie(LAST_PERSON, samesite="Lax")


def _last_person(request: HttpRequest) -> int | None:
    person = request.get_signed_cookie(LAST_PERSON, default=None, salt=LAST_PERSON, max_age=REMEMBERED)
    return int(person) if person else None


def _keep(request: HttpRequest) -> None:
    """Names count as well as values: somebody could make up long ones."""
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER}
    length = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    person, has_words = _last_person(request), any(any(values) for values in fields.values())
    if person is not None and has_words and length <= LONGEST:
        until = (clock.now() + LIFETIME).isoformat()
        request.session[KEPT] = {"path": request.path, "fields": fields, "until": until, "person": person}


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept of this very page, while it is fresh."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept is not None and kept.get("person") != request.user.pk:
        del request.session[KEPT]
        return None
    if kept is None or kept["path"] != request.path:
        return None
    return kept if clock.now() < datetime.fromisoformat(kept["until"]) else None
