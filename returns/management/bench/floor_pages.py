"""The floor of the pages: session, user, one query by an index, a small template.

The seller's list has Django's own admin for its floor. The addresses exist in the bench alone, beside
the portal's own.
"""

from typing import Final

from django.contrib import admin
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from orders.admin import CappedPaginator
from orders.models import OrderLine
from returns.management.bench.rows import event_of_opening
from returns.models import Ticket, TicketEvent
from returns.queries.access import tickets_of

ROWS: Final = 25
COPIED: Final = frozenset({"id", "reference", "line_id", "draft_token"})
LIST: Final = """<!DOCTYPE html><title>Floor</title><p>{{ user.name }}</p><ul>{% for ticket in tickets %}
<li><a href="/{{ ticket.reference }}">{{ ticket.reference }}</a> {{ ticket.line.name }} {{ ticket.shop.name }}
{{ ticket.state }} {{ ticket.due_at }}</li>{% endfor %}</ul>"""
PAGE: Final = """<!DOCTYPE html><title>Floor</title><p>{{ user.name }}</p><h1>{{ ticket.reference }}</h1>
<p>{{ ticket.line.name }} {{ ticket.shop.name }} {{ ticket.state }} {{ ticket.due_at }}</p>
<ol>{% for event in events %}<li>{{ event.step }} {{ event.at }}</li>{% endfor %}</ol>"""
SHOWN: Final = ("line__order", "customer__user", "shop")


def page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    """A small template, compiled once."""
    return HttpResponse(COMPILED[template].render({"user": request.user, **context}))


@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """The first 25 tickets that are due."""
    tickets = Ticket.objects.filter(country="KE", holder="kilimall", due_at__isnull=False)
    shown = tickets.select_related(*SHOWN).order_by("due_at", "pk")[:ROWS]
    return page(request, LIST, tickets=shown)


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """A customer's latest tickets."""
    tickets = tickets_of(request.user)  # type: ignore[arg-type]  # nobody else is let in
    return page(request, LIST, tickets=tickets.select_related(*SHOWN).order_by("-opened_at", "-pk")[:ROWS])


@login_required
def ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """A ticket and its history."""
    found = Ticket.objects.select_related(*SHOWN).get(reference=reference)
    events = TicketEvent.objects.filter(ticket=found).order_by("number")
    return page(request, PAGE, ticket=found, events=events)


@login_required
@transaction.atomic
def apply(request: HttpRequest, like: int, line: int) -> HttpResponse:
    """A ticket like another one and its first event: no rule is asked, nothing else is written."""
    OrderLine.objects.select_for_update().get(pk=line)
    model = Ticket.objects.get(pk=like)
    kept = {f.attname: getattr(model, f.attname) for f in Ticket._meta.concrete_fields}  # noqa: SLF001
    fields = {name: value for name, value in kept.items() if name not in COPIED}
    made = Ticket.objects.create(reference=f"KC-F{line:09d}", line_id=line, **fields)
    event_of_opening(made).save()
    return redirect("floor_ticket", made.reference)


class PlainTicketAdmin(admin.ModelAdmin[Ticket]):
    """Django's list of a shop's tickets, its rows counted up to a limit only."""

    list_display = ("reference", "line", "service", "reason", "worth_amount", "due_at", "state")
    list_per_page = ROWS
    list_select_related = SHOWN
    paginator = CappedPaginator
    show_full_result_count = False
    actions = None
    ordering = ("due_at", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        """The tickets of the person's shops."""
        return super().get_queryset(request).filter(shop__staff__user=request.user.pk)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever is let in."""
        return True

    def has_view_permission(self, request: HttpRequest, obj: Ticket | None = None) -> bool:
        """Whoever is let in."""
        return True


COMPILED: Final = {text: engines["django"].from_string(text) for text in (LIST, PAGE)}
plain = admin.AdminSite(name="plain")
plain.register(Ticket, PlainTicketAdmin)
floors: list[URLPattern | URLResolver] = [
    path("queue/", queue),
    path("own/", own),
    path("tickets/<str:reference>/", ticket, name="floor_ticket"),
    path("apply/<int:like>/<int:line>/", apply),
    path("admin/", plain.urls),
]
urlpatterns = [path("floor/", include(floors)), path("", include("kilicare.urls"))]
