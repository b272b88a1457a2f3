"""What the lists of rows that nobody writes by hand have in common."""

from typing import ClassVar, TypeVar, cast

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from kilicare.accounts.models import User
from orders.admin import CappedPaginator, Restricted
from returns.queries.access import tickets_in_admin

Row = TypeVar("Row", bound=Model)


class LookUp(Restricted, admin.ModelAdmin[Row]):
    """Rows about tickets that steps and engine write: read by some of Kilimall, changed by nobody."""

    ticket: ClassVar[str] = "ticket"
    """The way from a row to its ticket."""
    list_select_related: ClassVar[tuple[str, ...]] = ("ticket",)
    list_per_page = 25
    paginator = CappedPaginator
    show_full_result_count = False
    search_fields: ClassVar[tuple[str, ...]] = ("ticket__reference",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """Those of the tickets that this person may look up."""
        return super().get_queryset(request).filter(self.seen_by(cast("User", request.user)))

    def seen_by(self, user: User) -> Q:
        """Which rows those are."""
        return Q(**{f"{self.ticket}__in": tickets_in_admin(user)})

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False
