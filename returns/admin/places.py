"""The supervisor's tables of Kilishops and carriers."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kilicare.accounts.models import Country, User
from kilicare.accounts.roles import DESK, SUPERVISOR
from orders.admin import NATIVE_DATES, Restricted
from returns.models import Carrier, Holiday, Point


class OfCountry(Restricted):
    """Rows of one's own country; the superuser's are all. The supervisor keeps them."""

    readers = writers = frozenset({SUPERVISOR})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those of one's own country; the superuser's are all."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        user = cast("User", request.user)
        return rows if user.is_superuser else rows.filter(country=user.country)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The country is chosen: one's own; the superuser has all."""
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        user = cast("User", request.user)
        known = [one for one in Country if user.is_superuser or one == user.country]
        return forms.ChoiceField(
            label=db_field.verbose_name, choices=[(one.value, one.label) for one in known]
        )


@admin.register(Holiday)
class HolidayAdmin(OfCountry, admin.ModelAdmin[Holiday]):
    """Public holidays, which working days skip."""

    formfield_overrides = NATIVE_DATES
    list_display = ("country", "day", "name")
    list_filter = ("country",)
    list_per_page = 50
    ordering = ("country", "day")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A day may turn out to be a working day."""
        return self.has_change_permission(request, obj)


@admin.register(Point)
class PointAdmin(OfCountry, admin.ModelAdmin[Point]):
    """Kilishops. One that closes is marked so; its row stays, for what was sent there."""

    readers = frozenset({SUPERVISOR, DESK})
    list_display = ("name", "town", "address", "hours", "is_open")
    list_filter = ("country", "is_open")
    search_fields = ("name", "town", "code")
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: close it."""
        return False


@admin.register(Carrier)
class CarrierAdmin(OfCountry, admin.ModelAdmin[Carrier]):
    """Carriers, and what their waybills look like."""

    list_display = ("name", "country", "patterns")
    list_filter = ("country",)
    list_per_page = 50

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was sent keeps the name."""
        return self.has_change_permission(request, obj)
