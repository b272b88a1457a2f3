"""What a customer is asked: proof, the way back, the own courier."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel import clock
from returns.enums import Reason, ReturnMethod, Service
from returns.forms.fields import PhotosField, amount_field, door_field, optional, radios
from returns.forms.step import StepForm, TextForm, WaybillForm
from returns.policy.methods import DOOR, is_collected_in, methods_for
from returns.policy.terms import terms_of
from returns.queries.places import door_of, points_near, points_of, windows_of
from returns.queries.stocks import variants_of
from returns.queries.wording import window_text


class NewProofForm(TextForm):
    """Words and at least one photo."""

    photos = PhotosField(required=True)


class MethodForm(StepForm):
    """How the goods come back."""

    method = radios(_("How do the goods come back?"), ReturnMethod.choices)

    def adapt(self) -> None:
        """Only the ways that this address has, and why one of them is not there."""
        ticket, city = self.ticket, self.ticket.line.order.city
        lost, terms = ticket.lost_collections, terms_of(ticket.terms)
        self.choose("method", methods_for(ticket.country, city, lost=lost, terms=terms))
        if not is_collected_in(ticket.country, city):
            town = city or _("another town")
            told = _("Our riders collect at the door in Nairobi only; this order went to %(town)s.")
            self.fields["method"].help_text = told % {"town": town}
        elif lost >= terms.collections:
            self.fields["method"].help_text = _("Our riders came for nothing too often to come again.")


class AcceptForm(MethodForm):
    """Taking what is offered; where goods come back it asks how, and where things shall come to."""

    point = forms.ChoiceField(label="")
    address = door_field(optional(_("Your door, if you chose it")))

    def adapt(self) -> None:
        """Refund only has no way back; a door is offered where riders go."""
        if self.ticket.offer_service == Service.REFUND_ONLY:
            for name in ("method", "point", "address"):
                del self.fields[name]
            return
        super().adapt()
        self._ask_where()

    def _ask_where(self) -> None:
        order, field = self.ticket.line.order, self.fields["point"]
        every = points_of(order.country)
        if not every:
            del self.fields["point"], self.fields["address"]
            return
        exchange = self.ticket.offer_service == Service.EXCHANGE
        field.label = _("Where shall the new item come to?") if exchange else _("If the goods fail the check")
        field.help_text = (
            _("Goods that fail the check come there too. The seller does not see it.")
            if exchange
            else _("They come back to this place, for you to fetch. The seller does not see it.")
        )
        near = points_near(order.country, order.city)
        field.initial = near.points[0].code if near.is_of_town else None
        listed = sorted(every, key=lambda point: point.town.casefold() != order.city.strip().casefold())
        choices: list[tuple[str, StrOrPromise]] = [
            ("", _("Choose a place")),
            *((point.code, str(point)) for point in listed),
        ]
        if is_collected_in(order.country, order.city):
            choices.append((DOOR, _("My own door: a rider brings it")))
        else:
            del self.fields["address"]
        self.choose_from("point", choices)


class AcceptHereForm(AcceptForm):
    """The same for goods that Kilimall has already."""

    def adapt(self) -> None:
        """No way back is asked."""
        super().adapt()
        self.fields.pop("method", None)


class VariantForm(StepForm):
    """Another make of the same product."""

    variant = radios(_("Which one instead?"), [])

    def adapt(self) -> None:
        """What the shop has of it; sold-out ones stay in sight, and say so."""
        quantity = self.ticket.quantity
        named = [(one.sku, one.label(quantity)) for one in variants_of(self.ticket)]
        self.choose_from("variant", named)
        if not named:
            self.fields["variant"].help_text = _("The shop names no other make of this product.")


class BookCollectionForm(StepForm):
    """When a rider shall come, and to which door."""

    window = forms.ChoiceField(label=_("When shall the rider come?"))
    address = door_field(_("Where to"), required=True)

    def adapt(self) -> None:
        """The windows of the coming working days; the door that was named before."""
        ticket = self.ticket
        windows = windows_of(ticket, clock.now())
        named = ((one.key, window_text(one.starts_at, one.ends_at, ticket.country)) for one in windows)
        self.choose_from("window", [("", _("Choose a time")), *named])
        if not windows:
            self.fields["window"].help_text = _("There is no time left for a rider: choose another way.")
        self.fields["address"].initial = door_of(ticket)


class OwnCourierForm(WaybillForm):
    """The customer's own courier."""

    freight = amount_field(_("What the courier took"))

    def adapt(self) -> None:
        """Say how much of it comes back (clause K5); a change of mind travels at the customer's cost."""
        super().adapt()
        if not Reason(self.ticket.reason).is_objective:
            del self.fields["freight"]
            return
        cap = terms_of(self.ticket.terms).freight_cap[self.ticket.currency]
        self.fields["freight"].help_text = _("We pay it back up to %(cap)s, with your refund.") % {
            "cap": cap.label()
        }
