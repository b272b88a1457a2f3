"""What is asked of who applies for goods: what the pages of an application stand on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from kilicare.accounts.models import User
from kilicare.accounts.phones import masked_phone
from kilicare.kernel import clock
from kilicare.kernel.verdict import Verdict
from returns.actions.opening import SOLD_OUT
from returns.enums import RefundRoute, Service
from returns.forms.applying import PAGES, Ground, MoneyForm, Page, ProofForm, WantForm
from returns.forms.routes import picked
from returns.policy.facts import Claim
from returns.policy.terms import terms_at
from returns.queries.applying import (
    EVERYTHING,
    Choices,
    Impossible,
    choices_of,
    claim_from,
    draft_of,
    may_help,
    photos_of,
    weigh,
)
from returns.queries.numbers import PayoutNumber, may_go_by_mpesa, payout_numbers
from returns.queries.proof import counted
from returns.queries.purchases import Answer, Purchase
from returns.queries.stakes import split_text
from returns.queries.stocks import Variant, makes_of
from returns.views.guards import person


@dataclass(frozen=True, slots=True)
class Way:
    """How the goods are reached, whether it is the desk that applies, and the addresses.

    `find` is given the person, the values of the address, and the moment; `start` leads to the page
    where the application stands, `questions` is one of its pages, `ticket` the page of a ticket,
    `done` what follows when one was opened.
    """

    find: Callable[..., Purchase | None]
    on_behalf: bool
    start: str
    questions: str
    check: str
    ticket: str
    done: str


@dataclass(frozen=True)
class Questions:
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

    @property
    def answers(self) -> Mapping[str, Any]:
        """What was answered so far, page by page."""
        answers: Mapping[str, Any] = self.draft.answers if self.draft else {}
        return answers

    @cached_property
    def ground(self) -> Ground:
        """The same for the forms."""
        return Ground(
            line=self.purchase.facts,
            choices=self.choices,
            terms=terms_at(self.now),
            on_behalf=self.way.on_behalf,
            numbers=self.numbers,
            makes=self.makes,
            photos=[str(photo.token) for photo in self.photos],
            answers=self.answers,
        )

    @property
    def pages(self) -> list[type[Page]]:
        """The pages that these goods need, as far as was answered."""
        return [page for page in PAGES if page.is_asked(self.ground)]

    def left(self, before: type[Page] | None = None) -> type[Page] | None:
        """The first page that is not answered, or not soundly; None if all are, or all before a page."""
        pages = self.pages[: self.pages.index(before)] if before else self.pages
        return next((page for page in pages if not self.is_sound(page)), None)

    def is_answered(self) -> bool:
        """Whether every page was answered, soundly or not."""
        return all(page(self.ground).is_answered() for page in self.pages)

    def is_sound(self, page: type[Page]) -> bool:
        """Whether what was answered on a page still holds."""
        return page(self.ground).is_answered() and self.accepts(page(self.ground, dict(self.answers), {}))

    def accepts(self, form: Page) -> bool:
        """Ask the form, the rules, and for the proof; what they refuse stands at its field."""
        if form.is_valid() and not isinstance(form, WantForm | MoneyForm):
            self._weigh(form)
        return not form.errors

    def _weigh(self, form: Page) -> None:
        """Weigh what was answered up to this page: what comes after it may still be changed."""
        known = {name for page in PAGES[: PAGES.index(type(form)) + 1] for name in page.base_fields}
        answers = {name: said for name, said in {**self.answers, **form.kept()}.items() if name in known}
        claim = claim_from(answers, self.purchase.facts)
        if claim is None:
            return
        answer = self.weigh(claim)
        if isinstance(answer, Impossible):
            form.add_error(answer.field if answer.field in form.fields else None, answer.why)
        elif not answer.verdict.allowed:
            form.add_error(None, f"{answer.why} {answer.still} ({answer.clause})")
        if "variant" in form.fields and not self.has_left(answers["variant"], claim):
            form.add_error("variant", str(SOLD_OUT))
        if isinstance(form, ProofForm) and not self.way.on_behalf:
            self._ask_for_proof(form)

    def _ask_for_proof(self, form: ProofForm) -> None:
        rule = self.ground.proof
        if rule and not rule.accepts(**counted(self.photos)):
            form.add_error("photos", rule.wanted)
        if rule and rule.needs_statement and not form.cleaned_data["statement"].strip():
            form.add_error("statement", str(rule.hint))

    @property
    def add_number(self) -> str:
        """Where a customer adds a number and comes back; empty where M-Pesa carries no refund."""
        if self.way.on_behalf or not may_go_by_mpesa(self.purchase.line.order):
            return ""
        back = urlencode({"next": self.address(MoneyForm)})
        return f"{reverse('returns:numbers')}?{back}"

    def address(self, page: type[Page] | None) -> str:
        """Where a page is; that of the check without one."""
        if page is None:
            return reverse(self.way.check, args=self.key)
        return reverse(self.way.questions, args=[*self.key, page.slug])

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
    def variant(self) -> str:
        """The make that an exchange shall bring, as its number; empty for the same one."""
        is_exchange = self.ground.service is Service.EXCHANGE
        return self.answers.get("variant", "") if is_exchange else ""

    @property
    def wanted(self) -> str:
        """The same by its name."""
        return next((make.name for make in self.makes if make.sku == self.variant), "")

    def split(self, verdict: Verdict | None) -> str:
        """What of the refund M-Pesa can't carry, in words."""
        route, _key = picked(self.answers["route"])
        return split_text(verdict.refund, route) if verdict and verdict.refund else ""

    def weigh(self, claim: Claim) -> Answer | Impossible:
        """What the rules say of a claim."""
        country, on_behalf = self.purchase.line.order.country, self.way.on_behalf
        return weigh(self.purchase.facts, claim, country, on_behalf=on_behalf, now=self.now)


def questions_of(request: HttpRequest, way: Way, key: Sequence[str | int]) -> Questions:
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
    return Questions(
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
