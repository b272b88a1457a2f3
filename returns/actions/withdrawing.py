"""Money out of the wallet: it is taken at once, and sent, or put back where it could not be."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from orders.models import Customer
from returns.actions.ledger import account, transfer
from returns.actions.payouts import queue_withdrawal
from returns.actions.refusal import RefusedError, wrong
from returns.enums import AccountKind
from returns.models import LedgerAccount, Withdrawal
from returns.policy.payouts import CURRENCY, LEAST
from returns.policy.wallet import most_of
from returns.queries.numbers import proved_numbers
from returns.queries.wallet import fee_now

CHANGED = _("The fee has changed meanwhile. Look at it again.")
NOT_THERE = _("There is no money in your wallet that could be taken out.")


def withdraw(
    token: UUID, amount: Decimal, number: str, fee: Decimal, *, by: User, now: datetime
) -> Withdrawal:
    """Take so many whole shillings out, to one of the customer's own numbers (its key).

    `fee` is the one that was shown. The same token again gives the withdrawal that it made before. Raises
    RefusedError (codes: not_open, invalid with its field, changed); then nothing moved.
    """
    with transaction.atomic():
        customer = Customer.objects.filter(user=by).first()
        wallet = _held(customer)
        if customer is None or wallet is None:
            raise RefusedError("not_open", NOT_THERE)
        made = Withdrawal.objects.filter(customer=customer, token=token).first()
        if made is not None:
            return made
        phone = next((one.phone for one in proved_numbers(customer) if one.key == number), "")
        if not phone:
            raise wrong("number", _("Choose one of your own numbers."))
        charged = fee_now(wallet, now)
        if charged.amount != fee:
            raise RefusedError("changed", CHANGED)
        check_amount(amount, most_of(Money(wallet.balance, CURRENCY), charged))
        withdrawal = Withdrawal.objects.create(
            customer=customer, token=token, currency=CURRENCY, amount=amount, fee=fee, asked_at=now
        )
        out = account(AccountKind.OUTGOING, CURRENCY)
        transfer(withdrawal, "out", wallet, out, amount + fee, now)
        queue_withdrawal(withdrawal, phone, now)
        return withdrawal


def check_amount(amount: Decimal, most: Money) -> None:
    """Raises RefusedError unless these are whole shillings that M-Pesa takes and the wallet has."""
    if amount != amount.to_integral_value():
        raise wrong("amount", _("Whole shillings only, please."))
    if amount < LEAST.amount:
        raise wrong("amount", _("At least %(least)s.") % {"least": LEAST.label()})
    if amount > most.amount:
        raise wrong("amount", _("At most %(most)s.") % {"most": most.label()})


def _held(customer: Customer | None) -> LedgerAccount | None:
    """The customer's wallet, locked: withdrawals of one wallet come one after the other."""
    rows = LedgerAccount.objects.select_for_update().filter(kind=AccountKind.WALLET, currency=CURRENCY)
    return rows.filter(customer=customer).first()
