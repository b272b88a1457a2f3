"""The supervisor's table of public holidays."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kilicare.accounts.models import Country, User
from kilicare.accounts.roles import SUPERVISOR
from orders.admin import Restricted
from returns.models import Holiday


@admin.register(Holiday)
class HolidayAdmin(Restricted, admin.ModelAdmin[Holiday]):
    """Public holidays, which working days skip. The supervisor keeps them."""

    readers = writers = frozenset({SUPERVISOR})
    list_display = ("country", "day", "name")
    list_filter = ("country",)
    list_per_page = 50
    ordering = ("country", "day")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Holiday]:
        """Those of one's own country; the superuser's are all."""
        days, user = super().get_queryset(request), cast("User", request.user)
        return days if user.is_superuser else days.filter(country=user.country)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The country is chosen: one's own; the superuser has all."""
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        user = cast("User", request.user)
        known = [one for one in Country if user.is_superuser or one == user.country]
        return forms.ChoiceField(
            label=db_field.verbose_name, choices=[(one.value, one.label) for one in known]
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A day may turn out to be a working day."""
        return self.has_change_permission(request, obj)
