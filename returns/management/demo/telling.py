"""Tells the demo's stories through the doors that people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from orders.models import OrderLine
from returns.actions.opening import Application, open_ticket
from returns.actions.proving import add_to_draft
from returns.actions.stepping import lapse_one, take_step
from returns.actions.writing import write
from returns.enums import Step
from returns.management.demo.drawing import photo
from returns.management.demo.feed import order_number
from returns.management.demo.stories import CLOCKS_WORD, Story, Taken
from returns.models import Draft, Ticket
from returns.policy.facts import Claim
from returns.queries.places import points_near, windows_of


@dataclass(frozen=True, slots=True)
class Teller:
    """Who acts, by username, and the moment that the stories' hours are counted back from."""

    people: Mapping[str, User]
    now: datetime

    def tell(self, story: Story) -> None:
        """Open the story's ticket and take its steps, each at its hour."""
        ticket = self._open(story)
        for taken in story.steps:
            self._take(taken, ticket)
        for hours, who, text in story.said:
            write(ticket.pk, by=self.people[who], text=text, token=uuid4(), now=self._ago(hours))

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def _open(self, story: Story) -> Ticket:
        at = self._ago(story.hours)
        line = OrderLine.objects.select_related("order__customer__user").get(
            order__number=order_number(story.purchase, self.now), number=story.line
        )
        owner = line.order.customer.user
        draft = Draft.objects.create(owner=owner, line=line, updated_at=at)
        add_to_draft(draft, [photo(subject) for subject in story.photos], by=owner, now=at)
        application = Application(
            claim=_claim(story, line.order.currency), statement=story.statement, draft=draft
        )
        return open_ticket(line.pk, application, by=owner, now=at)

    def _take(self, taken: Taken, ticket: Ticket) -> None:
        at = self._ago(taken.hours)
        if taken.step in CLOCKS_WORD:
            lapse_one(ticket.pk, at)
            return
        by = self.people[taken.who] if taken.who else None
        photos = [photo(subject) for subject in taken.photos]
        take_step(taken.step, ticket.pk, by=by, now=at, photos=photos, **_details(taken, ticket, at))


def _details(taken: Taken, ticket: Ticket, at: datetime) -> dict[str, Any]:
    """The story's answers; the place and the time are those that the customer's town has then."""
    details = dict(taken.details)
    if taken.step is Step.ACCEPT and "method" in details:
        order = ticket.line.order
        details["point"] = points_near(order.country, order.city).points[0].code
    if taken.step is Step.BOOK_COLLECTION:
        details["window"] = windows_of(ticket, at)[0].key
    return details


def _claim(story: Story, currency: str) -> Claim:
    amount = story.claim.get("amount")
    more = {**story.claim, "amount": amount and Money(amount, currency)}
    return Claim(service=story.service, reason=story.reason, **more)
