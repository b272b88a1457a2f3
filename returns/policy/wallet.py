"""Taking money out of a wallet: what it costs, and how much may be taken (domain: Money)."""

from kilicare.kernel.money import Money
from returns.policy.payouts import MOST
from returns.policy.terms import Terms


def fee_of(terms: Terms, currency: str, *, refunds: int, free: int) -> Money:
    """What a withdrawal costs: nothing, once for each refund that came into the wallet."""
    return terms.withdrawal_fee[currency] if free >= refunds else Money.zero(currency)


def most_of(balance: Money, fee: Money) -> Money:
    """The most that may be taken at once: whole shillings, the fee left beside them; may be below zero."""
    return min((balance - fee).floor(), MOST)
