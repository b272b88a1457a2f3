"""The figures of a country: six numbers, what they were before, and what they are made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kilicare.kernel import clock
from returns.queries.access import ratings_of_country, refunds_of_country, tickets_counted
from returns.queries.figures import DAYS, by_reason, by_seller, content_by, figures_of, headline, period_of
from returns.views.desk import for_readers
from returns.views.guards import person


def days_asked(request: HttpRequest) -> int:
    """The period that the address names; 30 days where it names none."""
    asked = {str(days): days for days in DAYS}
    return asked.get(request.GET.get("days", ""), 30)


@require_safe
@for_readers
def dashboard(request: HttpRequest) -> HttpResponse:
    """The desk's country, in the last days."""
    user, now, days = person(request), clock.now(), days_asked(request)
    period, tickets = period_of(days, user.country, now), tickets_counted(user)
    ratings = ratings_of_country(user)
    context = {
        "days": days,
        "periods": DAYS,
        "figures": headline(figures_of(tickets, refunds_of_country(user), user.country, period)),
        "reasons": by_reason(tickets, period),
        "sellers": by_seller(tickets, period),
        "content_by_step": content_by(ratings, period, "step"),
        "content_by_shop": content_by(ratings, period, "ticket__shop__name"),
    }
    return render(request, "returns/desk/dashboard.html", context)
