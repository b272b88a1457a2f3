"""What the engine set aside for somebody to look at: steps that failed too often, messages that never left.

Removing a setback tries its step again at the next tick.
"""

from typing import cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kilicare.accounts.models import User
from kilicare.accounts.roles import SUPERVISOR
from orders.admin import CappedPaginator, Restricted
from returns.models import Notice, Setback
from returns.queries.access import tickets_in_admin


class SetAside(Restricted):
    """Read by the supervisor; written by the engine alone."""

    readers = frozenset({SUPERVISOR})

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False


@admin.register(Setback)
class SetbackAdmin(SetAside, admin.ModelAdmin[Setback]):
    """Steps of the clock and payments that failed; those that are parked wait for somebody."""

    list_display = ("ticket", "part", "attempts", "error", "last_at", "parked_at")
    list_filter = (("parked_at", admin.EmptyFieldListFilter), "part")
    ordering = ("-last_at", "-pk")
    list_per_page = 25
    list_select_related = ("ticket",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("ticket__reference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Setback]:
        """Those of the tickets that this person may look up."""
        return super().get_queryset(request).filter(ticket__in=tickets_in_admin(cast("User", request.user)))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who has mended the cause lets the engine try again."""
        return self.has_view_permission(request)


@admin.register(Notice)
class NoticeAdmin(SetAside, admin.ModelAdmin[Notice]):
    """The outbox: what was told, what waits, what was dropped or parked, and why."""

    list_display = ("ticket", "kind", "audience", "channel", "written_at", "told_at", "parked_at", "error")
    list_filter = (("parked_at", admin.EmptyFieldListFilter), "channel", "audience")
    ordering = ("-written_at", "-pk")
    list_per_page = 25
    list_select_related = ("ticket",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("ticket__reference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """Those of the tickets that this person may look up."""
        return super().get_queryset(request).filter(ticket__in=tickets_in_admin(cast("User", request.user)))
