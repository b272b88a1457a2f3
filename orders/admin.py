"""Kilimall's desk classes categories and looks orders up; the superuser keeps shops and their staff.

A seller's staff has no business here: its admin holds the tickets of its own shops.
"""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.accounts.roles import DESK, FINANCE, SUPERVISOR, roles_of
from orders.models import Category, Order, OrderLine, Shop, ShopStaff, Stock
from orders.queries import found, orders_of_country

NATIVE_DATES: dict[Any, Any] = {
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
}
"""The browser's own calendar: the admin's puts styles into the page, which the policy refuses."""
COUNTED = 10_000
FILTERED_BY = ("exact", "isempty")
"""What the links of the lists' filters ask of a column."""


class CappedPaginator(Paginator[Any]):
    """Counts so far and no further: a list of a million orders is searched, not leafed through."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most COUNTED."""
        rows = cast("QuerySet[Model]", self.object_list)
        return rows[:COUNTED].count()


class Restricted:
    """For the superuser and some of Kilimall's roles; who may see rows may not thereby change them."""

    readers: ClassVar[frozenset[str]] = frozenset()
    writers: ClassVar[frozenset[str]] = frozenset()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the app's part of the index is shown."""
        return is_one_of(request.user, self.readers)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may be seen."""
        return is_one_of(request.user, self.readers)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may be made."""
        return is_one_of(request.user, self.writers)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may be changed."""
        return is_one_of(request.user, self.writers)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether rows may go: what an order stands on stays."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters in sight: others ask about hidden columns, or break on what no page sends."""
        offered = {
            entry if isinstance(entry, str) else entry[0] for entry in getattr(self, "list_filter", ())
        }
        return lookup in {f"{name}__{test}" for name in offered for test in FILTERED_BY}

    def history_view(self, request: HttpRequest, object_id: str, *args: Any) -> HttpResponse:
        """Django looks for the row first, and so tells anybody which ones there are."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        view: HttpResponse = super().history_view(request, object_id, *args)  # type: ignore[misc]
        return view


class LookedUp(Restricted):
    """Read by the desk and finance; the feed alone writes it."""

    readers = frozenset({DESK, SUPERVISOR, FINANCE})

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: the feed alone writes orders."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: the feed alone writes orders."""
        return False


def is_one_of(person: User | AnonymousUser, roles: frozenset[str]) -> bool:
    """Whether a person is the superuser or has one of these roles."""
    return person.is_active and (person.is_superuser or bool(roles_of(person) & roles))


@admin.register(Category)
class CategoryAdmin(Restricted, admin.ModelAdmin[Category]):
    """Staff class what the feed brought; saving a category says that somebody has looked at it."""

    readers = writers = frozenset({DESK, SUPERVISOR})
    list_display = ("code", "name", "policy_class", "sealed_once", "installable", "activatable", "is_classed")
    list_filter = ("is_classed", "policy_class")
    search_fields = ("code", "name")
    fields = ("code", "name", "policy_class", "sealed_once", "installable", "activatable")
    list_per_page = 50

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        """The feed's code of a category stays."""
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Category, form: Any, *args: Any) -> None:
        """Save it as classed."""
        obj.is_classed = True
        super().save_model(request, obj, form, *args)


class LineInline(LookedUp, admin.StackedInline[OrderLine, Order]):
    """The lines of an order, to be read."""

    model = OrderLine
    fields = (
        ("number", "sku", "name"),
        ("category", "policy_class", "shop"),
        ("quantity", "unit_price_amount", "discount_amount"),
        ("tax_amount", "delivery_fee_amount", "paid_amount", "refunded_amount"),
        ("signed_at", "signed_by"),
        ("serial_numbers", "warranty_months", "gift", "invoice"),
        ("parcel", "handover_at", "handover_place", "handover_proof"),
        "ticket_count",
    )
    readonly_fields = ("refunded_amount", "ticket_count")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderLine]:
        """With what is shown of them."""
        return super().get_queryset(request).select_related("category", "shop").order_by("number")


@admin.register(Order)
class OrderAdmin(LookedUp, admin.ModelAdmin[Order]):
    """Look-up of the orders of one's country, by order number or the customer's phone."""

    list_display = ("number", "country", "kind", "status", "placed_at", "customer_name")
    list_filter = ("status", "kind")
    list_per_page = 25
    list_select_related = ("customer__user",)
    ordering = ("-placed_at", "-pk")
    paginator = CappedPaginator
    show_full_result_count = False
    search_fields = ("number", "customer__user__phone")
    search_help_text = _("A whole order number, or a phone such as +254712345678.")
    fields = (
        "number",
        ("country", "currency", "kind"),
        ("status", "placed_at", "signed_at"),
        ("customer_name", "customer_phone", "city"),
        ("payment_method", "payment_phone", "payment_receipt"),
    )
    readonly_fields = ("customer_name", "customer_phone")
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Order]:
        """The orders that this person may look up."""
        user = cast("User", request.user)  # the admin lets nobody else in
        return orders_of_country(user).select_related("customer__user").order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """Those of a whole number or phone: an index answers, at a million orders too."""
        return (found(queryset, search_term) if search_term else queryset), False

    @admin.display(description=_("customer"))
    def customer_name(self, order: Order) -> str:
        """Who bought."""
        return order.customer.user.name

    @admin.display(description=_("phone"))
    def customer_phone(self, order: Order) -> str:
        """How to call them."""
        return order.customer.user.phone


@admin.register(Stock)
class StockAdmin(LookedUp, admin.ModelAdmin[Stock]):
    """What shops have, and what of it is promised to exchanges; the feed writes the one, steps the other."""

    list_display = ("sku", "shop", "stock", "reserved", "left")
    list_per_page = 50
    list_select_related = ("shop",)
    ordering = ("shop", "sku")
    paginator = CappedPaginator
    show_full_result_count = False
    search_fields = ("=sku", "=shop__external_id")
    search_help_text = _("A whole SKU, or a shop's number.")
    fields = ("shop", "sku", "stock", "reserved")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stock]:
        """The stock of the shops of one's country; the superuser's is all."""
        rows, user = super().get_queryset(request), cast("User", request.user)
        return rows if user.is_superuser else rows.filter(shop__country=user.country)


class StaffInline(Restricted, admin.TabularInline[ShopStaff, Shop]):
    """Who acts for a shop."""

    model = ShopStaff
    raw_id_fields = ("user",)
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """People leave."""
        return is_one_of(request.user, self.writers)


@admin.register(Shop)
class ShopAdmin(Restricted, admin.ModelAdmin[Shop]):
    """The superuser's: shops, and who acts for them."""

    list_display = ("external_id", "name", "city", "country", "phone", "email")
    list_filter = ("country",)
    list_per_page = 25
    search_fields = ("external_id", "name")
    fields = ("external_id", "name", "city", "country", "phone", "email")
    inlines = (StaffInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Shop | None = None) -> tuple[str, ...]:
        """The feed's number of a shop stays."""
        return ("external_id",) if obj else ()
