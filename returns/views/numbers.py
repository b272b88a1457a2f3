"""The customer's numbers that refunds may be paid to: the list, the code that proves one, taking one off."""

from dataclasses import asdict
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kilicare.accounts.limits import may_try_code
from kilicare.kernel import clock
from returns.actions.numbers import add_number, remove_number, send_code
from returns.actions.refusal import RefusedError
from returns.actions.sent_code import RUN_OUT, SentCode
from returns.forms.numbers import CodeForm, NumberForm
from returns.queries.numbers import numbers_of
from returns.views.guards import for_customers, person

SENT = "number_code"
"""Where a session keeps the code that was sent."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_customers
def numbers(request: HttpRequest) -> HttpResponse:
    """The list, and asking for a code for one more."""
    user = person(request)
    if request.method != "POST":
        return _list(request, NumberForm(request, user))
    form = NumberForm(request, user, request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    sent = send_code(form.cleaned_data["phone"], by=user, now=clock.now())
    request.session[SENT] = asdict(sent)
    return redirect(_onward(request, "returns:number_code"))


def _list(request: HttpRequest, form: NumberForm, *, status: int = 200) -> HttpResponse:
    sent = _sent(request)
    context = {
        "numbers": numbers_of(person(request)),
        "form": form,
        "waits": sent is not None and not sent.is_over(clock.now()),
        "code": _onward(request, "returns:number_code"),
        "back": get_next_redirect_url(request) or "",
    }
    return render(request, "returns/customer/numbers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_customers
def code(request: HttpRequest) -> HttpResponse:
    """Typing the code. A wrong one may be tried again; one that can't be used any more leads to the list."""
    sent = _sent(request)
    if sent is None:
        return redirect(_onward(request, "returns:numbers"))
    if sent.is_over(clock.now()):
        return _start_again(request, RUN_OUT)
    if request.method != "POST":
        return _ask_for_code(request, sent, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_for_code(request, sent, form, status=422)
    # Counted before it is looked at: tries that come side by side count as well.
    if not may_try_code(request, f"{person(request).pk} {sent.phone} {sent.until}"):
        return _start_again(request, _("Too many wrong tries. Ask for a new code."))
    return _add(request, sent, form)


def _add(request: HttpRequest, sent: SentCode, form: CodeForm) -> HttpResponse:
    try:
        number = add_number(sent, form.cleaned_data["code"], by=person(request), now=clock.now())
    except RefusedError as no:
        if no.field is None:
            return _start_again(request, no.text)
        form.add_error(no.field, str(no.text))
        return _ask_for_code(request, sent, form, status=422)
    request.session.pop(SENT, None)
    messages.success(request, _("Refunds may be paid to %(number)s from now on.") % {"number": number})
    return redirect(get_next_redirect_url(request) or "returns:numbers")


def _ask_for_code(request: HttpRequest, sent: SentCode, form: CodeForm, *, status: int = 200) -> HttpResponse:
    context = {"phone": sent.phone, "form": form, "again": _onward(request, "returns:numbers")}
    return render(request, "returns/customer/number_code.html", context, status=status)


def _start_again(request: HttpRequest, why: Any) -> HttpResponse:
    if request.method == "POST":
        request.session.pop(SENT, None)
    messages.error(request, why)
    return redirect(_onward(request, "returns:numbers"))


@require_POST
@for_customers
def remove(request: HttpRequest) -> HttpResponse:
    """Take a number off the list."""
    try:
        number = remove_number(request.POST.get("number", ""), by=person(request))
    except RefusedError as no:
        raise Http404 from no
    gone = _("%(number)s was taken off. What you have applied for already is still paid to it.")
    messages.success(request, gone % {"number": number})
    return redirect("returns:numbers")


def _sent(request: HttpRequest) -> SentCode | None:
    """The code that this session waits for, if it does."""
    kept = request.session.get(SENT)
    return SentCode(**kept) if kept else None


def _onward(request: HttpRequest, name: str) -> str:
    """One of these pages, with the page in mind to which the customer will go back."""
    back = get_next_redirect_url(request)
    return f"{reverse(name)}?{urlencode({'next': back})}" if back else reverse(name)
