"""Applying: the questions, the answers checked with the refund worked out, the sending.

For an order line or for the new item of an exchange, a customer's way and the desk's on a
customer's behalf: the same pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kilicare.accounts.models import User
from kilicare.accounts.phones import masked_phone
from kilicare.kernel import clock
from kilicare.kernel.verdict import Verdict
from returns.actions.drafting import keep_answers, keep_draft, keep_photos
from returns.actions.opening import NO_SUCH_NUMBER, SOLD_OUT, Application, open_ticket
from returns.actions.refusal import RefusedError
from returns.enums import RefundRoute, Service
from returns.forms.applying import ApplyForm, answers_of, picked
from returns.policy.clauses.declared import DECLARED_TEXTS
from returns.policy.evidence import required
from returns.policy.facts import DECLARED, Claim, record
from returns.policy.terms import terms_at
from returns.queries.applying import (
    EVERYTHING,
    Choices,
    Impossible,
    choices_of,
    draft_of,
    kept_claim,
    may_help,
    photos_of,
    ticket_from,
    weigh,
)
from returns.queries.numbers import PayoutNumber, may_go_by_mpesa, payout_numbers
from returns.queries.proof import counted
from returns.queries.purchases import Answer, Purchase
from returns.queries.stakes import parts_of, split_text
from returns.queries.stocks import Variant, makes_of
from returns.views.guards import person


@dataclass(frozen=True, slots=True)
class Way:
    """How the goods are reached, whether it is the desk that applies, and the addresses.

    `find` is given the person, the values of the address, and the moment; `ticket` is the page of
    a ticket, `done` what follows when one was opened.
    """

    find: Callable[..., Purchase | None]
    on_behalf: bool
    questions: str
    check: str
    ticket: str
    done: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Goods on one way: what their pages stand on. `key` is the values of the addresses."""

    way: Way
    key: Sequence[str | int]
    user: User
    now: datetime
    purchase: Purchase
    choices: Choices
    answer: Answer
    draft: Any
    photos: Sequence[Any]
    numbers: Sequence[PayoutNumber]
    makes: Sequence[Variant]

    @property
    def is_open(self) -> bool:
        """Whether there is anything to ask: the desk may go against most rules that bind customers."""
        return self.answer.verdict.allowed

    @property
    def origin(self) -> str:
        """Where the exchange is that brought the new item; empty for the line's own goods."""
        exchange = self.purchase.exchange
        return reverse(self.way.ticket, args=[exchange.reference]) if exchange else ""

    def form(self, data: Any = None, files: Any = None, **options: Any) -> ApplyForm:
        """The questions, for these goods and this person."""
        return ApplyForm(
            self.purchase.facts,
            self.choices,
            [str(photo.token) for photo in self.photos],
            data,
            files,
            on_behalf=self.way.on_behalf,
            numbers=self.numbers,
            makes=self.makes,
            terms=terms_at(self.now),
            **options,
        )

    @property
    def add_number(self) -> str:
        """Where a customer adds a number and comes back; empty where M-Pesa carries no refund."""
        if self.way.on_behalf or not may_go_by_mpesa(self.purchase.line.order):
            return ""
        back = urlencode({"next": reverse(self.way.questions, args=self.key)})
        return f"{reverse('returns:numbers')}?{back}"

    def money_back(self, answered: str) -> str:
        """How the money comes back, in words; empty where that number can't be chosen any more."""
        route, key = picked(answered)
        if route is RefundRoute.WALLET:
            return str(route.label)
        phone = next((number.phone for number in self.numbers if number.key == key), "")
        return f"{route.label}, {masked_phone(phone)}" if phone else ""

    def has_left(self, sku: str, claim: Claim) -> bool:
        """Whether as many pieces as are exchanged are there of another make; of the same one nobody asks."""
        if claim.service is not Service.EXCHANGE:
            return True
        return all(make.left >= claim.pieces(self.purchase.facts) for make in self.makes if make.sku == sku)

    @property
    def wanted(self) -> str:
        """The make that an exchange shall bring, by its name; empty for the same one."""
        sku = self.draft.answers.get("variant", "")
        return next((make.name for make in self.makes if make.sku == sku), "")

    def split(self, verdict: Verdict | None) -> str:
        """What of the refund M-Pesa can't carry, in words."""
        route, _key = picked(self.draft.answers["route"])
        return split_text(verdict.refund, route) if verdict and verdict.refund else ""

    def weigh(self, claim: Claim) -> Answer | Impossible:
        """What the rules say of a claim."""
        country, on_behalf = self.purchase.line.order.country, self.way.on_behalf
        return weigh(self.purchase.facts, claim, country, on_behalf=on_behalf, now=self.now)


