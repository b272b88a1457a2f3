"""What a customer is asked: proof, the way back, the own courier."""

from django.utils.translation import gettext_lazy as _

from returns.enums import Reason, ReturnMethod, Service
from returns.forms.fields import PhotosField, amount_field, radios
from returns.forms.step import StepForm, TextForm, WaybillForm
from returns.policy.methods import methods_for
from returns.policy.terms import terms_of


class NewProofForm(TextForm):
    """Words and at least one photo."""

    photos = PhotosField(required=True)


class MethodForm(StepForm):
    """How the goods come back."""

    method = radios(_("How do the goods come back?"), ReturnMethod.choices)

    def adapt(self) -> None:
        """Only the ways that this address has."""
        self.choose("method", methods_for(self.ticket.country, self.ticket.line.order.city))


class AcceptForm(MethodForm):
    """Taking what is offered; the way back is asked where goods come back."""

    def adapt(self) -> None:
        """Refund only has no way back."""
        super().adapt()
        if self.ticket.offer_service == Service.REFUND_ONLY:
            del self.fields["method"]


class OwnCourierForm(WaybillForm):
    """The customer's own courier."""

    freight = amount_field(_("What the courier took"))

    def adapt(self) -> None:
        """Say how much of it comes back (clause K5); a change of mind travels at the customer's cost."""
        if not Reason(self.ticket.reason).is_objective:
            del self.fields["freight"]
            return
        cap = terms_of(self.ticket.terms).freight_cap[self.ticket.currency]
        self.fields["freight"].help_text = _("We pay it back up to %(cap)s, with your refund.") % {
            "cap": cap.label()
        }
