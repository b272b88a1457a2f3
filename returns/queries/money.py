"""What a ticket's refund is made of, from its kept claim and the line as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component
from returns.enums import Liable, ParcelKind, Service
from returns.models import Parcel, Refund, RefundComponent, Ticket
from returns.policy.entitlement import cut, refund_components, total
from returns.policy.facts import Claim, LineFacts, claim_of
from returns.policy.liability import Charge, charge_for
from returns.policy.terms import terms_of
from returns.queries.facts import facts_about


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The components of a refund and their sum (never below zero)."""

    components: tuple[Component, ...]
    total: Money

    def cut_to(self, amount: Decimal) -> "Entitlement":
        """A smaller refund. Raises ValueError for more than there is."""
        part = Money(amount, self.total.currency)
        return Entitlement(cut(self.components, part), part)


def claim_on(ticket: Ticket) -> Claim:
    """The claim as it was made, with what the inspection found in place of what was declared."""
    found = {name: ticket.found[name] for name in ("gift_lost", "invoice_lost") if ticket.found}
    return replace(claim_of(ticket.declared), quantity=ticket.quantity, **found)


def entitlement_of(ticket: Ticket, *, deduct: bool = True, service: str = "") -> Entitlement:
    """All that the ticket may pay, on the service it is on now or another one (domain: Money)."""
    facts = facts_about(ticket)
    claim = replace(claim_on(ticket), service=Service(service or ticket.service), amount=None)
    components = refund_components(
        facts,
        claim,
        terms_of(ticket.terms),
        freight=_freight(ticket, facts, claim),
        full_price=not deduct,
    )
    return Entitlement(components, total(components))


def charge_of(refund: Refund, components: Iterable[RefundComponent], ticket: Ticket) -> Charge:
    """What a refund of these components costs the ticket's shop, by who is liable for it."""
    parts = [Component(part.kind, Money(part.amount, refund.currency), part.clause) for part in components]
    goods_back = ticket.service != Service.REFUND_ONLY
    return charge_for(parts, Liable(refund.liable), terms_of(ticket.terms), goods_back=goods_back)


def _freight(ticket: Ticket, facts: LineFacts, claim: Claim) -> Money | None:
    """What the customer's own courier took; a change of mind travels at the customer's cost."""
    if not (ticket.own_courier and claim.reason.is_objective):
        return None
    parcel = Parcel.objects.filter(ticket_id=ticket.pk, kind=ParcelKind.RETURN).first()
    if parcel is None or parcel.freight_amount is None:
        return None
    return Money(parcel.freight_amount, facts.currency)
