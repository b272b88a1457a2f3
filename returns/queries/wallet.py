"""A customer's wallet: what is in it, what came and went, what taking it out costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kilicare.accounts.models import User
from kilicare.accounts.phones import masked_phone
from kilicare.kernel.money import Money
from orders.enums import COUNTRY_OF, Currency
from returns.enums import AccountKind, PayoutState
from returns.models import LedgerAccount, Transfer, Withdrawal
from returns.policy.payouts import CURRENCY, LEAST
from returns.policy.terms import terms_at
from returns.policy.wallet import fee_of, most_of
from returns.queries.numbers import PayoutNumber, proved_numbers
from returns.queries.paging import slice_of
from returns.queries.wording import moment_text


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the statement; `amount` has its sign, `reference` the ticket that it came from."""

    at: str
    what: str
    amount: str
    reference: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be taken out now, to which numbers, for which fee, and how many hours it may take."""

    most: Money
    fee: Money
    hours: int
    numbers: Sequence[PayoutNumber]

    @property
    def is_open(self) -> bool:
        """Whether there is as much as M-Pesa takes."""
        return self.most >= self.least

    @property
    def least(self) -> Money:
        """The least that M-Pesa takes."""
        return LEAST


@dataclass(frozen=True, slots=True)
class WalletPage:
    """The balances, the statement, and what may be taken out (None where M-Pesa carries nothing)."""

    balances: Sequence[str]
    entries: Sequence[Entry]
    after: str
    offer: Offer | None


def wallet_page(user: User, after: str, now: datetime) -> WalletPage:
    """The wallet of a person; empty where no refund ever went into it."""
    accounts = list(_wallets(user).order_by("currency"))
    rows = Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts))
    rows = rows.select_related("debit", "refund__ticket", "withdrawal__payout")
    found = slice_of(rows, "at", after, latest_first=True)
    return WalletPage(
        balances=[Money(one.balance, one.currency).label() for one in accounts],
        entries=[_entry(row) for row in found.rows],
        after=found.after,
        offer=offer_of(user, now),
    )


def offer_of(user: User, now: datetime) -> Offer | None:
    """What this person may take out by M-Pesa; None where there is no such wallet, or no M-Pesa."""
    wallet = _wallets(user).filter(currency=CURRENCY).first()
    if wallet is None or wallet.customer is None or not settings.MPESA["url"]:
        return None
    fee = fee_now(wallet, now)
    return Offer(
        most=most_of(Money(wallet.balance, CURRENCY), fee),
        fee=fee,
        hours=terms_at(now).withdrawal.number,
        numbers=proved_numbers(wallet.customer),
    )


def fee_now(wallet: LedgerAccount, now: datetime) -> Money:
    """What the next withdrawal costs: each refund that came in pays for one that was not sent back."""
    refunds = Transfer.objects.filter(credit=wallet, refund__isnull=False).count()
    made = Withdrawal.objects.filter(customer=wallet.customer_id, currency=wallet.currency, fee=0)
    free = made.exclude(payout__state=PayoutState.TO_WALLET).count()
    return fee_of(terms_at(now), wallet.currency, refunds=refunds, free=free)


def _wallets(user: User) -> QuerySet[LedgerAccount]:
    return LedgerAccount.objects.filter(kind=AccountKind.WALLET, customer__user=user).select_related(
        "customer"
    )


def _entry(row: Transfer) -> Entry:
    """One movement as its owner reads it."""
    went = row.debit.kind == AccountKind.WALLET
    money = Money(-row.amount if went else row.amount, row.debit.currency).label()
    at = moment_text(row.at, COUNTRY_OF[Currency(row.debit.currency)])
    if row.withdrawal is None:
        return Entry(at, _("Refund"), money, row.refund.ticket.reference if row.refund else "")
    number = masked_phone(row.withdrawal.payout.phone)
    if not went:
        return Entry(at, _("M-Pesa could not pay %s: the money is back") % number, money)
    return Entry(at, _("Taken out to M-Pesa %s") % number, money, note=_became(row.withdrawal))


def _became(withdrawal: Withdrawal) -> str:
    """How far money that was taken out has come."""
    payout = withdrawal.payout
    fee = Money(withdrawal.fee, withdrawal.currency)
    cost = _("Fee: %s.") % fee.label() if fee else _("Without a fee.")
    said = {
        PayoutState.PAID: _("Paid. Receipt: %s.") % payout.receipt,
        PayoutState.TO_WALLET: _("Not paid."),
        PayoutState.UNKNOWN: _("M-Pesa has not told us yet whether it was paid. We keep asking."),
    }
    under_way = _("On its way.")
    return f"{said.get(payout.state, under_way)} {cost}"
