"""One side of a ticket: its page, and the steps that its people take from there.

Customer, seller, desk and counters differ in how they reach a ticket and in the page's frame. What they
may do comes from `open_steps`; how it is asked, from the step's form; how it is done, from `take_step`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kilicare.kernel import clock
from returns.actions.refusal import RefusedError
from returns.actions.rehearsing import Rehearsal, rehearse
from returns.actions.stepping import take_step
from returns.enums import ACCEPTING, Party, ReturnMethod, Role, Step
from returns.forms.step import DANGER, PREVIEWED, StepForm
from returns.forms.steps import PRIMARY, STEP_FORMS, form_for
from returns.forms.thread import MessageForm
from returns.policy.permissions import roles_for
from returns.policy.terms import terms_of
from returns.queries.access import Find
from returns.queries.console import macro_text, macros_of
from returns.queries.dossier import may_export
from returns.queries.stakes import stake
from returns.queries.steps import role_for
from returns.queries.stocks import none_left
from returns.queries.thread import Thread, thread_of
from returns.queries.ticket_page import Standing, TicketPage, standing, ticket_page
from returns.queries.version import version_of
from returns.queries.wording import effect_of, label_of, told_of
from returns.views.guards import person

MOVED_ON = frozenset({"stale", "not_open", "too_late"})
"""Refusals of somebody who looked at an old page: it is shown anew, with what happened meanwhile."""


@dataclass(frozen=True, slots=True)
class Side:
    """How one kind of person reaches a ticket, and the names of their addresses."""

    find: Find
    template: str
    page: str
    step: str
    talk: str = ""
    """Where its people write messages; empty where they have no part in the thread."""
    dossier: str = ""
    """Where its people take the whole case from; empty where they may not."""
    version: str = ""
    """Where its open page asks whether it is still what it was; empty where it does not."""
    by_id: bool = False
    more: Callable[[HttpRequest, TicketPage], dict[str, Any]] = lambda _request, _page: {}
    known: Callable[[HttpRequest, TicketPage], dict[str, Any]] = lambda _request, _page: {}
    """What its people's forms begin with."""

    def address(self, ticket: Any, step: Step | None = None) -> str:
        """Where a ticket's page, or one of its steps, is."""
        key = self.key(ticket)
        return reverse(self.step, args=[key, step]) if step else reverse(self.page, args=[key])

    def talk_at(self, ticket: Any) -> str:
        """Where a ticket's messages are sent to."""
        return reverse(self.talk, args=[self.key(ticket)])

    def origin(self, page: TicketPage) -> str:
        """Where the exchange is of whose new item the ticket is; empty for the line's own goods."""
        exchange = page.ticket.replacement_of
        return reverse(self.page, args=[self.key(exchange)]) if exchange else ""

    def key(self, ticket: Any) -> str:
        """What an address names a ticket by."""
        return str(ticket.pk) if self.by_id else str(ticket.reference)


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that this person may take now: what it is, what it will do, and what it asks."""

    step: Step
    label: str
    effect: str
    form: StepForm
    tone: str
    is_open: bool


def show(request: HttpRequest, side: Side, key: str) -> HttpResponse:
    """The ticket's page. Raises Http404."""
    return draw(request, side, standing_of(request, side, key))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a page says to what was sent: `opened` unfolds a step, `form` is what was filled in for it.

    `refused` is whether something is wrong with the form; without that it was looked at by `preview`.
    """

    opened: Step | None = None
    form: StepForm | MessageForm | None = None
    preview: Rehearsal | None = None
    alert: str = ""
    status: int = 200

    @property
    def refused(self) -> StepForm | MessageForm | None:
        """The form with what is wrong with it."""
        return None if self.preview else self.form


PLAIN = Reply()


def draw(request: HttpRequest, side: Side, stands: Standing, reply: Reply = PLAIN) -> HttpResponse:
    """The ticket's page."""
    page = ticket_page(stands, person(request))
    thread = thread_of(page) if side.talk else None
    writing = reply.form if isinstance(reply.form, MessageForm) else None
    filled = reply.form if isinstance(reply.form, StepForm) else None
    if thread and thread.may_write and thread.role and writing is None:
        writing = MessageForm(thread.role, side.talk_at(page.ticket), latest=thread.latest)
        _begin(request, writing, page)
    context = {
        "page": page,
        "origin": side.origin(page),
        "choices": list(choices(side, page, reply.opened, filled, side.known(request, page))),
        "refused": reply.refused,
        "thread": thread,
        "writing": writing,
        "macros": macros_of(page) if writing else [],
        "dossier": _dossier(side, page),
        "talk": side.talk_at(page.ticket) if thread else "",
        "alert": reply.alert,
        "preview": reply.preview,
        "poll": _poll(side, page, thread),
        **side.more(request, page),
    }
    return render(request, side.template, context, status=reply.status)


