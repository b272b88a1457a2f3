"""Finance's workplace: payouts by state and age, what gave no answer first, and what may be done about it."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kilicare.accounts.models import User
from kilicare.accounts.phones import masked_phone
from kilicare.accounts.roles import FINANCE, SUPERVISOR, roles_of
from kilicare.kernel import clock
from kilicare.kernel.money import Money
from kilicare.kernel.sheet import csv_line
from returns.actions.finance import (
    divert_payout,
    record_finding,
    release_payout,
    resume_payouts,
    retry_payout,
    stop_payouts,
)
from returns.actions.refusal import RefusedError
from returns.admin.look_up import LookUp
from returns.enums import PayoutState
from returns.models import Payout, PayoutEvent, PayoutPause
from returns.queries.access import money_in_admin
from returns.queries.payouts import KENYA, name_of, table_of_day
from returns.queries.typed import day_typed

READERS = frozenset({FINANCE, SUPERVISOR})
WORST_FIRST = (
    PayoutState.UNKNOWN,
    PayoutState.FAILED,
    PayoutState.SUBMITTED,
    PayoutState.SUBMITTING,
    PayoutState.QUEUED,
)


def _today() -> date:
    return KENYA.local(clock.now()).date()


class ReasonForm(ActionForm):
    """Why a step is taken; and for a payment that was found on the statement, its receipt."""

    reason = forms.CharField(label=_("Why"), max_length=200, required=False)
    receipt = forms.CharField(label=_("Receipt"), max_length=32, required=False)


class History(admin.TabularInline[PayoutEvent, Payout]):
    """What happened to a payout."""

    model = PayoutEvent
    fields = readonly_fields = ("number", "step", "from_state", "to_state", "by", "at", "reason")
    ordering = ("number",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever sees the payout."""
        return True


@admin.register(Payout)
class PayoutAdmin(LookUp[Payout]):
    """Money on its way out, of one's country."""

    readers = READERS
    list_display = (
        "reference",
        "money",
        "number",
        "state",
        "entered_at",
        "look_at",
        "attempts_made",
        "failure",
    )
    list_filter = ("state",)
    list_select_related = ("refund__ticket", "withdrawal")
    search_fields = ("=refund__ticket__reference", "=receipt")
    fields = (
        "reference",
        "money",
        "number",
        "state",
        "entered_at",
        "look_at",
        "attempts_made",
        "receipt",
        "failure",
        "needs_release",
        "first_by",
        "second_by",
    )
    readonly_fields = fields
    inlines = (History,)
    action_form = ReasonForm
    actions = ("release", "try_again", "into_the_wallet", "was_paid", "was_not_paid")
    show_facets = admin.ShowFacets.NEVER

    def seen_by(self, user: User) -> Q:
        """Refunds' and withdrawals'."""
        return money_in_admin(user)

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """Those that nobody answers for come first, then the oldest."""
        ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(WORST_FIRST)]
        return (Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()), "entered_at", "pk")

    def get_urls(self) -> list[URLPattern]:
        """The day's list beside the rows' pages."""
        day = self.admin_site.admin_view(self.day_view)
        return [path("day/", day, name="returns_payout_day"), *super().get_urls()]

    @method_decorator(require_safe)
    def day_view(self, request: HttpRequest) -> HttpResponse:
        """A day's payouts as CSV, for the operator's statement; today's where none is named."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        day = day_typed(request.GET.get("day", f"{_today()}"))
        if day is None:
            words = _("Give a day such as 2026-11-03.")
            return HttpResponseBadRequest(words, content_type="text/plain; charset=utf-8")
        # The mark at the beginning tells a spreadsheet how the file is written.
        table = "".join(map(csv_line, table_of_day(self.get_queryset(request), day))).encode("utf-8-sig")
        headers = {
            "Content-Disposition": f'attachment; filename="payouts-{day}.csv"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=headers)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list, and which day it is."""
        return super().changelist_view(request, {"today": f"{_today()}", **(extra_context or {})})

    def has_pay_permission(self, request: HttpRequest) -> bool:
        """Finance acts; the supervisor looks on."""
        return FINANCE in roles_of(cast("User", request.user))

    @admin.display(description=_("for"))
    def reference(self, payout: Payout) -> str:
        """The ticket whose refund it is, or the number of a withdrawal."""
        return name_of(payout)

    @admin.display(description=_("amount"))
    def money(self, payout: Payout) -> str:
        """How much leaves."""
        return Money(payout.amount, payout.currency).label()

    @admin.display(description=_("number"))
    def number(self, payout: Payout) -> str:
        """Its first and last figures: nobody here has to dial it."""
        return masked_phone(payout.phone)

    @admin.action(description=_("Release (two persons)"), permissions=["pay"])
    def release(self, request: HttpRequest, payouts: QuerySet[Payout]) -> None:
        """Let large payouts go, as the first or the second person."""
        self._each(request, payouts, release_payout)

    @admin.action(description=_("Try again"), permissions=["pay"])
    def try_again(self, request: HttpRequest, payouts: QuerySet[Payout]) -> None:
        """After a confirmed failure."""
        self._each(request, payouts, retry_payout)

    @admin.action(description=_("Pay into the wallet instead"), permissions=["pay"])
    def into_the_wallet(self, request: HttpRequest, payouts: QuerySet[Payout]) -> None:
        """Where nothing was sent, or its failure is confirmed."""
        self._each(request, payouts, divert_payout)

    @admin.action(description=_("Found on the statement: paid (with its receipt)"), permissions=["pay"])
    def was_paid(self, request: HttpRequest, payouts: QuerySet[Payout]) -> None:
        """What gave no answer for a day was paid."""
        receipt = request.POST.get("receipt", "").strip()
        if not receipt or payouts.count() != 1:
            self.message_user(request, _("Choose one payout and give its receipt."), messages.ERROR)
            return
        self._each(request, payouts, record_finding, receipt=receipt)

    @admin.action(description=_("Found on the statement: not paid"), permissions=["pay"])
    def was_not_paid(self, request: HttpRequest, payouts: QuerySet[Payout]) -> None:
        """What gave no answer for a day was not paid."""
        self._each(request, payouts, record_finding, receipt="")

    def _each(
        self, request: HttpRequest, payouts: QuerySet[Payout], step: Callable[..., Any], **more: str
    ) -> None:
        """Take a step on each of them; what is refused is said with its ticket."""
        now, by = clock.now(), cast("User", request.user)
        done = 0
        for payout in payouts.order_by("pk"):
            try:
                step(payout.pk, by=by, reason=request.POST.get("reason", ""), now=now, **more)
            except RefusedError as no:
                self.message_user(request, f"{self.reference(payout)}: {no.text}", messages.ERROR)
            else:
                done += 1
        if done:
            self.message_user(request, _("Done: %(number)d.") % {"number": done}, messages.SUCCESS)


