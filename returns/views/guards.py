"""Who may open a page at all; whose rows it then shows is asked of the queries."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from kilicare.accounts.models import User
from kilicare.accounts.roles import roles_of
from returns.queries.numbers import is_customer

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> User:
    """Who is signed in; the page's guard has let nobody else in."""
    return cast("User", request.user)


def for_customers(view: View) -> View:
    """Only for who has bought something: for others there is no such page, strangers sign in first."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not is_customer(person(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def for_roles(*roles: str) -> Callable[[View], View]:
    """Only for people with one of Kilimall's roles; others are told so, strangers sign in first."""

    def guard(view: View) -> View:
        @login_required(login_url="account_login")
        @wraps(view)
        def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not roles_of(request.user) & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped

    return guard
