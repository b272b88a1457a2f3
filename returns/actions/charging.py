"""The seller's side of a refund: what the shop gives back, and what Kilimall of its commission."""

from datetime import datetime
from decimal import Decimal

from orders.enums import OrderKind
from returns.actions.ledger import account, transfer
from returns.enums import AccountKind, Liable, Reason
from returns.models import LedgerAccount, Refund, Ticket, Transfer
from returns.policy.liability import liable_for
from returns.queries.money import charge_of


def liable_on(ticket: Ticket) -> Liable:
    """Who bears the cost: as it was ruled, else as the rules say."""
    if ticket.liable:
        return Liable(ticket.liable)
    # Kilimall carries what its own warehouse sends.
    carried = ticket.line.order.kind == OrderKind.LOCAL
    return liable_for(Reason(ticket.reason), ticket.missing_kind, kilimall_carried=carried)


def charge_shop(refund: Refund, ticket: Ticket, now: datetime) -> None:
    """Bring the shop's side of a paid refund to what its liability asks.

    Only the difference to what stands is written: an objection that is won moves the cost by new
    transfers, and the old ones stay.
    """
    charge = charge_of(refund, refund.components.order_by("pk"), ticket)
    house, commission = (
        account(kind, refund.currency) for kind in (AccountKind.REFUNDS, AccountKind.COMMISSION)
    )
    shop = account(AccountKind.SHOP, refund.currency, shop_id=ticket.shop_id)
    _bring(refund, "shop", shop, house, charge.shop.amount, now)
    _bring(refund, "commission", commission, shop, charge.commission.amount, now)


def _bring(
    refund: Refund, word: str, debit: LedgerAccount, credit: LedgerAccount, amount: Decimal, now: datetime
) -> None:
    """Bring what has moved between two accounts for a refund to an amount."""
    both = (debit.pk, credit.pk)
    rows = list(Transfer.objects.filter(refund=refund, debit__in=both, credit__in=both))
    owed = amount - sum(row.amount if row.debit_id == debit.pk else -row.amount for row in rows)
    word = f"{word}:{len(rows) + 1}"
    if owed > 0:
        transfer(refund, word, debit, credit, owed, now)
    if owed < 0:
        transfer(refund, word, credit, debit, -owed, now)
