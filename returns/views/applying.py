"""Applying: one question a page, the answers checked with the refund worked out, the sending.

For an order line or for the new item of an exchange, a customer's way and the desk's on a
customer's behalf: the same pages. What was answered is kept on the server, page by page.
"""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from returns.actions.drafting import keep_answers, keep_draft, keep_photos
from returns.actions.opening import NO_SUCH_NUMBER, Application, open_ticket
from returns.actions.refusal import RefusedError
from returns.forms.applying import PAGES, Page, ProofForm
from returns.forms.routes import picked
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.policy.facts import DECLARED, Claim
from returns.queries.applying import Impossible, claim_from, photos_of, ticket_from
from returns.queries.purchases import Answer
from returns.queries.stakes import parts_of
from returns.views.guards import person
from returns.views.questions import Questions, Way, questions_of


def start(request: HttpRequest, way: Way, *key: str | int) -> HttpResponse:
    """On to the first page that is left, on whatever device it was begun; or why there is none."""
    asked = questions_of(request, way, key)
    return redirect(asked.address(asked.left())) if asked.is_open else _closed(request, asked)


def ask(request: HttpRequest, way: Way, *key: str | int, page: str) -> HttpResponse:
    """One page. What was answered and sent stays, photos too, when it is refused."""
    asked, questions = questions_of(request, way, key), {form.slug: form for form in PAGES}
    if page not in questions:
        raise Http404
    if not asked.is_open:
        return _closed(request, asked)
    question = questions[page]
    if question not in asked.pages or asked.left(before=question):
        return redirect(asked.address(asked.left()))
    if request.method == "POST":
        return _answer(request, asked, question)
    form = question(asked.ground)
    if form.is_answered() and not asked.is_sound(question):
        form = question(asked.ground, dict(asked.answers), {})
        asked.accepts(form)
    return _question(request, asked, form)


def _answer(request: HttpRequest, asked: Questions, question: type[Page]) -> HttpResponse:
    form = question(asked.ground, request.POST, request.FILES)
    if isinstance(form, ProofForm):
        asked = _keep_photos(asked, form)
    if not asked.accepts(form):
        return _question(request, asked, form, status=422)
    draft = keep_draft(asked.purchase.line, asked.purchase.exchange, by=asked.user, now=asked.now)
    keep_answers(draft, {**draft.answers, **form.kept()}, now=asked.now)
    asked = replace(asked, draft=draft)
    return redirect(asked.address(asked.left()))


def _keep_photos(asked: Questions, form: ProofForm) -> Questions:
    """Keep the photos that came, whatever else is wrong with the page."""
    form.is_valid()
    draft = keep_draft(asked.purchase.line, asked.purchase.exchange, by=asked.user, now=asked.now)
    photos = form.cleaned_data.get("photos") or []
    try:
        keep_photos(draft, photos, remove=form.cleaned_data.get("remove") or [], by=asked.user, now=asked.now)
    except RefusedError as no:
        form.add_error("photos", str(no.text))
    return replace(asked, draft=draft, photos=photos_of(draft))


def _closed(request: HttpRequest, asked: Questions) -> HttpResponse:
    """Why these goods can't come back, and what can still be done."""
    context = {
        "purchase": asked.purchase,
        "origin": asked.origin,
        "on_behalf": asked.way.on_behalf,
        "answer": asked.answer,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "returns/closed.html", context, status=status)


def _question(request: HttpRequest, asked: Questions, form: Page, *, status: int = 200) -> HttpResponse:
    number = asked.pages.index(type(form))
    context = {
        "purchase": asked.purchase,
        "origin": asked.origin,
        "form": form,
        "kept_photos": asked.photos,
        "on_behalf": asked.way.on_behalf,
        "add_number": asked.add_number,
        "step": number + 2,
        "steps": len(asked.pages) + 2,
        "back": asked.address(asked.pages[number - 1]) if number else "",
    }
    return render(request, "returns/apply.html", context, status=status)


def check(request: HttpRequest, way: Way, *key: str | int) -> HttpResponse:
    """The answers and the refund, worked out; sending them opens the ticket, once."""
    if request.method == "POST" and (ticket := ticket_from(person(request), request.POST.get("token", ""))):
        return redirect(reverse(way.done, args=[ticket.reference]))
    asked = questions_of(request, way, key)
    claim = claim_from(asked.answers, asked.purchase.facts)
    if claim is None or not asked.is_answered():
        return redirect(reverse(way.start, args=key))
    if request.method == "POST":
        return _send(request, asked, claim)
    return _answers(request, asked, claim)


def _send(request: HttpRequest, asked: Questions, claim: Claim) -> HttpResponse:
    kept = asked.answers
    route, number = picked(kept["route"])
    application = Application(
        claim=claim,
        statement=kept["statement"],
        route=route,
        number=number,
        variant=asked.variant,
        draft=asked.draft,
        on_behalf_reason=kept.get("on_behalf_reason", ""),
        replacement_of=asked.purchase.exchange,
    )
    try:
        ticket = open_ticket(asked.purchase.line.pk, application, by=asked.user, now=asked.now)
    except RefusedError as no:
        return _answers(request, asked, claim, alert=str(no.text), status=422)
    return redirect(reverse(asked.way.done, args=[ticket.reference]))


def _answers(
    request: HttpRequest, asked: Questions, claim: Claim, *, alert: str = "", status: int = 200
) -> HttpResponse:
    answer = asked.weigh(claim)
    allowed = isinstance(answer, Answer) and answer.verdict.allowed
    verdict = answer.verdict if isinstance(answer, Answer) else None
    money_back = asked.money_back(asked.answers["route"])
    context = {
        "purchase": asked.purchase,
        "origin": asked.origin,
        "claim": claim,
        "declared": [DECLARED_TEXTS[fact] for fact in DECLARED if getattr(claim, fact)],
        "draft": asked.draft,
        "photos": asked.photos,
        "money_back": money_back,
        "wanted": asked.wanted,
        "split": asked.split(verdict),
        "add_number": asked.add_number,
        "answer": answer,
        "may_send": allowed and bool(money_back),
        "is_allowed": allowed,
        "is_impossible": isinstance(answer, Impossible),
        "pieces": claim.pieces(asked.purchase.facts),
        "parts": parts_of(verdict.components) if verdict else [],
        "total": verdict.refund.label() if verdict and verdict.refund else "",
        "change": {page.slug.replace("-", "_"): asked.address(page) for page in asked.pages},
        "on_behalf": asked.way.on_behalf,
        "steps": len(asked.pages) + 2,
        "alert": alert or ("" if money_back else NO_SUCH_NUMBER),
    }
    return render(request, "returns/check.html", context, status=status)
