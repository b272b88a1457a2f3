"""What the desk is asked: whom it asks for proof, and what its ruling rests on."""

from django.utils.translation import gettext_lazy as _

from returns.enums import Liable, Party, Service
from returns.forms.fields import amount_field, radios, words
from returns.forms.step import ClauseField, StepForm, offered_on, up_to
from returns.policy.clauses import CLAUSES


class AskEvidenceForm(StepForm):
    """A question to one side."""

    party = radios(
        _("Whom do you ask?"), [(side.value, side.label) for side in (Party.CUSTOMER, Party.SELLER)]
    )
    text = words(_("What do you need to see?"))


class RulingForm(StepForm):
    """What a ruling rests on and who bears it."""

    clause = ClauseField(tuple(CLAUSES))
    text = words(_("Message to both sides"))
    liable = radios(_("Who bears the cost?"), Liable.choices)


class RefundRulingForm(RulingForm):
    """Money back: all of it, or a part."""

    amount = amount_field(_("Amount"))

    def adapt(self) -> None:
        """Say what an empty answer means."""
        self.fields["amount"].help_text = _("Leave it empty for all that is possible.")


class OfferRulingForm(RulingForm):
    """A solution, by ruling."""

    service = radios(_("What is the customer to get?"), Service.choices)
    amount = amount_field(_("Amount, for refund only"))
    field_order = ("service", "amount", "clause", "text", "liable")

    def adapt(self) -> None:
        """Only what may be ruled here."""
        self.choose("service", offered_on(self.ticket))
        self.fields["amount"].help_text = up_to(self.ticket)
