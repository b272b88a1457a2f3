"""Applying: the questions, the answers checked with the refund worked out, the sending.

For an order line or for the new item of an exchange, a customer's way and the desk's on a
customer's behalf: the same pages.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from returns.actions.drafting import keep_answers, keep_draft, keep_photos
from returns.actions.opening import NO_SUCH_NUMBER, SOLD_OUT, Application, open_ticket
from returns.actions.refusal import RefusedError
from returns.enums import RefundRoute, Service
from returns.forms.applying import ApplyForm, answers_of, picked
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.policy.evidence import required
from returns.policy.facts import DECLARED, Claim, record
from returns.queries.applying import (
    Impossible,
    kept_claim,
    photos_of,
    ticket_from,
)
from returns.queries.proof import counted
from returns.queries.purchases import Answer
from returns.queries.stakes import parts_of
from returns.views.guards import person
from returns.views.questions import Questions, Way, questions_of


def ask(request: HttpRequest, way: Way, *key: str | int) -> HttpResponse:
    """The questions. What was answered and sent stays, photos too, when the form is refused."""
    asked = questions_of(request, way, key)
    if request.method != "POST":
        return _questions(request, asked, asked.form(initial=first_values(asked)))
    form = asked.form(request.POST, request.FILES)
    answered = form.is_valid()
    if asked.is_open:
        asked = _keep_photos(asked, form)
    if answered and asked.is_open and _weigh(asked, form):
        claim, answers = form.claim(), form.cleaned_data
        kept = {
            "claim": record(claim),
            "statement": answers["statement"],
            "route": answers["route"],
            "variant": answers.get("variant", "") if claim.service is Service.EXCHANGE else "",
            "on_behalf_reason": answers.get("on_behalf_reason", ""),
        }
        keep_answers(asked.draft, kept, now=asked.now)
        return redirect(reverse(way.check, args=key))
    return _questions(request, asked, form, status=422)


def first_values(asked: Questions) -> dict[str, Any]:
    """What was answered before; for a new application the one way in which money comes back."""
    claim = kept_claim(asked.draft)
    if claim is None:
        return {"route": RefundRoute.WALLET}
    kept = asked.draft.answers
    return answers_of(
        claim,
        statement=kept["statement"],
        route=kept["route"],
        variant=kept.get("variant", ""),
        on_behalf_reason=kept["on_behalf_reason"],
    )


def _keep_photos(asked: Questions, form: ApplyForm) -> Questions:
    """Keep the photos that came, whatever else is wrong with the form."""
    draft = keep_draft(asked.purchase.line, asked.purchase.exchange, by=asked.user, now=asked.now)
    photos = form.cleaned_data.get("photos") or []
    try:
        keep_photos(draft, photos, remove=form.cleaned_data.get("remove") or [], by=asked.user, now=asked.now)
    except RefusedError as no:
        form.add_error("photos", str(no.text))
    return replace(asked, draft=draft, photos=photos_of(draft))


def _weigh(asked: Questions, form: ApplyForm) -> bool:
    """Ask the rules and for the proof; what they refuse stands at its field. Whether all is well."""
    claim = form.claim()
    answer = asked.weigh(claim)
    if isinstance(answer, Impossible):
        form.add_error(answer.field, answer.why)
    elif not answer.verdict.allowed:
        form.add_error(None, f"{answer.why} {answer.still} ({answer.clause})")
    elif not asked.way.on_behalf:
        _ask_for_proof(asked, form, claim)
    if not asked.has_left(form.cleaned_data.get("variant", ""), claim):
        form.add_error("variant", str(SOLD_OUT))
    return not form.errors


def _ask_for_proof(asked: Questions, form: ApplyForm, claim: Claim) -> None:
    rule = required(claim.reason, claim.missing_kind)
    if not rule.accepts(**counted(asked.photos)):
        form.add_error("photos", rule.wanted)
    if rule.needs_statement and not form.cleaned_data["statement"].strip():
        form.add_error("statement", str(rule.hint))


def _questions(request: HttpRequest, asked: Questions, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    context = {
        "purchase": asked.purchase,
        "origin": asked.origin,
        "form": form,
        "kept_photos": asked.photos,
        "on_behalf": asked.way.on_behalf,
        "is_open": asked.is_open,
        "answer": asked.answer,
        "closed": asked.choices.closed,
        "add_number": asked.add_number,
    }
    return render(request, "returns/apply.html", context, status=status)


def check(request: HttpRequest, way: Way, *key: str | int) -> HttpResponse:
    """The answers and the refund, worked out; sending them opens the ticket, once."""
    if request.method == "POST" and (ticket := ticket_from(person(request), request.POST.get("token", ""))):
        return redirect(reverse(way.done, args=[ticket.reference]))
    asked = questions_of(request, way, key)
    claim = kept_claim(asked.draft)
    if claim is None:
        return redirect(reverse(way.questions, args=key))
    if request.method == "POST":
        return _send(request, asked, claim)
    return _answers(request, asked, claim)


def _send(request: HttpRequest, asked: Questions, claim: Claim) -> HttpResponse:
    kept = asked.draft.answers
    route, number = picked(kept["route"])
    application = Application(
        claim=claim,
        statement=kept["statement"],
        route=route,
        number=number,
        variant=kept.get("variant", ""),
        draft=asked.draft,
        on_behalf_reason=kept["on_behalf_reason"],
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
    money_back = asked.money_back(asked.draft.answers["route"])
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
        "back": reverse(asked.way.questions, args=asked.key),
        "alert": alert or ("" if money_back else NO_SUCH_NUMBER),
    }
    return render(request, "returns/check.html", context, status=status)
