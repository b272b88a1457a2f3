"""The inspection sheet: what the warehouse sees on the goods, asked by category and reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from returns.enums import Came, Fault, Reason
from returns.forms.fields import helper, laid, optional, radios
from returns.models import Ticket
from returns.policy.clauses.declared import FOUND_TEXTS
from returns.policy.inspection import FLAGS, Findings
from returns.policy.serials import is_of_line
from returns.queries.sheets import asked_of, declared_text

WEIGH = _("Hold it against the policy")


class SheetForm(forms.Form):
    """The questions; it is sent by GET, as weighing writes nothing."""

    checked = forms.CharField(widget=forms.HiddenInput, initial="yes")
    came = radios(_("What is in the parcel?"), Came.choices)
    fault = radios(_("Is it there what the customer says is wrong?"), Fault.choices)
    serial = forms.CharField(
        label=optional(_("Serial number or IMEI on the goods")),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
    )

    def __init__(self, ticket: Ticket, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_sheet_%s"
        super().__init__(*args, **kwargs)
        self.ticket = ticket
        self.fields["came"].initial = Came.AS_ORDERED
        if not Reason(ticket.reason).is_objective:
            del self.fields["fault"]
        if not ticket.line.serial_numbers:
            del self.fields["serial"]
        read = {"serial_mismatch"} if "serial" in self.fields else set()
        asked = [name for name in asked_of(ticket) if name not in read]
        for name in (*asked, *FLAGS):
            help_text = declared_text(ticket, name)
            self.fields[name] = forms.BooleanField(
                label=str(FOUND_TEXTS[name]), required=False, help_text=help_text
            )
        self.helper = helper(
            *(laid(self, name) for name in self.fields), button=_("Hold it against the policy")
        )
        self.helper.form_method = "get"
        self.helper.form_action = "#proposal"

    def findings(self) -> Findings:
        """What was found, from a valid form."""
        found: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        serial = found.get("serial", "")
        if serial and not is_of_line(serial, self.ticket.line.serial_numbers):
            found["serial_mismatch"] = True
        return Findings.of(found)
