"""The desk's own tools: tickets taken and let go, saved views, the list as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kilicare.kernel import clock
from returns.actions.assigning import assign, release, take
from returns.actions.refusal import RefusedError
from returns.actions.saved_views import drop_view, save_view
from returns.forms.console import ASSIGN, TAKE, HandsForm, SaveViewForm
from returns.forms.queue import QueueFilter
from returns.gateways.table import lines_of
from returns.queries.access import countrys_ticket, tickets_of_country
from returns.queries.worklists import QUEUES, exported
from returns.views.desk import for_desk
from returns.views.guards import person

KEPT = frozenset({"list", *QueueFilter.base_filters})
"""What of an address is the list itself; a mark of its pages is not."""


@require_POST
@for_desk
def hands(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a ticket, let it go, or hand it on."""
    user, now, form = person(request), clock.now(), HandsForm(request.POST)
    ticket = countrys_ticket(user, reference)
    if ticket is None or not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        if said["do"] == TAKE:
            take(ticket.pk, by=user, seen=said["seen"], now=now)
            messages.success(request, _("The ticket is yours: the others see that you are on it."))
        elif said["do"] == ASSIGN:
            put = assign(ticket.pk, to=said["agent"], by=user, now=now)
            messages.success(request, _("%(name)s has the ticket now.") % {"name": put.agent})
        else:
            release(ticket.pk, by=user)
            messages.success(request, _("The ticket is free again."))
    except RefusedError as no:
        messages.warning(request, str(no.text))
    return redirect("returns:desk_ticket", ticket.reference)


def own_part(query: QueryDict) -> str:
    """Of an address what names the list and its filters, so that it can be kept."""
    kept = QueryDict(mutable=True)
    for name in sorted(KEPT & query.keys()):
        if value := query.get(name, ""):
            kept[name] = value
    return kept.urlencode()


@require_POST
@for_desk
def save(request: HttpRequest) -> HttpResponse:
    """Keep the list that is in sight, under a name."""
    form, query = SaveViewForm(request.POST), own_part(QueryDict(request.POST.get("query", "")[:1000]))
    back = f"{reverse('returns:desk')}?{query}"
    if not form.is_valid():
        messages.error(request, _("A view needs a name of at most 40 letters."))
        return redirect(back)
    try:
        save_view(form.cleaned_data["name"], query[:300], by=person(request))
    except RefusedError as no:
        messages.error(request, str(no.text))
    else:
        messages.success(request, _("Kept among your views."))
    return redirect(back)


@require_POST
@for_desk
def drop(request: HttpRequest, view: int) -> HttpResponse:
    """Take a view off."""
    try:
        drop_view(view, by=person(request))
    except RefusedError as no:
        raise Http404 from no
    messages.success(request, _("The view is gone; its tickets are where they were."))
    return redirect("returns:desk")


@require_safe
@for_desk
def table(request: HttpRequest) -> StreamingHttpResponse:
    """The list as CSV, as it is read from the database."""
    user, name = person(request), request.GET.get("list", "")
    if name not in QUEUES:
        raise Http404
    chosen = QueueFilter(request.GET, queryset=tickets_of_country(user))
    rows = exported(chosen.qs, name, user, clock.now())
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": "private, no-store",
    }
    return StreamingHttpResponse(lines_of(rows), content_type="text/csv; charset=utf-8", headers=headers)