def _begin(request: HttpRequest, form: MessageForm, page: TicketPage) -> None:
    """Begin the form with the ready text that the address names, if it names one of this reader's."""
    wanted = request.GET.get("macro", "")
    for macro in macros_of(page) if wanted else ():
        if str(macro.pk) == wanted:
            form.fields["text"].initial = macro_text(macro, page, person(request))
            form.is_begun = True


def _dossier(side: Side, page: TicketPage) -> str:
    may = side.dossier and may_export(page.roles)
    return reverse(side.dossier, args=[side.key(page.ticket)]) if may else ""


def version(tickets: Any, reference: str, *, with_notes: bool) -> HttpResponse:
    """The present version of a ticket's page. Raises Http404 for a foreign one as for a missing one."""
    found = version_of(tickets, reference, with_notes=with_notes)
    if not found:
        raise Http404
    return JsonResponse({"version": found}, headers={"Cache-Control": "private, no-store"})


def _poll(side: Side, page: TicketPage, thread: Thread | None) -> dict[str, str]:
    """Where an open ticket's page asks, and what it shows now; nothing once the ticket is closed."""
    if not (side.version and page.ticket.is_open):
        return {}
    shown = f"{page.events[-1].number}.{thread.latest if thread else 0}"
    return {"url": reverse(side.version, args=[page.ticket.reference]), "now": shown}


def page_of(request: HttpRequest, side: Side, key: str) -> TicketPage:
    """The ticket, as this person sees it. Raises Http404 for a foreign one as for a missing one."""
    return ticket_page(standing_of(request, side, key), person(request))


def standing_of(request: HttpRequest, side: Side, key: str) -> Standing:
    """How it stands: all that a step needs. Raises Http404 for a foreign one as for a missing one."""
    user = person(request)
    ticket = side.find(user, key)
    if ticket is None:
        raise Http404
    return standing(ticket, user, clock.now())


def choices(
    side: Side, page: TicketPage, opened: Step | None, filled: StepForm | None, known: Mapping[str, Any]
) -> Iterator[Choice]:
    """What `open_steps` leaves to this person, each with its form; `known` is filled in already."""
    drawn = [(tone_of(step, page), step) for step in page.steps if step in STEP_FORMS]
    for tone, step in sorted(drawn, key=lambda choice: TONES.index(choice[0])):
        role = role_of(step, page)
        mine = filled if filled and filled.step is step else form_for(step, page.ticket, role, initial=known)
        mine.helper.form_action = side.address(page.ticket, step)
        service = page.ticket.offer_service if step in ACCEPTING else page.ticket.service
        effect = effect_of(step, service, money=stake(page.ticket, step).label())
        effect = f"{effect} {none_left(page.ticket, step)}".strip()
        yield Choice(step, label_of(step, role.party), effect, mine, tone, is_open=step is opened)


TONES = ("primary", "", "danger")
"""What carries a ticket on comes first, what ends it last."""


def tone_of(step: Step, page: TicketPage) -> str:
    """How a step looks. A courier of their own, or a second booking, is not what a customer expects."""
    ticket = page.ticket
    if step is Step.HAND_OVER and page.party == Party.CUSTOMER and ticket.method != ReturnMethod.COURIER:
        return ""
    if step is Step.BOOK_COLLECTION and ticket.due_step == Step.COLLECTION_MISSED:
        return ""
    return "primary" if step in PRIMARY else "danger" if step in DANGER else ""


def role_of(step: Step, on: TicketPage | Standing) -> Role:
    """In which of their roles the person is asked. Raises Http404 where none of them knows the step."""
    role = role_for(step, on.ticket, on.roles, now=on.now)
    known = sorted(roles_for(step, on.roles))
    if role is None and not known:
        raise Http404
    return role or known[0]


def take(request: HttpRequest, side: Side, key: str, word: str) -> HttpResponse:
    """Take a step, or show its form; what can't be done is told on the page, and nothing moves."""
    if word not in STEP_FORMS:
        raise Http404
    step, stands = Step(word), standing_of(request, side, key)
    ticket, role = stands.ticket, role_of(step, stands)
    if request.method != "POST":
        return draw(request, side, stands, Reply(step))
    form = form_for(step, ticket, role, request.POST, request.FILES)
    if not form.is_valid():
        return draw(request, side, stands, Reply(step, form, status=422))
    answers = {"by": person(request), "now": clock.now(), "seen": form.cleaned_data["seen"], **form.details()}
    try:
        if "preview" in request.POST and step in PREVIEWED:
            shown = rehearse(step, ticket.pk, **answers)
            return draw(request, side, stands, Reply(step, form, shown))
        take_step(step, ticket.pk, **answers)
    except RefusedError as no:
        stands = standing_of(request, side, key)
        if no.code in MOVED_ON:
            return draw(request, side, stands, Reply(alert=str(no.text), status=409))
        form.add_error(no.field if no.field in form.fields else None, str(no.text))
        return draw(request, side, stands, Reply(step, form, status=422))
    messages.success(request, told_of(step, terms_of(ticket.terms), role.party))
    return redirect(side.address(ticket))
