"""What is put around allauth's views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from kilicare.accounts.models import User
from kilicare.accounts.roles import signs_in_by_password

View = Callable[..., HttpResponse]

FORMS = ("form", "webauthn_form")


def refusing(view: View) -> View:
    """A refused form answers 422, so that nothing takes it for a success; and no cache keeps a page.

    allauth leaves it to the browser to keep the page with the key of an authenticator app.
    """

    @wraps(view)
    @never_cache
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        refused = any(form.errors for name in FORMS if (form := context.get(name)) is not None)
        if request.method == "POST" and response.status_code == 200 and refused:
            response.status_code = 422
        return response

    return wrapped


def for_passwords(view: View) -> View:
    """Customers have neither password nor second factor: such a page is not there for them."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User) and not signs_in_by_password(request.user):
            raise Http404
        return refusing(view)(request, *args, **kwargs)

    return wrapped
