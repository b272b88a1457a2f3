"""What a step is taken with: the locked ticket, the actor, the moment and the answers given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from returns.actions.refusal import wrong
from returns.enums import Role, Service, Step
from returns.models import ExchangeTicket, RefundOnlyTicket, ReturnRefundTicket, TicketEvent
from returns.models.ticket import Machine
from returns.policy.clauses import CLAUSES
from returns.policy.clocks import Moment

LONGEST_TEXT = 2000


Returning = ReturnRefundTicket | ExchangeTicket


def returning(ticket: Machine) -> Returning:
    """The ticket on a machine that has a return leg. Raises TypeError on the other."""
    if isinstance(ticket, RefundOnlyTicket):
        raise TypeError("refund only has no return leg")
    return cast("Returning", ticket)


def exchange(ticket: Machine) -> ExchangeTicket:
    """The ticket on the exchange machine. Raises TypeError on the others."""
    if not isinstance(ticket, ExchangeTicket):
        raise TypeError("only an exchange has a new item")
    return cast("ExchangeTicket", ticket)


def refund_only(ticket: Machine) -> RefundOnlyTicket:
    """The ticket on the refund-only machine. Raises TypeError on the others."""
    if not isinstance(ticket, RefundOnlyTicket):
        raise TypeError("only refund only knows this step")
    return cast("RefundOnlyTicket", ticket)


@dataclass(slots=True)
class Move:
    """One step on one locked ticket."""

    ticket: Machine
    step: Step
    role: Role
    by: User | None
    moment: Moment
    details: dict[str, Any]
    after: list[Callable[[TicketEvent], None]] = field(default_factory=list)

    @property
    def person(self) -> User:
        """Who takes the step. Raises TypeError for the system, which scans and proves nothing."""
        if self.by is None:
            raise TypeError(f"{self.step} needs a person")
        return self.by

    def finish(self, event: TicketEvent) -> None:
        """Do what needs the event's row, such as binding photos to it."""
        for write in self.after:
            write(event)

    def text(self, name: str = "text", *, required: bool = True) -> str:
        """A text that people will read. Raises RefusedError when it is empty or too long."""
        value = str(self.details.get(name) or "").strip()
        if required and not value:
            raise wrong(name, _("Please say it in a few words."))
        if len(value) > LONGEST_TEXT:
            raise wrong(name, _("Please use at most 2,000 characters."))
        return value

    def clause(self) -> str:
        """The clause a refusal or a ruling rests on. Raises RefusedError for one that is not."""
        clause = str(self.details.get("clause") or "")
        if clause not in CLAUSES:
            raise wrong("clause", _("Please name a clause of the policy."))
        return clause

    def word(self, name: str, words: Iterable[Any], problem: StrOrPromise) -> str:
        """One of the known words. Raises RefusedError for another."""
        value = str(self.details.get(name) or "")
        if value not in {str(word) for word in words}:
            raise wrong(name, problem)
        return value

    def service(self) -> Service:
        """The service that is offered or ruled."""
        problem = _("Please choose one of the services.")
        return Service(self.word("service", Service, problem))

    def amount(self, most: Money, *, name: str = "amount") -> Decimal:
        """An amount above zero, at most `most`, in whole units of the currency.

        Raises RefusedError otherwise.
        """
        value = self.details.get(name)
        problem = _("Please give an amount above zero, up to %(most)s.") % {"most": most.label()}
        if not isinstance(value, Decimal) or value.is_nan() or not 0 < value <= most.amount:
            raise wrong(name, problem)
        try:
            money = Money(value, most.currency)
        except ValueError as over_precise:
            raise wrong(name, problem) from over_precise
        return money.amount
