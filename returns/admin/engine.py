"""What the engine set aside for somebody to look at: steps that failed too often, messages that never left.

Removing a setback tries its step again at the next tick.
"""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from kilicare.accounts.roles import SUPERVISOR
from returns.admin.look_up import LookUp
from returns.models import Notice, Setback


@admin.register(Setback)
class SetbackAdmin(LookUp[Setback]):
    """Steps of the clock and payments that failed; those that are parked wait for somebody."""

    readers = frozenset({SUPERVISOR})
    list_display = ("ticket", "part", "attempts", "error", "last_at", "parked_at")
    list_filter = (("parked_at", admin.EmptyFieldListFilter), "part")
    ordering = ("-last_at", "-pk")
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who has mended the cause lets the engine try again."""
        return self.has_view_permission(request)


@admin.register(Notice)
class NoticeAdmin(LookUp[Notice]):
    """The outbox: what was told, what waits, what was dropped or parked, and why."""

    readers = frozenset({SUPERVISOR})
    list_display = ("ticket", "kind", "audience", "channel", "written_at", "told_at", "parked_at", "error")
    list_filter = (("parked_at", admin.EmptyFieldListFilter), "channel", "audience")
    ordering = ("-written_at", "-pk")
    show_facets = admin.ShowFacets.NEVER
