"""Ready texts: the supervisor keeps the desk's, a shop's people their own."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import Country, User
from kilicare.accounts.roles import DESK, SUPERVISOR, roles_of
from orders.models import Shop
from returns.models import Macro
from returns.policy.macros import VARIABLES
from returns.queries.access import shop_ids_of

DESK_OF = "desk-"
THE_DESK = _("The desk, %(country)s")


class MacroForm(forms.ModelForm[Macro]):
    """Whose it is, is one question: the desk of a country, or one of one's own shops."""

    owner = forms.ChoiceField(label=_("For"))

    class Meta:
        model = Macro
        fields = ("title", "text")
        help_texts: ClassVar[dict[str, Any]] = {
            "text": format_lazy(
                "{} {}", _("Filled in by the ticket:"), ", ".join(f"{{{name}}}" for name in VARIABLES)
            )
        }

    owners: list[tuple[str, str]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = cast("forms.ChoiceField", self.fields["owner"])
        choices.choices = self.owners
        choices.initial = owner_key(self.instance)

    def clean(self) -> dict[str, Any]:
        """The owner goes into the row's two columns, of which one is filled."""
        answers = super().clean() or {}
        owner = answers.get("owner", "")
        is_desk = owner.startswith(DESK_OF)
        self.instance.country = owner.removeprefix(DESK_OF) if is_desk else ""
        self.instance.shop_id = int(owner) if owner and not is_desk else None
        return answers


def owner_key(macro: Macro) -> str:
    """The form's word for whose a text is."""
    return f"{DESK_OF}{macro.country}" if macro.country else str(macro.shop_id or "")


def keeps_some(user: User) -> bool:
    """Whether this person may keep ready texts for anybody."""
    return user.is_superuser or SUPERVISOR in roles_of(user) or bool(shop_ids_of(user))


def owners_of(user: User) -> list[tuple[str, str]]:
    """For whom this person may keep ready texts."""
    keeps = user.is_superuser or SUPERVISOR in roles_of(user)
    countries = [one for one in Country if user.is_superuser or one == user.country] if keeps else []
    shops = Shop.objects.filter(pk__in=shop_ids_of(user)).order_by("name")
    desks = [(f"{DESK_OF}{one.value}", str(THE_DESK) % {"country": one.label}) for one in countries]
    return [*desks, *((str(shop.pk), shop.name) for shop in shops)]


@admin.register(Macro)
class MacroAdmin(admin.ModelAdmin[Macro]):
    """The ready texts of one's own side."""

    form = MacroForm
    list_display = ("title", "owner")
    list_per_page = 50
    list_select_related = ("shop",)
    ordering = ("title", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Macro]:
        """The shops' own; the desk reads its country's."""
        user = cast("User", request.user)
        rows = super().get_queryset(request)
        if user.is_superuser:
            return rows
        desk = Q(country=user.country) if roles_of(user) & {DESK, SUPERVISOR} else Q(pk__in=[])
        return rows.filter(desk | Q(shop__in=shop_ids_of(user)))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form, with the owners that this person may name."""
        made: Any = super().get_form(request, *args, **kwargs)
        made.owners = owners_of(cast("User", request.user))
        return made

    def get_fields(self, request: HttpRequest, obj: Macro | None = None) -> tuple[str, ...]:
        """Whose, what it is called, what it says; who may only read sees no choice of owners."""
        return ("owner", "title", "text") if self.has_change_permission(request, obj) else ("title", "text")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For the desk and the shops."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Which ones, the queryset decides."""
        user = request.user
        return (
            isinstance(user, User)
            and user.is_active
            and (user.is_superuser or bool(shop_ids_of(user)) or bool(roles_of(user) & {DESK, SUPERVISOR}))
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who may keep some for anybody."""
        return self.has_view_permission(request) and keeps_some(cast("User", request.user))

    def has_change_permission(self, request: HttpRequest, obj: Macro | None = None) -> bool:
        """Who may keep those of its owner."""
        if obj is None or not self.has_add_permission(request):
            return self.has_add_permission(request)
        return owner_key(obj) in dict(owners_of(cast("User", request.user)))

    def has_delete_permission(self, request: HttpRequest, obj: Macro | None = None) -> bool:
        """The same: what was sent stands in the messages."""
        return self.has_change_permission(request, obj)

    @admin.display(description=_("for"))
    def owner(self, macro: Macro) -> str:
        """Whose it is."""
        whole = str(THE_DESK) % {"country": macro.get_country_display()}
        return macro.shop.name if macro.shop else whole
