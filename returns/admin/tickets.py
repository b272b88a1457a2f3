"""The seller's workplace: their own shops' tickets by time left, and one page to review each.

Rows are read and steps are taken; nothing is edited by hand, by the superuser neither.
"""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import F, Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.accounts.roles import FINANCE, SUPERVISOR, roles_of
from kilicare.kernel import clock
from kilicare.kernel.money import Money
from orders.admin import CappedPaginator
from returns.admin.together import Together
from returns.enums import Party
from returns.models import Ticket
from returns.queries.access import shop_ids_of, shops_ticket, tickets_in_admin
from returns.queries.calendars import Calendars
from returns.queries.counting import count_all
from returns.queries.deadlines import URGENT, deadline
from returns.queries.deciding import as_decided
from returns.queries.sheets import sheet_of
from returns.queries.stakes import refunded_amount, stake
from returns.queries.thread import has_unread
from returns.queries.ticket_page import TicketPage
from returns.views import sides
from returns.views.dossier import dossier_from
from returns.views.objections import raise_on, shown_on
from returns.views.thread import talk_from


def _frame(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """The admin's own frame."""
    return {
        **admin.site.each_context(request),
        "title": page.ticket.reference,
        "opts": Ticket._meta,  # noqa: SLF001 - Django's documented API
    }


def _in_the_admin(request: HttpRequest, page: TicketPage) -> dict[str, Any]:
    """The frame, the next ticket that waits for the shop, and what came of inspection and objections."""
    following = waiting_for_shop(cast("User", request.user)).exclude(pk=page.ticket.pk).first()
    return {
        **_frame(request, page),
        "following": following,
        "sheet": sheet_of(page.ticket),
        **shown_on(page),
    }


SIDE = sides.Side(
    find=shops_ticket,
    template="admin/returns/ticket/review.html",
    page="admin:returns_ticket_change",
    step="admin:returns_ticket_step",
    talk="admin:returns_ticket_talk",
    dossier="admin:returns_ticket_dossier",
    by_id=True,
    more=_in_the_admin,
)


def waiting_for_shop(user: User) -> QuerySet[Ticket]:
    """What this person's shops must act on, the least time left first."""
    tickets = tickets_in_admin(user).filter(holder=Party.SELLER, due_at__gt=clock.now())
    return tickets.order_by("due_at", "pk")


class TurnFilter(admin.SimpleListFilter):
    """Whose turn it is."""

    title = _("whose turn")
    parameter_name = "turn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The shop's own work first."""
        return [
            ("shop", _("The shop's")),
            ("urgent", _("The shop's, under 4 hours")),
            ("unread", _("With a new message")),
            ("others", _("Somebody else's")),
            ("closed", _("Closed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """The tickets of that turn."""
        if self.value() == "shop":
            return queryset.filter(holder=Party.SELLER)
        if self.value() == "urgent":
            return queryset.filter(holder=Party.SELLER, due_at__lt=clock.now() + URGENT)
        if self.value() == "unread":
            return queryset.filter(has_unread(Party.SELLER))
        if self.value() == "others":
            return queryset.exclude(holder__in=[Party.SELLER, ""])
        return queryset.filter(holder="") if self.value() == "closed" else queryset


@admin.register(Ticket)
class TicketAdmin(Together, admin.ModelAdmin[Ticket]):
    """The list and the review page; everything else that an admin offers is closed."""

    list_display = ("product", "time_left", "standing", "service", "reason", "at_stake", "reference")
    list_display_links = ("product", "reference")
    list_filter = (TurnFilter, "service")
    list_per_page = 25
    list_select_related = ("line__order", "customer__user", "shop")
    search_fields = ("reference", "line__order__number")
    search_help_text = _("A whole reference, or a whole order number.")
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("approve_selected",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        """Own shops' tickets, by time left; those without a running clock come last."""
        tickets = tickets_in_admin(cast("User", request.user)).annotate(
            refunded=refunded_amount(), unread=has_unread(Party.SELLER)
        )
        return tickets.order_by(F("due_at").asc(nulls_last=True), "pk")

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """As the queryset: nobody sorts by another column."""
        return (F("due_at").asc(nulls_last=True), "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Ticket], search_term: str
    ) -> tuple[QuerySet[Ticket], bool]:
        """Whole references and order numbers, so that an index answers."""
        term = search_term.strip()
        if not term:
            return queryset, False
        by_reference = queryset.filter(reference=term.upper())
        return (by_reference if by_reference.exists() else queryset.filter(line__order__number=term)), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters in sight: another look-up could ask about other people's rows."""
        return lookup in {"service__exact", "turn"}

    def get_urls(self) -> list[URLPattern]:
        """The steps' own address beside the page's."""
        step = self.admin_site.admin_view(self.step_view)
        objection = self.admin_site.admin_view(self.objection_view)
        talk = self.admin_site.admin_view(self.talk_view)
        dossier = self.admin_site.admin_view(self.dossier_view)
        approve = self.admin_site.admin_view(self.approve_view)
        scorecard = self.admin_site.admin_view(self.scorecard_view)
        mine = [
            path("approve/", approve, name="returns_ticket_approve"),
            path("scorecard/", scorecard, name="returns_ticket_scorecard"),
            path("<str:object_id>/dossier/", dossier, name="returns_ticket_dossier"),
            path("<str:object_id>/messages/", talk, name="returns_ticket_talk"),
            path("<str:object_id>/steps/<slug:word>/", step, name="returns_ticket_step"),
            path("<str:object_id>/objection/", objection, name="returns_ticket_objection"),
        ]
        return [*mine, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The review page. A POST here is nothing that the page offers."""
        if request.method not in {"GET", "HEAD"}:
            raise Http404
        return sides.show(request, SIDE, object_id)

    def objection_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The shop's objection against what it bears."""
        return raise_on(request, SIDE, object_id, "admin/returns/ticket/objection.html", _frame)

    def step_view(self, request: HttpRequest, object_id: str, word: str) -> HttpResponse:
        """One of the shop's steps."""
        return sides.take(request, SIDE, object_id, word)

    def talk_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The shop's messages to customer and desk."""
        if request.method != "POST":
            return redirect(SIDE.address(sides.standing_of(request, SIDE, object_id).ticket))
        return talk_from(request, SIDE, object_id)

    def dossier_view(self, request: HttpRequest, object_id: str) -> FileResponse:
        """The whole case as a ZIP, for the shop."""
        if request.method not in {"GET", "HEAD"}:
            raise Http404
        return dossier_from(request, SIDE, object_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history stands on the review page."""
        return redirect(SIDE.address(sides.standing_of(request, SIDE, object_id).ticket))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, with how many wait for the shop."""
        user, now = cast("User", request.user), clock.now()
        own = tickets_in_admin(user)
        waiting = own.filter(holder=Party.SELLER, due_at__gt=now)
        lists = {
            "shop": waiting,
            "urgent": waiting.filter(due_at__lt=now + URGENT),
            "unread": own.filter(has_unread(Party.SELLER)),
        }
        labels = {
            "shop": _("wait for an answer of the shop"),
            "urgent": _("under 4 hours"),
            "unread": _("with a new message"),
        }
        counted = count_all(lists, user)
        context = {
            "counters": [(turn, label, counted[turn]) for turn, label in labels.items()],
            "has_shops": bool(shop_ids_of(user)),
            "title": _("Tickets by time left"),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only the shops' people decide; nobody deletes."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions if shop_ids_of(cast("User", request.user)) else {}

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For the shops' people and those who look tickets up."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whose tickets are shown, the queryset decides."""
        user = request.user
        if not isinstance(user, User) or not user.is_active:
            return False
        return user.is_superuser or bool(shop_ids_of(user)) or bool(roles_of(user) & READERS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: customers apply, or the desk for them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: the history is append-only."""
        return False

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The rows as they stand decided."""
        found = super().get_changelist_instance(request)
        now, calendars = clock.now(), Calendars()
        found.result_list = [as_decided(ticket, now, calendars) for ticket in found.result_list]
        return found

    @admin.display(description=_("product"))
    def product(self, ticket: Ticket) -> str:
        """What it is about, and how many pieces."""
        name = f"{ticket.line.name} × {ticket.quantity}"  # noqa: RUF001 - the sign people know
        if not ticket.__dict__.get("unread"):
            return name
        return format_html('{} <strong class="unread">{}</strong>', name, _("new message"))

    @admin.display(description=_("amount"))
    def at_stake(self, ticket: Ticket) -> str:
        """What was refunded, else what a yes would pay."""
        refunded = ticket.__dict__.get("refunded")
        if refunded is not None:
            return Money(refunded, ticket.currency).label()
        return stake(ticket).label() if ticket.is_open else "-"

    @admin.display(description=_("time left"))
    def time_left(self, ticket: Ticket) -> str:
        """How long until the clock decides; under four hours the word says so too."""
        end = deadline(ticket.due_at, ticket.country, clock.now())
        if end is None:
            return "-"
        word = format_html(' <strong class="urgent">{}</strong>', _("urgent")) if end.is_urgent else ""
        return format_html('<span title="{}">{}</span>{}', end.text, end.left, word)

    @admin.display(description=_("state"))
    def standing(self, ticket: Ticket) -> str:
        """Where it stands, as a badge."""
        tone = "mine" if ticket.holder == Party.SELLER else "waiting" if ticket.holder else "closed"
        return format_html('<span class="state state-{}">{}</span>', tone, ticket.get_state_display())


READERS = frozenset({"desk", SUPERVISOR, FINANCE})
