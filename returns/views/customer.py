"""The customer's pages: what was bought and may come back, applying, and every ticket's progress."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kilicare.kernel import clock
from orders.actions.signing import NotInTransitError, sign_received
from returns.enums import Content, ReturnMethod, State
from returns.gateways.marks import bars_of, square_of
from returns.gateways.slip_pdf import slip_pdf
from returns.policy.slip import Slip
from returns.queries.access import own_ticket, tickets_of
from returns.queries.afterwards import others_of, rating_of
from returns.queries.closures import closure_on
from returns.queries.hand_backs import hand_back_of
from returns.queries.places import destination_of, points_near, visit_to
from returns.queries.purchases import order_of, purchase_of, purchases_of, replacement_of
from returns.queries.sheets import sheet_of
from returns.queries.slip import has_slip, slip_of
from returns.queries.ticket_page import TicketPage
from returns.queries.trust import counted_against
from returns.queries.worklists import own_tickets
from returns.views import applying, sides
from returns.views.dossier import dossier_from
from returns.views.guards import person
from returns.views.objections import raise_on, shown_on
from returns.views.questions import Way
from returns.views.thread import talk_from


def _for_customer(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """What the counter asks for, while the goods wait there; after an exchange, what the new item may do."""
    ticket = page.ticket
    came = ticket.state == State.EXCHANGED
    return {
        "pickup_code": ticket.pickup_code if ticket.state == State.SENDING_BACK else "",
        **_way_of(page),
        "has_slip": has_slip(ticket),
        "sheet": sheet_of(ticket),
        "home": hand_back_of(ticket),
        **shown_on(page),
        **_after_all(page),
        "closure": closure_on(ticket, page.now),
        "new_item": replacement_of(person(request), ticket.reference, page.now) if came else None,
    }


def _after_all(page: TicketPage) -> dict[str, Any]:
    """Once it is closed: how content they are, if they said so, and what else of the order may come back."""
    if page.ticket.is_open:
        return {"rated": 0, "contents": [], "others": others_of(page.ticket, page.now)}
    rated = rating_of(page.ticket)
    return {"rated": rated, "contents": reversed(Content.choices), "others": []}


ON_THE_WAY = frozenset(
    {
        State.AWAITING_RETURN,
        State.RETURN_IN_TRANSIT,
        State.INSPECTION,
        State.INSPECTION_FAILED,
        State.SENDING_BACK,
        State.REPLACEMENT_PENDING,
        State.REPLACEMENT_CHOICE,
        State.REPLACEMENT_SHIPPED,
    }
)
"""Where goods travel, or will."""


def _way_of(page: TicketPage) -> dict[str, Any]:
    """Where the goods go, while they are to be sent; and where things come to."""
    ticket = page.ticket
    if ticket.state not in ON_THE_WAY:
        return {"near": None, "visit": None, "destination": None}
    sends, order = ticket.state == State.AWAITING_RETURN, ticket.line.order
    drops = sends and ticket.method == ReturnMethod.KILISHOP
    return {
        "near": points_near(order.country, order.city) if drops else None,
        "visit": visit_to(ticket),
        "destination": destination_of(ticket),
    }


SIDE = sides.Side(
    find=own_ticket,
    template="returns/customer/ticket.html",
    page="returns:ticket",
    step="returns:ticket_step",
    talk="returns:talk",
    dossier="returns:dossier",
    version="returns:version",
    more=_for_customer,
)
WAY = Way(
    find=purchase_of,
    on_behalf=False,
    start="returns:apply",
    questions="returns:question",
    check="returns:check",
    ticket="returns:ticket",
    done="returns:applied",
)
REPLACEMENT = replace(
    WAY,
    find=replacement_of,
    start="returns:replacement_apply",
    questions="returns:replacement_question",
    check="returns:replacement_check",
)


@require_safe
@login_required
def orders(request: HttpRequest) -> HttpResponse:
    """All that was bought: what may come back, until when, and why not."""
    found = purchases_of(person(request), request.GET.get("after", ""), clock.now())
    return render(request, "returns/customer/orders.html", {"purchases": found})


@require_safe
@login_required
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order, with each of its products."""
    found = order_of(person(request), number, clock.now())
    if found is None:
        raise Http404
    return render(request, "returns/customer/order.html", {"view": found})


