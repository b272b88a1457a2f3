"""The ledger's one pen: accounts are opened when first needed, transfers are written once."""

from datetime import datetime
from decimal import Decimal

from returns.enums import AccountKind
from returns.models import LedgerAccount, Refund, Transfer


def account(kind: AccountKind, currency: str, **owner: int) -> LedgerAccount:
    """The account of the house, or of its owner (`customer_id`, `shop_id`)."""
    # Two refunds may open the same account at once: the constraint lets one row in.
    LedgerAccount.objects.bulk_create(
        [LedgerAccount(kind=kind, currency=currency, **owner)], ignore_conflicts=True
    )
    return LedgerAccount.objects.get(kind=kind, currency=currency, **owner)


def transfer(
    refund: Refund, word: str, debit: LedgerAccount, credit: LedgerAccount, amount: Decimal, now: datetime
) -> None:
    """Move money of a refund; its key, made of the refund and the word, lets it in once."""
    key = f"refund:{refund.pk}:{word}"
    Transfer.objects.create(key=key, debit=debit, credit=credit, refund=refund, amount=amount, at=now)
