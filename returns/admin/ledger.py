"""Finance's look-up: refunds, and the ledger they end in."""

from typing import cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.accounts.roles import FINANCE, SUPERVISOR
from kilicare.kernel.money import Money
from orders.admin import CappedPaginator, Restricted
from returns.models import Refund, Transfer
from returns.queries.access import tickets_in_admin


class ForFinance(Restricted):
    """Read by finance and the supervisor; written by the steps alone."""

    readers = frozenset({FINANCE, SUPERVISOR})

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False


@admin.register(Refund)
class RefundAdmin(ForFinance, admin.ModelAdmin[Refund]):
    """Every refund of one's country, and whether it was paid."""

    list_display = ("ticket", "money", "route", "decided_at", "paid_at")
    list_filter = (("paid_at", admin.EmptyFieldListFilter),)
    list_select_related = ("ticket",)
    list_per_page = 25
    paginator = CappedPaginator
    show_full_result_count = False
    search_fields = ("ticket__reference",)
    ordering = ("-decided_at", "-pk")
    fields = ("ticket", "currency", "amount", "route", "decided_at", "paid_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Refund]:
        """Those of the tickets that this person may look up."""
        return super().get_queryset(request).filter(ticket__in=tickets_in_admin(cast("User", request.user)))

    @admin.display(description=_("amount"))
    def money(self, refund: Refund) -> str:
        """How much."""
        return Money(refund.amount, refund.currency).label()


@admin.register(Transfer)
class TransferAdmin(ForFinance, admin.ModelAdmin[Transfer]):
    """The ledger: one row, one movement."""

    list_display = ("key", "debit", "credit", "amount", "at")
    list_select_related = ("debit", "credit")
    list_per_page = 25
    paginator = CappedPaginator
    show_full_result_count = False
    search_fields = ("key", "refund__ticket__reference")
    ordering = ("-at", "-pk")
    fields = ("key", "debit", "credit", "refund", "amount", "at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transfer]:
        """Those of the tickets that this person may look up."""
        theirs = tickets_in_admin(cast("User", request.user))
        return super().get_queryset(request).filter(refund__ticket__in=theirs)
