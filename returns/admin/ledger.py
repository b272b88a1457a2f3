"""Finance's look-up: refunds, and the ledger they end in."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.accounts.roles import FINANCE, SUPERVISOR
from kilicare.kernel.money import Money
from returns.admin.look_up import LookUp
from returns.models import Refund, Transfer
from returns.queries.access import money_in_admin

READERS = frozenset({FINANCE, SUPERVISOR})


@admin.register(Refund)
class RefundAdmin(LookUp[Refund]):
    """Every refund of one's country, and whether it was paid."""

    readers = READERS
    list_display = ("ticket", "money", "route", "liable", "decided_at", "paid_at")
    list_filter = (("paid_at", admin.EmptyFieldListFilter),)
    ordering = ("-decided_at", "-pk")
    fields = ("ticket", "currency", "amount", "route", "liable", "decided_at", "paid_at")

    @admin.display(description=_("amount"))
    def money(self, refund: Refund) -> str:
        """How much."""
        return Money(refund.amount, refund.currency).label()


@admin.register(Transfer)
class TransferAdmin(LookUp[Transfer]):
    """The ledger: one row, one movement."""

    readers = READERS
    list_display = ("key", "debit", "credit", "amount", "at")
    list_select_related = ("debit__customer", "debit__shop", "credit__customer", "credit__shop")
    search_fields = ("key", "refund__ticket__reference")
    ordering = ("-at", "-pk")
    fields = ("key", "debit", "credit", "refund", "amount", "at")

    def seen_by(self, user: User) -> Q:
        """Refunds' and withdrawals'."""
        return money_in_admin(user)
