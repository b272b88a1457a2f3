"""Who bears the cost of a refund, and what the shop gives back for it (domain: Money)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kilicare.kernel.money import Money
from kilicare.kernel.verdict import Component
from returns.enums import OF_GOODS, ComponentKind, Liable, MissingKind, Reason
from returns.policy.entitlement import total
from returns.policy.terms import Terms


@dataclass(frozen=True, slots=True)
class Charge:
    """What a shop gives back of a sale, and the commission on it, which Kilimall gives back to the shop."""

    shop: Money
    commission: Money


def liable_for(reason: Reason, missing_kind: str, *, kilimall_carried: bool) -> Liable:
    """Who is liable where nobody has ruled, and the goods were not lost on their way back."""
    if not reason.is_objective:
        return Liable.NOBODY
    never_came = reason is Reason.MISSING and missing_kind == MissingKind.PARCEL
    on_the_way_out = reason is Reason.DAMAGED or never_came
    return Liable.KILIMALL if on_the_way_out and kilimall_carried else Liable.SHOP


def charge_for(components: Iterable[Component], liable: Liable, terms: Terms, *, goods_back: bool) -> Charge:
    """What a refund of these components (at least one) costs the shop.

    A liable shop: all of it. Where nobody is liable, the sale is undone and no more: the price of goods
    that are back with the shop, without the fees. The commission is on the goods.
    """
    parts = list(components)
    nothing = Money.zero(parts[0].amount.currency)
    bears_all = liable is Liable.SHOP
    if not bears_all and not (liable is Liable.NOBODY and goods_back):
        return Charge(nothing, nothing)
    of_goods = [part for part in parts if part.kind in OF_GOODS]
    charged = total(parts) if bears_all else total(of_goods)
    goods = next((part.amount for part in parts if part.kind == ComponentKind.GOODS), nothing)
    return Charge(charged, min(goods, charged).percent(terms.commission_percent))
