"""Where goods pass through hands: warehouse, Kilishop counters, riders. A code or a scan finds the ticket."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kilicare.accounts.roles import COUNTER, RIDER, WAREHOUSE
from kilicare.kernel import clock
from returns.enums import State
from returns.queries.access import countrys_ticket
from returns.queries.places import destination_of, visit_to
from returns.queries.ticket_page import TicketPage
from returns.queries.worklists import Worklist, goods_at_work, scanned
from returns.views import sides
from returns.views.guards import for_roles, person


def _for_hands(_request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """Where a rider fetches the goods, and where things come to; who goes there may call."""
    ticket, visit = page.ticket, visit_to(page.ticket)
    brings = ticket.to_door and ticket.state in {State.SENDING_BACK, State.REPLACEMENT_SHIPPED}
    return {
        "visit": visit,
        "destination": destination_of(ticket),
        "goes_to_door": brings or visit is not None,
    }


SIDE = sides.Side(
    find=countrys_ticket,
    template="returns/counter/ticket.html",
    page="returns:counter_ticket",
    step="returns:counter_step",
    more=_for_hands,
)
for_hands = for_roles(WAREHOUSE, COUNTER, RIDER)


@require_safe
@for_hands
def counter(request: HttpRequest) -> HttpResponse:
    """One box that takes a scan or a reference, and the goods that come next."""
    text = request.GET.get("q", "").strip()
    if text:
        rows = scanned(person(request), text, clock.now())
        if len(rows) == 1:
            return redirect("returns:counter_ticket", rows[0].ticket.reference)
        if rows:
            return render(request, "returns/counter/counter.html", {"list": Worklist(rows, ""), "q": text})
        messages.warning(request, _("There is no ticket with this code here. Check it and try again."))
    found = goods_at_work(person(request), request.GET.get("after", ""), clock.now())
    return render(request, "returns/counter/counter.html", {"list": found, "q": text})


@require_safe
@for_hands
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """What the person with the goods in hand needs to know, and what they may do."""
    return sides.show(request, SIDE, reference)


@require_http_methods(["GET", "HEAD", "POST"])
@for_hands
def step(request: HttpRequest, reference: str, word: str) -> HttpResponse:
    """One of their steps."""
    return sides.take(request, SIDE, reference, word)
