"""Holiday notices, which a shop's people keep for their own shops."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kilicare.accounts.models import User
from orders.admin import NATIVE_DATES, Restricted
from orders.models import Shop
from returns.models import Closure
from returns.queries.access import shop_ids_of


@admin.register(Closure)
class ClosureAdmin(Restricted, admin.ModelAdmin[Closure]):
    """One's own shops' notices; the superuser's are all."""

    formfield_overrides = NATIVE_DATES
    list_display = ("shop", "first_day", "last_day", "text")
    list_select_related = ("shop",)
    list_per_page = 50
    ordering = ("-first_day", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Closure]:
        """Those of one's own shops."""
        user = cast("User", request.user)
        rows = super().get_queryset(request)
        return rows if user.is_superuser else rows.filter(shop__in=shop_ids_of(user))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """One of one's own shops."""
        user = cast("User", request.user)
        if not user.is_superuser:
            kwargs["queryset"] = Shop.objects.filter(pk__in=shop_ids_of(user)).order_by("name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For the shops' people."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Which ones, the queryset decides."""
        user = request.user
        is_shops = isinstance(user, User) and user.is_active and bool(shop_ids_of(user))
        return is_shops or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As they are seen."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As they are seen."""
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """As they are seen."""
        return self.has_view_permission(request)
