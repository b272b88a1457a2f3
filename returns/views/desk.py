"""The desk: the queue, the progress page of any ticket, rulings, applying on a customer's behalf."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kilicare.accounts.models import User
from kilicare.accounts.roles import DESK, FINANCE, SUPERVISOR, roles_of
from kilicare.kernel import clock
from returns.actions.refusal import RefusedError
from returns.actions.unclaimed import settle_parcel
from returns.enums import Role, State
from returns.forms.of_goods import SettleForm
from returns.forms.queue import QueueFilter
from returns.queries.access import countrys_ticket, tickets_of_country
from returns.queries.claims import claims_of
from returns.queries.console import hands_of, saved_views
from returns.queries.counting import count_all
from returns.queries.hand_backs import hand_back_of
from returns.queries.objections import open_objections
from returns.queries.pulse import pulse
from returns.queries.purchases import orders_to_help, purchase_to_help, replacement_to_help
from returns.queries.sheets import sheet_of
from returns.queries.ticket_page import TicketPage, scans_of
from returns.queries.unclaimed import unclaimed_of, waiting_parcels
from returns.queries.worklists import COUNTED_LISTS, EMPTY, NONE_FITS, QUEUES, narrowed_to, queue, search
from returns.views import applying, sides
from returns.views.dossier import dossier_from
from returns.views.guards import for_roles, person
from returns.views.objections import shown_on
from returns.views.questions import Way
from returns.views.thread import talk_from


def _for_staff(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """What only Kilimall's people see of a ticket; who may apply for customers sees of a new item, too."""
    ticket = page.ticket
    came = ticket.state == State.EXCHANGED and page.roles & {Role.DESK, Role.SUPERVISOR}
    return {
        "scans": scans_of(ticket),
        "claims": claims_of(page),
        "hands": hands_of(page, person(request)),
        "sheet": sheet_of(ticket),
        "home": hand_back_of(ticket),
        **shown_on(page),
        "new_item": replacement_to_help(person(request), ticket.reference, page.now) if came else None,
    }


SIDE = sides.Side(
    find=countrys_ticket,
    template="returns/desk/ticket.html",
    page="returns:desk_ticket",
    step="returns:desk_step",
    talk="returns:desk_talk",
    dossier="returns:desk_dossier",
    version="returns:desk_version",
    more=_for_staff,
)
WAY = Way(
    find=purchase_to_help,
    on_behalf=True,
    start="returns:desk_apply",
    questions="returns:desk_question",
    check="returns:desk_check",
    ticket="returns:desk_ticket",
    done="returns:desk_ticket",
)
REPLACEMENT = replace(
    WAY,
    find=replacement_to_help,
    start="returns:desk_replacement_apply",
    questions="returns:desk_replacement_question",
    check="returns:desk_replacement_check",
)
for_desk = for_roles(DESK, SUPERVISOR)
for_readers = for_roles(DESK, SUPERVISOR, FINANCE)


@require_safe
@for_readers
def desk(request: HttpRequest) -> HttpResponse:
    """The queue by due time, the supervisor's list, and what a search finds."""
    user, now = person(request), clock.now()
    text = request.GET.get("q", "").strip()
    if text:
        found = {"rows": search(user, text, now), "orders": orders_to_help(user, text, now)}
        return render(request, "returns/desk/found.html", {"q": text, **found})
    name = request.GET.get("list", "")
    first = "supervisor" if SUPERVISOR in roles_of(user) else "decide"
    name = name if name in QUEUES else first
    chosen, views = QueueFilter(request.GET, queryset=tickets_of_country(user)), saved_views(user)
    counted = _counted(user, views, now)
    chips = list(_chips(request, chosen))
    context = {
        "list": queue(chosen.qs, name, user, request.GET.get("after", ""), now),
        "name": name,
        "label": QUEUES[name],
        "empty": NONE_FITS if chips else EMPTY[name],
        "chips": chips,
        "views": [(key, label, address, counted[key]) for key, label, address in views if key in counted],
        "queues": [(queue, label, counted.get(queue)) for queue, label in QUEUES.items()],
        "filter": chosen,
        "unclaimed": counted["parcels"],
        "objections": counted["objections"],
        "query": _without_mark(request),
        "pulse": pulse(now),
    }
    return render(request, "returns/desk/queue.html", context)


