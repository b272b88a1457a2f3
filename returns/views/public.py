"""Pages that need no sign-in: what this is, and the rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kilicare.kernel import clock
from orders.enums import Country
from returns.forms.may_i import MayIForm
from returns.policy.terms import terms_at
from returns.queries.may_i import first_answer
from returns.queries.places import points_near, points_of, towns_of
from returns.queries.rulebook import rulebook


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal does, and the way in."""
    return render(request, "returns/home.html", {"terms": terms_at(clock.now())})


@require_safe
def kilishops(request: HttpRequest) -> HttpResponse:
    """Where goods are handed over: the counters of a country, or of one of its towns."""
    country, town = request.GET.get("country", "KE"), request.GET.get("town", "")
    country = country if country in Country.values else Country.KENYA.value
    every = points_of(country)
    near = points_near(country, town) if town else None
    found = {
        "countries": Country.choices,
        "country": country,
        "towns": towns_of(every),
        "town": town,
        "near": near,
        "points": near.points if near else every,
    }
    return render(request, "returns/kilishops.html", found)


@require_safe
def may_i(request: HttpRequest) -> HttpResponse:
    """ "May I return it?": a first answer, without an order and without signing in."""
    now = clock.now()
    form = MayIForm(request.GET or None, timezone.localdate(now))
    sound = form.is_bound and form.is_valid()
    found = first_answer(form.story(), now) if sound else None
    status = 422 if form.is_bound and not sound else 200
    return render(request, "returns/may_i.html", {"form": form, "found": found}, status=status)


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The rules in plain words."""
    return render(request, "returns/policy.html", {"sections": rulebook(terms_at(clock.now()))})