def desk_of(request: HttpRequest, way: Way, key: Sequence[str | int]) -> Desk:
    """The goods, if they are this person's to apply for. Raises Http404 otherwise."""
    user, now = person(request), clock.now()
    purchase = way.find(user, *key, now)
    if purchase is None:
        raise Http404
    facts, country = purchase.facts, purchase.line.order.country
    answer = may_help(facts, country, now) if way.on_behalf else purchase.answer
    open_to = EVERYTHING if way.on_behalf else choices_of(facts, country, now)
    draft = draft_of(user, purchase)
    order = purchase.line.order
    numbers = payout_numbers(order, order.customer)
    return Desk(
        way,
        key,
        user,
        now,
        purchase,
        open_to,
        answer,
        draft,
        photos_of(draft),
        numbers,
        makes_of(purchase.line),
    )


def ask(request: HttpRequest, way: Way, *key: str | int) -> HttpResponse:
    """The questions. What was answered and sent stays, photos too, when the form is refused."""
    desk = desk_of(request, way, key)
    if request.method != "POST":
        return _questions(request, desk, desk.form(initial=first_values(desk)))
    form = desk.form(request.POST, request.FILES)
    answered = form.is_valid()
    if desk.is_open:
        desk = _keep_photos(desk, form)
    if answered and desk.is_open and _weigh(desk, form):
        claim, answers = form.claim(), form.cleaned_data
        kept = {
            "claim": record(claim),
            "statement": answers["statement"],
            "route": answers["route"],
            "variant": answers.get("variant", "") if claim.service is Service.EXCHANGE else "",
            "on_behalf_reason": answers.get("on_behalf_reason", ""),
        }
        keep_answers(desk.draft, kept, now=desk.now)
        return redirect(reverse(way.check, args=key))
    return _questions(request, desk, form, status=422)


def first_values(desk: Desk) -> dict[str, Any]:
    """What was answered before; for a new application the one way in which money comes back."""
    claim = kept_claim(desk.draft)
    if claim is None:
        return {"route": RefundRoute.WALLET}
    kept = desk.draft.answers
    return answers_of(
        claim,
        statement=kept["statement"],
        route=kept["route"],
        variant=kept.get("variant", ""),
        on_behalf_reason=kept["on_behalf_reason"],
    )


def _keep_photos(desk: Desk, form: ApplyForm) -> Desk:
    """Keep the photos that came, whatever else is wrong with the form."""
    draft = keep_draft(desk.purchase.line, desk.purchase.exchange, by=desk.user, now=desk.now)
    photos = form.cleaned_data.get("photos") or []
    try:
        keep_photos(draft, photos, remove=form.cleaned_data.get("remove") or [], by=desk.user, now=desk.now)
    except RefusedError as no:
        form.add_error("photos", str(no.text))
    return replace(desk, draft=draft, photos=photos_of(draft))


