"""Objections: raised from a side's own place, answered at the desk."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kilicare.accounts.roles import DESK, SUPERVISOR
from kilicare.kernel import clock
from returns.actions.objecting import answer_objection, raise_objection
from returns.actions.refusal import RefusedError
from returns.enums import Role
from returns.forms.objections import AnswerForm, ObjectionForm
from returns.queries.objections import (
    chance_of,
    may_answer,
    objections_on,
    open_objections,
    waiting_objections,
)
from returns.queries.sheets import sheet_of
from returns.queries.ticket_page import TicketPage
from returns.views.guards import for_roles, person
from returns.views.sides import Side, page_of

for_desk = for_roles(DESK, SUPERVISOR)
Frame = Callable[[HttpRequest, TicketPage], dict[str, Any]]


def shown_on(page: TicketPage) -> dict[str, Any]:
    """What a ticket's page shows of objections: what may be raised, and those that were."""
    if not (page.ticket.inspected_by_id or page.ticket.ruled_by_id):
        return {"chance": None, "objections": []}  # nobody has judged yet
    role = next(iter(page.roles & {Role.CUSTOMER, Role.SELLER}), None)
    return {
        "chance": chance_of(page.ticket, role, page.now) if role else None,
        "objections": objections_on(page.ticket, page.party, page.now),
    }


def raise_on(request: HttpRequest, side: Side, key: str, template: str, frame: Frame) -> HttpResponse:
    """The page of one side on which it objects. Raises Http404 where there is nothing to object to."""
    page = page_of(request, side, key)
    chance = shown_on(page)["chance"]
    if chance is None:
        raise Http404
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            raise_objection(
                page.ticket.pk, by=person(request), text=form.cleaned_data["text"], now=clock.now()
            )
        except RefusedError as no:
            messages.warning(request, str(no.text))
        else:
            messages.success(
                request, _("Your objection is with Kilimall. We write to you once it is answered.")
            )
        return redirect(side.address(page.ticket))
    context = {"page": page, "chance": chance, "form": form, "back": side.address(page.ticket)}
    context["sheet"] = sheet_of(page.ticket)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**context, **frame(request, page)}, status=status)


@require_safe
@for_desk
def objections(request: HttpRequest) -> HttpResponse:
    """Those that wait for an answer, the least time left first."""
    return _list(request)


@require_POST
@for_desk
def answer(request: HttpRequest, objection: int) -> HttpResponse:
    """Answer one."""
    user = person(request)
    found = open_objections(user).select_related("ticket").filter(pk=objection).first()
    if found is None:
        raise Http404
    form = AnswerForm(found, request.POST)
    if not form.is_valid():
        return _list(request, form)
    try:
        answer_objection(found.pk, by=user, now=clock.now(), **form.answers())
    except RefusedError as no:
        if no.field in form.fields:
            form.add_error(no.field, str(no.text))
            return _list(request, form)
        messages.warning(request, str(no.text))
    else:
        messages.success(request, _("The objection is answered. Both sides are told."))
    return redirect("returns:objections")


def _list(request: HttpRequest, refused: AnswerForm | None = None) -> HttpResponse:
    """The list, each with its form for who may answer it; a refused one with what is wrong."""
    user, rows = person(request), []
    for raised in waiting_objections(user, clock.now()):
        one = raised.objection
        form = refused if refused and refused.objection.pk == one.pk else AnswerForm(one)
        form.helper.form_action = reverse("returns:answer_objection", args=[one.pk])
        rows.append((raised, form if may_answer(one, user) else None))
    context = {"rows": rows, "refused": refused}
    return render(request, "returns/desk/objections.html", context, status=422 if refused else 200)
