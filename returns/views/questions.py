"""What is asked of who applies for goods: what the pages of an application stand on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from kilicare.accounts.models import User
from kilicare.accounts.phones import masked_phone
from kilicare.kernel import clock
from kilicare.kernel.verdict import Verdict
from returns.enums import RefundRoute, Service
from returns.forms.applying import ApplyForm, picked
from returns.policy.facts import Claim
from returns.policy.terms import terms_at
from returns.queries.applying import (
    EVERYTHING,
    Choices,
    Impossible,
    choices_of,
    draft_of,
    may_help,
    photos_of,
    weigh,
)
from returns.queries.numbers import PayoutNumber, may_go_by_mpesa, payout_numbers
from returns.queries.purchases import Answer, Purchase
from returns.queries.stakes import split_text
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