def _weigh(desk: Desk, form: ApplyForm) -> bool:
    """Ask the rules and for the proof; what they refuse stands at its field. Whether all is well."""
    claim = form.claim()
    answer = desk.weigh(claim)
    if isinstance(answer, Impossible):
        form.add_error(answer.field, answer.why)
    elif not answer.verdict.allowed:
        form.add_error(None, f"{answer.why} {answer.still} ({answer.clause})")
    elif not desk.way.on_behalf:
        _ask_for_proof(desk, form, claim)
    if not desk.has_left(form.cleaned_data.get("variant", ""), claim):
        form.add_error("variant", str(SOLD_OUT))
    return not form.errors


def _ask_for_proof(desk: Desk, form: ApplyForm, claim: Claim) -> None:
    rule = required(claim.reason, claim.missing_kind)
    if not rule.accepts(**counted(desk.photos)):
        form.add_error("photos", rule.wanted)
    if rule.needs_statement and not form.cleaned_data["statement"].strip():
        form.add_error("statement", str(rule.hint))


def _questions(request: HttpRequest, desk: Desk, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    context = {
        "purchase": desk.purchase,
        "origin": desk.origin,
        "form": form,
        "kept_photos": desk.photos,
        "on_behalf": desk.way.on_behalf,
        "is_open": desk.is_open,
        "answer": desk.answer,
        "closed": desk.choices.closed,
        "add_number": desk.add_number,
    }
    return render(request, "returns/apply.html", context, status=status)


def check(request: HttpRequest, way: Way, *key: str | int) -> HttpResponse:
    """The answers and the refund, worked out; sending them opens the ticket, once."""
    if request.method == "POST" and (ticket := ticket_from(person(request), request.POST.get("token", ""))):
        return redirect(reverse(way.done, args=[ticket.reference]))
    desk = desk_of(request, way, key)
    claim = kept_claim(desk.draft)
    if claim is None:
        return redirect(reverse(way.questions, args=key))
    if request.method == "POST":
        return _send(request, desk, claim)
    return _answers(request, desk, claim)


def _send(request: HttpRequest, desk: Desk, claim: Claim) -> HttpResponse:
    kept = desk.draft.answers
    route, number = picked(kept["route"])
    application = Application(
        claim=claim,
        statement=kept["statement"],
        route=route,
        number=number,
        variant=kept.get("variant", ""),
        draft=desk.draft,
        on_behalf_reason=kept["on_behalf_reason"],
        replacement_of=desk.purchase.exchange,
    )
    try:
        ticket = open_ticket(desk.purchase.line.pk, application, by=desk.user, now=desk.now)
    except RefusedError as no:
        return _answers(request, desk, claim, alert=str(no.text), status=422)
    return redirect(reverse(desk.way.done, args=[ticket.reference]))


def _answers(
    request: HttpRequest, desk: Desk, claim: Claim, *, alert: str = "", status: int = 200
) -> HttpResponse:
    answer = desk.weigh(claim)
    allowed = isinstance(answer, Answer) and answer.verdict.allowed
    verdict = answer.verdict if isinstance(answer, Answer) else None
    money_back = desk.money_back(desk.draft.answers["route"])
    context = {
        "purchase": desk.purchase,
        "origin": desk.origin,
        "claim": claim,
        "declared": [DECLARED_TEXTS[fact] for fact in DECLARED if getattr(claim, fact)],
        "draft": desk.draft,
        "photos": desk.photos,
        "money_back": money_back,
        "wanted": desk.wanted,
        "split": desk.split(verdict),
        "add_number": desk.add_number,
        "answer": answer,
        "may_send": allowed and bool(money_back),
        "is_allowed": allowed,
        "is_impossible": isinstance(answer, Impossible),
        "pieces": claim.pieces(desk.purchase.facts),
        "parts": parts_of(verdict.components) if verdict else [],
        "total": verdict.refund.label() if verdict and verdict.refund else "",
        "back": reverse(desk.way.questions, args=desk.key),
        "alert": alert or ("" if money_back else NO_SUCH_NUMBER),
    }
    return render(request, "returns/check.html", context, status=status)