class PauseForm(forms.ModelForm[PayoutPause]):
    """Why all payouts stop."""

    class Meta:
        model = PayoutPause
        fields = ("reason",)

    def clean(self) -> dict[str, Any] | None:
        """One stop at a time."""
        if not self.instance.pk and PayoutPause.objects.filter(is_on=True).exists():
            raise forms.ValidationError(_("Payouts are stopped already."))
        return super().clean()


@admin.register(PayoutPause)
class PayoutPauseAdmin(LookUp[PayoutPause]):
    """When payouts were stopped, by whom and why. Add one to stop them all."""

    readers = READERS
    writers: ClassVar[frozenset[str]] = frozenset({FINANCE})
    list_display = ("reason", "by", "since", "is_on", "ended_at", "ended_by")
    list_select_related = ("by", "ended_by")
    search_fields = ()
    form = PauseForm
    ordering = ("-since", "-pk")
    actions = ("resume",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PayoutPause]:
        """All: a stop is no country's own."""
        return PayoutPause.objects.all()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Finance stops payouts."""
        return FINANCE in roles_of(cast("User", request.user))

    def has_pay_permission(self, request: HttpRequest) -> bool:
        """And lets them go on."""
        return self.has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: PayoutPause, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's own
        """Through the one action, which takes the first of two who press at once."""
        stop_payouts(by=cast("User", request.user), reason=obj.reason, now=clock.now())
        obj.pk = PayoutPause.objects.get(is_on=True).pk

    @admin.action(description=_("Let payouts go on"), permissions=["pay"])
    def resume(self, request: HttpRequest, pauses: QuerySet[PayoutPause]) -> None:
        """End the stop."""
        for pause in pauses:
            try:
                resume_payouts(pause.pk, by=cast("User", request.user), now=clock.now())
            except RefusedError as no:
                self.message_user(request, str(no.text), messages.ERROR)
