"""What a seller does with many tickets at once: approve the plain ones, and read how the shop does."""

from typing import cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from kilicare.kernel import clock
from returns.actions.approving import MOST, approve_all, try_approval
from returns.models import Ticket
from returns.queries.access import LONGEST_ID, shop_ids_of, tickets_of_shops
from returns.queries.figures import DAYS
from returns.queries.scorecard import scorecards
from returns.views.dashboard import days_asked


def _seen(value: str) -> tuple[int, int]:
    """A ticket's key and the last event that was shown of it; zeros for what is none."""
    key, _colon, event = value.partition(":")
    good = all(part.isdecimal() and len(part) < LONGEST_ID for part in (key, event))
    return (int(key), int(event)) if good else (0, 0)


class Together:
    """The pages beside the list of an admin."""

    @admin.action(description=_("Approve the chosen ones: see first what would happen"))
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Ticket]) -> HttpResponse:
        """Show for each what a yes would do, or why there is none; nothing moves yet."""
        user = cast("User", request.user)
        tried = try_approval(queryset.order_by("due_at", "pk"), by=user, now=clock.now())
        context = {
            **admin.site.each_context(request),
            "title": _("Approve together"),
            "opts": Ticket._meta,  # noqa: SLF001 - Django's documented API
            "possible": [trial for trial in tried if trial.rehearsal],
            "refused": [trial for trial in tried if not trial.rehearsal],
            "left_out": max(queryset.count() - len(tried), 0),
        }
        return render(request, "admin/returns/ticket/approve.html", context)

    def approve_view(self, request: HttpRequest) -> HttpResponse:
        """Approve what was shown, each by itself; say of each that was not, why."""
        back = redirect("admin:returns_ticket_changelist")
        if request.method != "POST":
            return back
        user = cast("User", request.user)
        own = tickets_of_shops(user)
        seen = [(key, event) for key, event in map(_seen, request.POST.getlist("ticket")) if key]
        mine = dict(own.filter(pk__in=[key for key, _event in seen[:MOST]]).values_list("pk", "reference"))
        done, refused = approve_all([one for one in seen if one[0] in mine], by=user, now=clock.now())
        if done:
            messages.success(request, _("Approved: %(number)d.") % {"number": len(done)})
        for key, why in refused:
            messages.warning(request, f"{mine[key]}: {why}")
        return back

    def scorecard_view(self, request: HttpRequest) -> HttpResponse:
        """How one's own shops do."""
        user = cast("User", request.user)
        if not shop_ids_of(user):
            raise Http404
        days = days_asked(request)
        context = {
            **admin.site.each_context(request),
            "title": _("How the shop does"),
            "opts": Ticket._meta,  # noqa: SLF001 - Django's documented API
            "days": days,
            "periods": DAYS,
            "cards": scorecards(user, days, clock.now()),
        }
        return render(request, "admin/returns/ticket/scorecard.html", context)
