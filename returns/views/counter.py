"""Where goods pass through hands: warehouse, Kilishop counters, riders. A code or a scan finds the ticket."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kilicare.accounts.roles import COUNTER, RIDER, WAREHOUSE
from kilicare.kernel import clock
from returns.actions.handing_back import arrive, hand_out
from returns.actions.refusal import RefusedError
from returns.actions.unclaimed import log_parcel
from returns.enums import Role, State, Step
from returns.forms.of_goods import HomeForm, UnclaimedForm
from returns.forms.sheet import SheetForm
from returns.policy.inspection import Findings
from returns.queries.access import countrys_ticket
from returns.queries.hand_backs import hand_back_of
from returns.queries.places import destination_of, last_place_of, visit_to
from returns.queries.receipts import receipt_of
from returns.queries.sheets import Proposal, proposal_on, sheet_of
from returns.queries.ticket_page import TicketPage
from returns.queries.wording.counter import counter_word
from returns.queries.worklists import Worklist, goods_at_work, scanned
from returns.views import sides
from returns.views.guards import for_roles, person


def _for_hands(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """Where a rider fetches the goods, and where things come to; who goes there may call."""
    ticket, visit = page.ticket, visit_to(page.ticket)
    brings = ticket.to_door and ticket.state in {State.SENDING_BACK, State.REPLACEMENT_SHIPPED}
    return {
        "visit": visit,
        "destination": destination_of(ticket),
        "goes_to_door": brings or visit is not None,
        "counter_word": counter_word(ticket),
        "has_receipt": receipt_of(page) is not None,
        **_sheet(request, page),
        "sheet": sheet_of(ticket),
        **_home(request, page),
    }


def _home(request: HttpRequest, page: TicketPage, refused: HomeForm | None = None) -> dict[str, Any]:
    """Goods of a closed ticket, and what the counter does with them next."""
    home = hand_back_of(page.ticket)
    open_home = home is not None and home.row.ended_at is None and Role.COUNTER in page.roles
    form = refused
    if open_home and home is not None and form is None:
        known = last_place_of(person(request))
        form = HomeForm(arrived=home.row.arrived_at is not None, initial=known)
    if form is not None:
        form.helper.form_action = reverse("returns:counter_home", args=[page.ticket.reference])
    return {"home": home, "home_form": form if open_home else None}


def _known(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """What the forms begin with: the last place, the weighed sheet and the clause that it proposes."""
    weighed = _weighed(request, page)
    if weighed is None:
        return last_place_of(person(request))
    findings, proposal = weighed
    return {
        **last_place_of(person(request)),
        "findings": findings.answers(),
        "clause": proposal.clause,
    }


def _weighed(request: HttpRequest, page: TicketPage) -> tuple[Findings, Proposal] | None:
    """The sheet that was sent along, and what the policy says of it; None where none was."""
    if not _inspects(page) or "checked" not in request.GET:
        return None
    form = SheetForm(page.ticket, request.GET)
    if not form.is_valid():
        return None
    findings = form.findings()
    return findings, proposal_on(page.ticket, findings, page.now)


def _inspects(page: TicketPage) -> bool:
    return Step.PASS in page.steps


def _sheet(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """The sheet to fill in, or as it was filled in, and what the policy says of it."""
    if not _inspects(page):
        return {"sheet_form": None, "proposal": None}
    sent = request.GET if "checked" in request.GET else None
    weighed = _weighed(request, page)
    return {"sheet_form": SheetForm(page.ticket, sent), "proposal": weighed and weighed[1]}


def _with_home(request: HttpRequest, page: TicketPage, refused: HomeForm) -> dict[str, Any]:
    """The same page with what is wrong about the form."""
    return _for_hands(request, page) | _home(request, page, refused)


SIDE = sides.Side(
    find=countrys_ticket,
    template="returns/counter/ticket.html",
    page="returns:counter_ticket",
    step="returns:counter_step",
    more=_for_hands,
    known=_known,
)
for_hands = for_roles(WAREHOUSE, COUNTER, RIDER)
for_counter = for_roles(COUNTER)


@require_safe
@for_hands
def counter(request: HttpRequest) -> HttpResponse:
    """One box that takes a scan or a reference, and the goods that come next."""
    text, missed = request.GET.get("q", "").strip(), ""
    if text:
        rows = scanned(person(request), text, clock.now())
        if len(rows) == 1:
            return redirect("returns:counter_ticket", rows[0].ticket.reference)
        if rows:
            return render(
                request, "returns/counter/counter.html", {"list": Worklist(rows, ""), "q": text, "missed": ""}
            )
        messages.warning(request, _("There is no ticket with this code here. Check it and try again."))
        missed = text
    found = goods_at_work(person(request), request.GET.get("after", ""), clock.now())
    return render(request, "returns/counter/counter.html", {"list": found, "q": text, "missed": missed})


@require_http_methods(["GET", "HEAD", "POST"])
@for_hands
def unclaimed(request: HttpRequest) -> HttpResponse:
    """A parcel that no ticket asks for: it is logged and shown to the desk."""
    user = person(request)
    known = {"label": request.GET.get("label", "")[:64], **last_place_of(user)}
    form = UnclaimedForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        log_parcel(by=user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("The parcel is logged. The desk sees it and finds whose it is."))
        return redirect("returns:counter")
    status = 422 if request.method == "POST" else 200
    return render(request, "returns/counter/unclaimed.html", {"form": form}, status=status)


@require_POST
@for_counter
def home(request: HttpRequest, reference: str) -> HttpResponse:
    """Goods of a closed ticket arrive at the counter, or are handed out on the customer's code."""
    stands = sides.standing_of(request, SIDE, reference)
    going = hand_back_of(stands.ticket)
    if going is None:
        raise Http404
    arrived = going.row.arrived_at is not None
    form = HomeForm(request.POST, arrived=arrived)
    if form.is_valid():
        act = hand_out if arrived else arrive
        try:
            act(going.row.pk, by=person(request), now=clock.now(), **form.cleaned_data)
        except RefusedError as no:
            form.add_error(no.field if no.field in form.fields else None, str(no.text))
        else:
            messages.success(request, _("Written down."))
            return redirect("returns:counter_ticket", reference)
    return sides.draw(
        request, replace(SIDE, more=partial(_with_home, refused=form)), stands, sides.Reply(status=422)
    )


@require_safe
@for_hands
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What the customer takes home: what was handed over, where, when, and what comes next."""
    page = sides.page_of(request, SIDE, reference)
    found = receipt_of(page)
    if found is None:
        raise Http404
    return render(request, "returns/counter/receipt.html", {"page": page, "receipt": found})


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
