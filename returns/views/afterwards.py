"""What a customer may do beside a ticket: say how it went, and apply for another product of the order."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kilicare.kernel import clock
from returns.actions.copying import begin_with_evidence
from returns.actions.rating import rate
from returns.actions.refusal import RefusedError
from returns.queries.purchases import purchase_of
from returns.views import sides
from returns.views.customer import SIDE
from returns.views.guards import person


@require_POST
@login_required
def rate_ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """How content the customer is, in one tap."""
    ticket = sides.standing_of(request, SIDE, reference).ticket
    try:
        rate(ticket.pk, request.POST.get("score", ""), by=person(request), now=clock.now())
    except RefusedError as no:
        messages.warning(request, str(no.text))
    else:
        messages.success(request, _("Thank you. You can change it as often as you like."))
    return redirect("returns:ticket", ticket.reference)


@require_POST
@login_required
def another(request: HttpRequest, reference: str, line: int) -> HttpResponse:
    """Apply for another product of the order, with the same photos and videos to begin with."""
    user, now = person(request), clock.now()
    ticket = sides.standing_of(request, SIDE, reference).ticket
    number = ticket.line.order.number
    other = purchase_of(user, number, line, now)
    if other is None:
        raise Http404
    try:
        begin_with_evidence(other.line, ticket.pk, by=user, now=now)
    except RefusedError as no:
        messages.warning(request, str(no.text))
    return redirect("returns:apply", number, line)
