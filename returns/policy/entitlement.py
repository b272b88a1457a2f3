"""The money of a claim: what it is worth, and the components of which its refund is made."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component
from returns.enums import ComponentKind, Reason, Service
from returns.policy.clauses import REASON_ROWS
from returns.policy.facts import Claim, ImpossibleClaimError, LineFacts
from returns.policy.terms import Terms


def price_of(line: LineFacts, quantity: int) -> Money:
    """What was paid for so many pieces, after coupons; what returns the last one gets the rest."""
    if line.past.taken_quantity + quantity == line.quantity:
        return line.paid - line.past.taken_amount
    return line.paid.share(quantity, line.quantity)


def worth(line: LineFacts, quantity: int) -> Money:
    """The price of so many pieces, as far as the line's refunds leave it: never above what was paid."""
    return min(price_of(line, quantity), line.paid - line.past.refunded_amount)


def completes_parcel(line: LineFacts, claim: Claim) -> bool:
    """Whether with this claim all of the parcel came back or never arrived, for a fault (K4).

    A refund only for goods that did arrive leaves them with the customer, so it completes nothing.
    """
    is_gone = claim.service is not Service.REFUND_ONLY or claim.nothing_came
    back = line.past.back_quantity + claim.pieces(line)
    return claim.reason.is_objective and is_gone and back == line.quantity and line.parcel.others_back


def refund_components(
    line: LineFacts,
    claim: Claim,
    terms: Terms,
    *,
    freight: Money | None = None,
    full_price: bool = False,
) -> tuple[Component, ...]:
    """What a refund of the claim is made of, each part with its clause (domain 6).

    For an exchange: what it gives if it ends in money at inspection; with `full_price`, if it ends
    in money because there is no new item (4.7 and 4.8 are left out). For a refund only: cut to the
    amount asked. `freight` is what the customer's own courier took. Raises ImpossibleClaimError for
    an amount that is more than all that is possible.
    """
    goods = Component(ComponentKind.GOODS, worth(line, claim.pieces(line)), REASON_ROWS[claim.reason])
    parts = (goods, *_additions(line, claim, terms, freight))
    if claim.service is Service.REFUND_ONLY:
        return _as_asked(parts, claim.amount)
    return parts if full_price else (*parts, *_deductions(line, claim, terms))


def total(components: Iterable[Component]) -> Money:
    """What is paid: the sum of at least one component, never below zero (4.8)."""
    first, *others = (part.amount for part in components)
    return max(sum(others, first), Money.zero(first.currency))


def cut(components: tuple[Component, ...], amount: Money) -> tuple[Component, ...]:
    """The components of a smaller refund, such as an offer of less money or a ruling in part.

    What came on top goes first, the goods last. Raises ValueError unless 0 <= amount <= total.
    """
    if not Money.zero(amount.currency) <= amount <= total(components):
        raise ValueError("a part of a refund is from zero to all of it")
    excess = total(components) - amount
    kept = []
    for part in reversed(components):
        less = min(excess, max(part.amount, Money.zero(amount.currency)))
        excess -= less
        kept.append(replace(part, amount=part.amount - less))
    goods, *others = reversed(kept)
    return (goods, *(part for part in others if part.amount))


def _as_asked(parts: tuple[Component, ...], asked: Money | None) -> tuple[Component, ...]:
    possible = total(parts)
    if not possible:
        raise ImpossibleClaimError("nothing_paid")
    if asked is None:
        return parts
    if asked > possible:
        raise ImpossibleClaimError("amount_over")
    return cut(parts, asked)


def _additions(line: LineFacts, claim: Claim, terms: Terms, freight: Money | None) -> Iterator[Component]:
    if line.parcel.delivery_fee and completes_parcel(line, claim):
        yield Component(ComponentKind.DELIVERY_FEE, line.parcel.delivery_fee, "K4")
    if freight:
        capped = min(freight, terms.freight_cap[line.currency])
        yield Component(ComponentKind.RETURN_FREIGHT, capped, "K5")


def _deductions(line: LineFacts, claim: Claim, terms: Terms) -> Iterator[Component]:
    quantity = claim.pieces(line)
    gift = price_of(line, quantity).percent(terms.gift_percent)
    if _charges_gift(line, claim) and gift:
        yield Component(ComponentKind.MINUS_GIFT, -gift, "4.7")
    tax = line.tax.share(quantity, line.quantity)
    if claim.invoice_lost and line.invoice == "paper" and tax:
        yield Component(ComponentKind.MINUS_INVOICE_TAX, -tax, "4.8")


def _charges_gift(line: LineFacts, claim: Claim) -> bool:
    # What is claimed to be missing may be the gift itself: in doubt for the customer. The
    # inspection, which sees the goods, can still find that something else was missing.
    may_be_the_gift = claim.reason is Reason.MISSING
    return claim.gift_lost and line.gift and not line.past.gift_charged and not may_be_the_gift
