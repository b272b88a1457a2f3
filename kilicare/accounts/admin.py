"""The superuser's list of people: who works here, in which roles, and whose phone stands with whom.

Customers come from the order feed; staff are made here. They set their first password by the link of the
"forgotten password" page, so nobody else ever knows it.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.accounts.phones import parse_phone

# Roles are fixed (accounts.roles), addresses stand with the person, and nobody may read another's secrets.
for _model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(_model)


class ForSuperuser:
    """For the superuser alone; nothing is made or changed but what a class opens."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the part of the index is shown."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may be seen."""
        return request.user.is_active and request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether rows may be made."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may be changed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may go."""
        return False

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """Refused before it is looked whether there is such a row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer: HttpResponse = super().history_view(request, object_id, *args)  # type: ignore[misc]
        return answer


@admin.register(Authenticator)
class AuthenticatorAdmin(ForSuperuser, admin.ModelAdmin[Authenticator]):
    """Second factors: removing one lets a person who lost their phone set up another. Secrets stay hidden."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_per_page = 25
    list_select_related = ("user",)
    show_full_result_count = False
    search_fields = ("=user__username", "=user__email")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A lost phone, a lost key."""
        return self.has_view_permission(request)


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
class UserAdmin(ForSuperuser, admin.ModelAdmin[User]):
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

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Staff are made here."""
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """And changed; nobody is removed: a history names them."""
        return self.has_view_permission(request)
