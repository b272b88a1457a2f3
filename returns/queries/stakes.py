"""The money of a ticket as its page shows it: decided, or what it would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kilicare.kernel.money import Money
from returns.enums import CLOSED_STATES, ComponentKind, RefundRoute, Service
from returns.models import Refund, RefundComponent, Ticket
from returns.queries.wording import moment_text


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the refund, with its clause."""

    label: str
    amount: str
    clause: str


@dataclass(frozen=True, slots=True)
class MoneyView:
    """What a refund is made of, its sum, and what became of it."""

    heading: str
    parts: Sequence[Part]
    total: str
    note: str


def decided_money(refund: Refund, components: Sequence[RefundComponent]) -> MoneyView:
    """A refund that was decided, paid or on its way."""
    parts = [_part(part.kind, Money(part.amount, refund.currency), part.clause) for part in components]
    total = Money(refund.amount, refund.currency).label()
    route = RefundRoute(refund.route).label
    if refund.paid_at is None:
        return MoneyView(_("The refund"), parts, total, _("It is on its way to: %s.") % route)
    when = moment_text(refund.paid_at, refund.ticket.country)
    note = _("Paid into: %(route)s, %(when)s.") % {"route": route, "when": when}
    return MoneyView(_("The refund"), parts, total, note)


def expected_money(ticket: Ticket) -> MoneyView | None:
    """What would be paid as things stand: what is offered, else what was worked out when applying."""
    if ticket.state in CLOSED_STATES:
        return None
    if ticket.offer_amount is not None:
        offered = Money(ticket.offer_amount, ticket.currency)
        part = _part(ComponentKind.GOODS, offered, "1.2")
        return MoneyView(_("The offer"), [part], offered.label(), "")
    kept = ticket.verdict.get("components") or ()
    if not kept or ticket.service == Service.EXCHANGE:
        return None
    parts = [_part(part["kind"], money_of(part["amount"]), part["clause"]) for part in kept]
    return MoneyView(_("What would be refunded"), parts, money_of(ticket.verdict["refund"]).label(), "")


def stake(ticket: Ticket) -> Money:
    """What a yes would pay: what is offered or asked, else what was worked out, else the goods' worth."""
    amount = ticket.offer_amount or ticket.asked_amount
    if amount is not None:
        return Money(amount, ticket.currency)
    kept = ticket.verdict.get("refund")
    return money_of(kept) if kept else ticket.worth


def money_of(kept: Mapping[str, Any]) -> Money:
    """Money as `policy.facts.record` kept it."""
    return Money(Decimal(kept["amount"]), kept["currency"])


def parts_of(components: Sequence[Any]) -> list[Part]:
    """The lines of a verdict's refund."""
    return [_part(part.kind, part.amount, part.clause) for part in components]


def _part(kind: str, amount: Money, clause: str) -> Part:
    return Part(str(ComponentKind(kind).label), amount.label(), clause)
