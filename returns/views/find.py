"""Finding a ticket without signing in: it can be read for half an hour, and nothing done to it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kilicare.accounts.limits import may_try_code
from kilicare.kernel import clock
from returns.actions.finding import purpose_of, send_find_code
from returns.actions.refusal import RefusedError
from returns.actions.sent_code import RUN_OUT, SentCode
from returns.forms.find import FindCodeForm, FindForm
from returns.queries.access import ticket_by_phone
from returns.queries.ticket_page import standing, ticket_page

ASKED, FOUND = "find_asked", "find_found"
"""Where a session keeps what was asked for, and what was found."""
READABLE = timedelta(minutes=30)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Asking for a code by reference and phone."""
    if request.method != "POST":
        return render(request, "returns/find/find.html", {"form": FindForm(request)})
    form = FindForm(request, request.POST)
    if not form.is_valid():
        return render(request, "returns/find/find.html", {"form": form}, status=422)
    reference, phone = form.cleaned_data["reference"], form.cleaned_data["phone"]
    sent = send_find_code(reference, phone, clock.now())
    request.session[ASKED] = {"reference": reference, "sent": asdict(sent)}
    return redirect("returns:find_code")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Typing the code. A wrong one may be tried again, up to five times."""
    asked, now = request.session.get(ASKED), clock.now()
    if asked is None:
        return redirect("returns:find")
    reference, sent = asked["reference"], SentCode(**asked["sent"])
    if sent.is_over(now):
        return _start_again(request, RUN_OUT)
    form = FindCodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, sent, form, status=422 if form.is_bound else 200)
    # Counted before it is looked at: tries that come side by side count as well.
    if not may_try_code(request, f"{reference} {sent.phone} {sent.until}"):
        return _start_again(request, RUN_OUT)
    try:
        sent.check(form.cleaned_data["code"], purpose_of(reference), now)
    except RefusedError as no:
        form.add_error("code", str(no.text))
        return _ask(request, sent, form, status=422)
    del request.session[ASKED]
    until = (now + READABLE).isoformat()
    request.session[FOUND] = {"reference": reference, "phone": sent.phone, "until": until}
    return redirect("returns:found_ticket")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest) -> HttpResponse:
    """Where it stands, who must act and by when; what it takes to act is signing in. A POST closes it."""
    if request.method == "POST":
        request.session.pop(FOUND, None)
        messages.success(request, _("Closed: on this device nobody can read it now."))
        return redirect("returns:find")
    found, now = request.session.get(FOUND), clock.now()
    if found is None or now >= datetime.fromisoformat(found["until"]):
        return redirect("returns:find")
    row = ticket_by_phone(found["reference"], found["phone"])
    if row is None:
        return redirect("returns:find")
    owner = row.customer.user
    return render(
        request, "returns/find/ticket.html", {"page": ticket_page(standing(row, owner, now), owner)}
    )


def _ask(request: HttpRequest, sent: SentCode, form: FindCodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "returns/find/code.html", {"phone": sent.phone, "form": form}, status=status)


def _start_again(request: HttpRequest, why: Any) -> HttpResponse:
    if request.method == "POST":
        request.session.pop(ASKED, None)
    messages.error(request, why)
    return redirect("returns:find")