@require_POST
@login_required
def received(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """ "I have received it": the customer's own signature opens the window (clause 2.2)."""
    now = clock.now()
    purchase = purchase_of(person(request), number, line, now)
    if purchase is None:
        raise Http404
    try:
        sign_received(purchase.line.pk, by=person(request), now=now)
    except NotInTransitError:
        messages.warning(request, _("This order is not on its way, so there is nothing to receive."))
    else:
        messages.success(request, _("Thank you. You can apply from now on."))
    return redirect("returns:order", number)


@require_safe
@login_required
def apply(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Where the questions of an application stand."""
    return applying.start(request, WAY, number, line)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, number: str, line: int, page: str) -> HttpResponse:
    """One of them."""
    return applying.ask(request, WAY, number, line, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """The answers and the refund, before they are sent."""
    return applying.check(request, WAY, number, line)


@require_safe
@login_required
def replacement_apply(request: HttpRequest, exchange: str) -> HttpResponse:
    """Where the questions about the new item of an exchange stand."""
    return applying.start(request, REPLACEMENT, exchange)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replacement_question(request: HttpRequest, exchange: str, page: str) -> HttpResponse:
    """One of them."""
    return applying.ask(request, REPLACEMENT, exchange, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replacement_check(request: HttpRequest, exchange: str) -> HttpResponse:
    """The answers and the refund, before they are sent."""
    return applying.check(request, REPLACEMENT, exchange)


@require_safe
@login_required
def applied(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference, and what happens next."""
    return render(request, "returns/customer/applied.html", {"page": sides.page_of(request, SIDE, reference)})


@require_safe
@login_required
def tickets(request: HttpRequest) -> HttpResponse:
    """The customer's applications, the latest first."""
    found = own_tickets(person(request), request.GET.get("after", ""), clock.now())
    counted = counted_against(person(request), clock.now())
    return render(request, "returns/customer/tickets.html", {"list": found, "counted": counted})


@require_safe
@login_required
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The progress page of one application."""
    return sides.show(request, SIDE, reference)


def _slip(request: HttpRequest, reference: str) -> Slip:
    """The slip of one's own goods that go back. Raises Http404 where none do."""
    ticket = sides.standing_of(request, SIDE, reference).ticket
    if not has_slip(ticket):
        raise Http404
    return slip_of(ticket, settings.RETURNS_ADDRESS, settings.HELP_PHONE)


@require_safe
@login_required
def slip(request: HttpRequest, reference: str) -> HttpResponse:
    """The return slip: to show from the phone, or to print."""
    found = _slip(request, reference)
    marks = {"square": square_of(found.reference), "bars": bars_of(found.reference)}
    return render(request, "returns/customer/slip.html", {"slip": found, **marks})


@require_safe
@login_required
def slip_paper(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as a PDF of A6."""
    found = _slip(request, reference)
    name = f'inline; filename="{found.reference}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(slip_pdf(found), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def object_to(request: HttpRequest, reference: str) -> HttpResponse:
    """An objection against a deduction that was not shown before."""
    return raise_on(request, SIDE, reference, "returns/customer/objection.html", lambda _request, _page: {})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, reference: str, word: str) -> HttpResponse:
    """One of the customer's steps."""
    return sides.take(request, SIDE, reference, word)


@require_POST
@login_required
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """The customer's messages to shop and desk."""
    return talk_from(request, SIDE, reference)


@require_safe
@login_required
def version(request: HttpRequest, reference: str) -> HttpResponse:
    """What the page asks every half minute."""
    return sides.version(tickets_of(person(request)), reference, with_notes=False)


@require_safe
@login_required
def dossier(request: HttpRequest, reference: str) -> FileResponse:
    """The whole case as a ZIP."""
    return dossier_from(request, SIDE, reference)
