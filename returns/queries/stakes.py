"""The money of a ticket as its page shows it: decided, or what it would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext as _

from kilicare.accounts.phones import masked_phone
from kilicare.kernel.money import Money
from returns.enums import (
    ACCEPTING,
    CLOSED_STATES,
    ComponentKind,
    Liable,
    Party,
    PayoutState,
    RefundRoute,
    Service,
    State,
    Step,
)
from returns.models import Payout, Refund, RefundComponent, Ticket
from returns.policy.liability import Charge
from returns.policy.payouts import LEAST, MOST, mpesa_part
from returns.queries.money import charge_of, entitlement_of
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
    shop: str = ""
    """What it costs the shop; the customer is not told."""


def decided_money(
    refund: Refund, components: Sequence[RefundComponent], ticket: Ticket, party: Party
) -> MoneyView:
    """A refund that was decided, paid or on its way, as a party sees it; with what an objection added."""
    parts = [_part(part.kind, Money(part.amount, refund.currency), part.clause) for part in components]
    refunds = {part.refund_id: part.refund.amount for part in components}
    total = Money(sum(refunds.values(), Decimal(0)), refund.currency).label()
    note = _whither(refund) if refund.paid_at is None else _paid(refund, refund.paid_at)
    if added := sum((amount for pk, amount in refunds.items() if pk != refund.pk), Decimal(0)):
        later = _("After an objection %(amount)s more was paid into the wallet.")
        note = f"{note} {later % {'amount': Money(added, refund.currency).label()}}"
    shop = "" if party is Party.CUSTOMER else _charged(charge_of(refund, components, ticket), refund)
    return MoneyView(_("The refund"), parts, total, note, shop)


def refunded_amount() -> Subquery:
    """What was decided for a ticket in all, as a column of its row; null where nothing was."""
    refunds = Refund.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    return Subquery(refunds.annotate(all=Sum("amount")).values("all"))


def _charged(charge: Charge, refund: Refund) -> str:
    """What the shop gives back, and why."""
    bears = _("Who bears the cost: %s.") % Liable(refund.liable).label
    if not charge.shop:
        nothing = _("The shop is charged nothing.")
        return f"{bears} {nothing}"
    if refund.liable == Liable.NOBODY:
        bears = _("Nobody is at fault: the goods are back, so the sale is undone.")
    says = _("The shop is charged %(amount)s and gets %(commission)s of commission back.")
    return f"{bears} {says % {'amount': charge.shop.label(), 'commission': charge.commission.label()}}"


def _payout(refund: Refund) -> Payout | None:
    found: Payout | None = getattr(refund, "payout", None)
    return found


def _whither(refund: Refund) -> str:
    """Where the money of an unpaid refund is."""
    payout = _payout(refund)
    if payout is not None and payout.state == PayoutState.UNKNOWN:
        return _("M-Pesa has not told us yet whether it was paid. We keep asking, and pay it only once.")
    if payout is not None and payout.state == PayoutState.FAILED:
        return _("M-Pesa did not pay it. Kilimall looks into it and pays it another way.")
    whole = _("It is on its way to: %s.") % RefundRoute(refund.route).label
    split = split_text(Money(refund.amount, refund.currency), RefundRoute(refund.route))
    return f"{whole} {split}" if split else whole


def _paid(refund: Refund, paid_at: datetime) -> str:
    """Where the money went, and when."""
    payout, when = _payout(refund), moment_text(paid_at, refund.ticket.country)
    wallet = RefundRoute.WALLET.label
    if payout is None:
        return _("Paid into: %(route)s, %(when)s.") % {"route": wallet, "when": when}
    number = masked_phone(payout.phone)
    if payout.state == PayoutState.TO_WALLET:
        failed = _("M-Pesa could not pay %(number)s, so it was paid into: %(route)s, %(when)s.")
        return failed % {"number": number, "route": wallet, "when": when}
    said = _("Paid by M-Pesa to %(number)s, %(when)s. Receipt: %(receipt)s.") % {
        "number": number,
        "when": when,
        "receipt": payout.receipt,
    }
    rest = Money(refund.amount - payout.amount, refund.currency)
    cents = _("The other %(rest)s went to your wallet.") % {"rest": rest.label()}
    return f"{said} {cents}" if rest else said


def expected_money(ticket: Ticket) -> MoneyView | None:
    """What would be paid as things stand; None for a closed ticket and while goods are exchanged."""
    service = service_in_sight(ticket)
    if ticket.state in CLOSED_STATES or service == Service.EXCHANGE:
        return None
    if service == Service.REFUND_ONLY:
        amount = stake(ticket).label()
        if ticket.offer_amount is not None:
            return MoneyView(_("The offer"), [Part(_("The amount offered"), amount, "1.2")], amount, "")
        part = Part(_("The amount asked for"), amount, str(ticket.verdict["clause"]))
        return MoneyView(_("What would be refunded"), [part], amount, "")
    if ticket.own_courier or ticket.found or ticket.asked_service != service:
        entitled = entitlement_of(ticket, service=service)
        parts, total = parts_of(entitled.components), entitled.total
    else:
        kept = ticket.verdict["components"]
        parts = [_part(part["kind"], money_of(part["amount"]), part["clause"]) for part in kept]
        total = money_of(ticket.verdict["refund"])
    return MoneyView(_("What would be refunded"), parts, total.label(), "")


def split_text(amount: Money, route: RefundRoute) -> str:
    """What of a refund goes where, in words; empty where all of it takes the chosen way."""
    part = mpesa_part(amount)
    if route is RefundRoute.WALLET or part == amount:
        return ""
    if not part:
        limits = {"least": LEAST.label(), "most": MOST.label()}
        return _("M-Pesa pays %(least)s to %(most)s: this goes into your wallet.") % limits
    parts = {"part": part.label(), "rest": (amount - part).label()}
    return _("%(part)s by M-Pesa, and the %(rest)s that it can't pay into your wallet.") % parts


def service_in_sight(ticket: Ticket) -> Service:
    """The service that an open offer would change the ticket to, else the one that it is on."""
    offered = ticket.state == State.SOLUTION_OFFERED and ticket.offer_service
    return Service(offered or ticket.service)


PAYING_ALL = frozenset({Step.PASS, Step.PASS_PART, Step.REFUND_INSTEAD, Step.RULE_REFUND})


def stake(ticket: Ticket, step: Step | None = None) -> Money:
    """What a yes would pay, taken by this step: the amount offered or asked, or all that is possible.

    An offer counts where it is taken, not where somebody rules beside it.
    """
    if (
        step in {Step.PASS, Step.PASS_PART, Step.REFUND_INSTEAD, Step.RULE_REFUND}
        and ticket.service != Service.REFUND_ONLY
    ):
        full = step is Step.REFUND_INSTEAD or ticket.replacement_lost
        return entitlement_of(ticket, deduct=not full).total
    service = service_in_sight(ticket) if step is None or step in ACCEPTING else Service(ticket.service)
    if service is Service.REFUND_ONLY:
        offered = ticket.offer_amount if step is None or step in ACCEPTING else None
        return Money(offered or ticket.asked_amount or ticket.worth_amount, ticket.currency)
    kept = ticket.verdict.get("refund") if ticket.asked_service == service else None
    return money_of(kept) if kept else ticket.worth


def money_of(kept: Mapping[str, Any]) -> Money:
    """Money as `policy.facts.record` kept it."""
    return Money(Decimal(kept["amount"]), kept["currency"])


def parts_of(components: Sequence[Any]) -> list[Part]:
    """The lines of a verdict's refund."""
    return [_part(part.kind, part.amount, part.clause) for part in components]


def _part(kind: str, amount: Money, clause: str) -> Part:
    return Part(str(ComponentKind(kind).label), amount.label(), clause)