def _chips(request: HttpRequest, chosen: QueueFilter) -> Iterator[tuple[str, str]]:
    """The filters that narrow the list, in words, each with the address without it."""
    for name, label, words in chosen.narrowed():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("after", None)
        yield f"{label}: {words}", f"?{query.urlencode()}"


def _counted(user: User, views: Iterable[tuple[int, str, str]], now: datetime) -> dict[str | int, int]:
    """How many stand in each of the desk's lists by its name, and in each of one's own views by its key."""
    tickets = tickets_of_country(user)
    lists: dict[str | int, QuerySet[Any]] = {
        name: narrowed_to(tickets, name, user, now) for name in COUNTED_LISTS
    }
    lists |= {"objections": open_objections(user), "parcels": unclaimed_of(user).filter(settled_at=None)}
    for key, _label, address in views:
        query = QueryDict(address)
        if (name := query.get("list", "")) in QUEUES:
            lists[key] = narrowed_to(QueueFilter(query, queryset=tickets).qs, name, user, now)
    return count_all(lists, user)


def _without_mark(request: HttpRequest) -> str:
    """The address's own part, for the next page of the same list."""
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()


@require_safe
@for_desk
def parcels(request: HttpRequest) -> HttpResponse:
    """Parcels without a ticket that wait for the desk."""
    return _parcels(request)


@require_POST
@for_desk
def settle(request: HttpRequest, parcel: int) -> HttpResponse:
    """Say what became of one."""
    user, form = person(request), SettleForm(request.POST)
    if not unclaimed_of(user).filter(pk=parcel).exists():
        raise Http404
    if not form.is_valid():
        return _parcels(request, parcel, form)
    try:
        settle_parcel(parcel, by=user, now=clock.now(), outcome=form.cleaned_data["outcome"])
    except RefusedError as no:
        messages.warning(request, str(no.text))
    else:
        messages.success(request, _("Written down. The parcel is off the list."))
    return redirect("returns:parcels")


def _parcels(request: HttpRequest, refused: int = 0, form: SettleForm | None = None) -> HttpResponse:
    """The list, each parcel with its form; a refused one with what is wrong."""
    rows = [
        (row, form if form and row.parcel.pk == refused else SettleForm(auto_id=f"id_{row.parcel.pk}_%s"))
        for row in waiting_parcels(person(request))
    ]
    for row, own in rows:
        own.helper.form_action = reverse("returns:settle_parcel", args=[row.parcel.pk])
    return render(
        request, "returns/desk/parcels.html", {"rows": rows, "refused": form}, status=422 if form else 200
    )


@require_safe
@for_readers
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """The progress page of any ticket, with what the desk may do."""
    return sides.show(request, SIDE, reference)


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def step(request: HttpRequest, reference: str, word: str) -> HttpResponse:
    """One of the desk's steps."""
    return sides.take(request, SIDE, reference, word)


@require_safe
@for_readers
def version(request: HttpRequest, reference: str) -> HttpResponse:
    """What the page asks every half minute."""
    return sides.version(tickets_of_country(person(request)), reference, with_notes=True)


@require_POST
@for_desk
def talk(request: HttpRequest, reference: str) -> HttpResponse:
    """The desk's messages to both sides, and its own notes."""
    return talk_from(request, SIDE, reference)


@require_safe
@for_desk
def dossier(request: HttpRequest, reference: str) -> FileResponse:
    """The whole case as a ZIP, without the desk's own notes."""
    return dossier_from(request, SIDE, reference)


@require_safe
@for_desk
def apply(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """Where the questions of an application stand, asked on a customer's behalf."""
    return applying.start(request, WAY, number, line)


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def question(request: HttpRequest, number: str, line: int, page: str) -> HttpResponse:
    """One of them."""
    return applying.ask(request, WAY, number, line, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def check(request: HttpRequest, number: str, line: int) -> HttpResponse:
    """The answers before they are sent."""
    return applying.check(request, WAY, number, line)


@require_safe
@for_desk
def replacement_apply(request: HttpRequest, exchange: str) -> HttpResponse:
    """Where the questions about the new item of an exchange stand, asked on a customer's behalf."""
    return applying.start(request, REPLACEMENT, exchange)


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def replacement_question(request: HttpRequest, exchange: str, page: str) -> HttpResponse:
    """One of them."""
    return applying.ask(request, REPLACEMENT, exchange, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_desk
def replacement_check(request: HttpRequest, exchange: str) -> HttpResponse:
    """The answers before they are sent."""
    return applying.check(request, REPLACEMENT, exchange)
