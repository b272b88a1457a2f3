"""What the desk's queue is narrowed by, in its address."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, FilterSet

from returns.enums import OPEN_STATES, Party, Reason, Service, State
from returns.models import Ticket


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

    def get_form_class(self) -> Any:
        """The form, its boxes as all others look."""
        form = super().get_form_class()
        for field in form.base_fields.values():
            field.widget.attrs["class"] = "form-select"
        return form

    class Meta:
        model = Ticket
        fields: ClassVar[list[Any]] = []
