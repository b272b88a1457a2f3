"""The ledger's one pen: accounts are opened when first needed, transfers are written once."""

from datetime import datetime
from decimal import Decimal

from django.db.models import F
from django.db.models.functions import Round

from returns.enums import AccountKind
from returns.models import LedgerAccount, Refund, Transfer, Withdrawal


def account(kind: AccountKind, currency: str, **owner: int) -> LedgerAccount:
    """The account of the house, or of its owner (`customer_id`, `shop_id`)."""
    # Two refunds may open the same account at once: the constraint lets one row in.
    LedgerAccount.objects.bulk_create(
        [LedgerAccount(kind=kind, currency=currency, **owner)], ignore_conflicts=True
    )
    return LedgerAccount.objects.get(kind=kind, currency=currency, **owner)


def transfer(
    about: Refund | Withdrawal,
    word: str,
    debit: LedgerAccount,
    credit: LedgerAccount,
    amount: Decimal,
    now: datetime,
) -> None:
    """Move money of a refund or a withdrawal; its key, made of that and the word, lets it in once.

    A wallet's balance moves with it, which the database refuses below zero.
    """
    kind = "refund" if isinstance(about, Refund) else "withdrawal"
    key, reason = f"{kind}:{about.pk}:{word}", {f"{kind}_id": about.pk}
    Transfer.objects.create(key=key, debit=debit, credit=credit, amount=amount, at=now, **reason)
    for side, change in ((debit, -amount), (credit, amount)):
        if side.kind == AccountKind.WALLET:
            # Rounded, because SQLite reckons decimals as floats.
            moved = Round(F("balance") + change, 2)
            LedgerAccount.objects.filter(pk=side.pk).update(balance=moved)
