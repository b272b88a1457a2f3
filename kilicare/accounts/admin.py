"""The superuser's list of people: who works here, in which roles, and whose phone stands with whom.

Customers come from the order feed; staff are made here. They set their first password by the link of the
"forgotten password" page, so nobody else ever knows it.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.accounts.phones import parse_phone


class PersonForm(forms.ModelForm[User]):
    """A person; the phone may be typed as people do, and is kept as E.164."""

    phone = forms.CharField(label=_("phone"), required=False, max_length=40)

    def clean_email(self) -> str:
        """Lower-case, as all are kept."""
        return User.objects.normalize_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """Read the phone in the person's country."""
        cleaned = super().clean() or self.cleaned_data
        phone = cleaned.get("phone", "").strip()
        if phone:
            try:
                cleaned["phone"] = parse_phone(phone, cleaned.get("country") or "KE")
            except ValidationError as unreadable:
                self.add_error("phone", unreadable)
        return cleaned


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """People are found by a whole name, e-mail or phone; nobody is removed, but closed."""

    form = PersonForm
    list_display = ("username", "name", "country", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "country", "groups")
    list_per_page = 25
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("=username", "=email", "=phone", "name__istartswith")
    search_help_text = _("A whole username, e-mail or phone, or the beginning of a name.")
    ordering = ("-is_staff", "username")
    fields = (
        "username",
        "name",
        ("email", "phone"),
        ("country", "language"),
        "groups",
        ("is_staff", "is_superuser", "is_active"),
        ("last_login", "date_joined"),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Everybody."""
        return super().get_queryset(request).order_by(*self.ordering)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        """Save; somebody new has no password until they set one."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The superuser alone."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The superuser alone."""
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The superuser alone."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The superuser alone."""
        return self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: a history names them."""
        return False
