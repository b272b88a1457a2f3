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
NEVER: Final = frozenset({"csrfmiddlewaretoken", "password", "code", "otp"})


class KeepTypedMiddleware:
    """A form that leads to the sign-in is kept in the session; its page then offers to send it.

    Only text: files are chosen again, or were uploaded before. The form passed the check against forgery
    before it was kept, and is sent by nobody but the person who reads it.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.user.is_authenticated and (kept := _kept(request)):
            return self._offer(request, kept)
        response = self.get_response(request)
        if request.method == "POST" and _leads_to_sign_in(request, response):
            _keep(request)
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


def _keep(request: HttpRequest) -> None:
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER}
    if 0 < sum(len(value) for values in fields.values() for value in values) <= LONGEST:
        until = (clock.now() + LIFETIME).isoformat()
        request.session[KEPT] = {"path": request.path, "fields": fields, "until": until}


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept of this very page, while it is fresh."""
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if kept is None or kept["path"] != request.path:
        return None
    return kept if clock.now() < datetime.fromisoformat(kept["until"]) else None
