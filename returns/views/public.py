"""Pages that need no sign-in: what this is, and the rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kilicare.kernel import clock
from returns.policy.terms import terms_at
from returns.queries.rulebook import rulebook


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal does, and the way in."""
    return render(request, "returns/home.html", {"terms": terms_at(clock.now())})


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The rules in plain words."""
    return render(request, "returns/policy.html", {"sections": rulebook(terms_at(clock.now()))})
