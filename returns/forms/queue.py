"""What the desk's queue is narrowed by, in its address."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter
from django_stubs_ext import StrOrPromise

from kilicare.kernel.calendar import ZONES
from orders.models import Shop
from returns.enums import OPEN_STATES, Party, Reason, Service, State, Step
from returns.models import Refund, Ticket
from returns.queries.figures import ANSWERED, OVERTURNED

ANSWERS = (Step.APPROVE, Step.OFFER, Step.REJECT, Step.HAND_TO_KILIMALL)
ONE_DAY = timedelta(days=1)


def _from(column: str, day: date, way: str = "") -> Q:
    """From the beginning of a day on, in the time of each ticket's country."""
    begins = Q(pk__in=[])
    for country, zone in ZONES.items():
        start = datetime.combine(day, time.min, tzinfo=zone)
        begins |= Q(**{f"{way}country": country, f"{column}__gte": start})
    return begins


def _refunds() -> QuerySet[Refund]:
    return Refund.objects.filter(ticket=OuterRef("pk"))


class QueueFilter(FilterSet):
    """By service, state, reason, who must act; and silent sellers alone."""

    service = ChoiceFilter(choices=Service.choices, label=_("Service"), empty_label=_("All services"))
    state = ChoiceFilter(
        choices=[(state.value, state.label) for state in State if state in OPEN_STATES],
        label=_("State"),
        empty_label=_("All states"),
    )
    reason = ChoiceFilter(choices=Reason.choices, label=_("Reason"), empty_label=_("All reasons"))
    holder = ChoiceFilter(
        choices=[(side.value, side.label) for side in Party if side is not Party.SYSTEM],
        label=_("Whose turn"),
        empty_label=_("Anybody's turn"),
    )
    silent = BooleanFilter(
        field_name="seller_silent",
        label=_("Sellers who stayed silent"),
        widget=forms.Select(choices=[("", _("All")), ("true", _("Silent ones only"))]),
    )

    answer = ChoiceFilter(
        choices=[(step.value, step.label) for step in ANSWERS],
        field_name="sellers_answer",
        label=_("The seller's answer"),
        empty_label=_("Any answer, or none"),
    )
    opened_from = DateFilter(label=_("Opened from"), method="later")
    opened_until = DateFilter(label=_("Opened until"), method="earlier")
    paid_from = DateFilter(label=_("Paid from"), method="paid_later")
    paid_until = DateFilter(label=_("Paid until"), method="paid_earlier")
    overturned = BooleanFilter(
        method="is_overturned",
        label=_("Rejections overturned"),
        widget=forms.Select(choices=[("", _("All")), ("true", _("Overturned ones only"))]),
    )
    answered = BooleanFilter(
        method="is_answered",
        label=_("Answered by the seller"),
        widget=forms.Select(choices=[("", _("All")), ("true", _("Answered ones only"))]),
    )
    shop = NumberFilter(field_name="shop_id", label=_("Shop"), widget=forms.HiddenInput)

    def later(self, tickets: QuerySet[Ticket], _name: str, day: date) -> QuerySet[Ticket]:
        """Opened on that day or after it, as clocks stand in the tickets' countries."""
        return tickets.filter(_from("opened_at", day))

    def earlier(self, tickets: QuerySet[Ticket], _name: str, day: date) -> QuerySet[Ticket]:
        """Opened on that day or before it."""
        return tickets.exclude(_from("opened_at", day + ONE_DAY))

    def paid_later(self, tickets: QuerySet[Ticket], _name: str, day: date) -> QuerySet[Ticket]:
        """Refunded on that day or after it."""
        return tickets.filter(Exists(_refunds().filter(_from("paid_at", day, "ticket__"))))

    def paid_earlier(self, tickets: QuerySet[Ticket], _name: str, day: date) -> QuerySet[Ticket]:
        """Refunded on that day or before it."""
        late = _from("paid_at", day + ONE_DAY, "ticket__")
        return tickets.filter(Exists(_refunds().filter(paid_at__isnull=False).exclude(late)))

    def is_overturned(self, tickets: QuerySet[Ticket], _name: str, chosen: bool) -> QuerySet[Ticket]:  # noqa: FBT001 - django-filter's own call
        """Rejected by the seller, and ruled for the customer."""
        return tickets.filter(OVERTURNED) if chosen else tickets

    def is_answered(self, tickets: QuerySet[Ticket], _name: str, chosen: bool) -> QuerySet[Ticket]:  # noqa: FBT001 - django-filter's own call
        """Answered at all."""
        return tickets.filter(ANSWERED) if chosen else tickets

    def narrowed(self) -> Iterator[tuple[str, StrOrPromise, StrOrPromise]]:
        """What narrows the list: each field's name, its label, and its value in words."""
        self.form.is_valid()
        for name, field in self.form.fields.items():
            if value := self.form.cleaned_data.get(name):
                yield name, field.label or name, self._in_words(name, value)

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return dateformat.format(value, "D j M Y")
        if name == "shop":
            theirs = Exists(self.queryset.filter(shop=OuterRef("pk")))
            return str(Shop.objects.filter(theirs, pk=value).first() or value)
        return str(dict(self.form.fields[name].widget.choices)[self.data[name]])

    def get_form_class(self) -> Any:
        """The form, its boxes as all others look."""
        form = super().get_form_class()
        for field in form.base_fields.values():
            is_date = isinstance(field, forms.DateField)
            field.widget.attrs["class"] = "form-control" if is_date else "form-select"
            if is_date:
                field.widget.input_type = "date"
        return form

    class Meta:
        model = Ticket
        fields: ClassVar[list[Any]] = []
