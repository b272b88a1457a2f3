"""All parts that pages are made of, on one page: for who designs, and for who reviews."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kilicare.kernel import clock
from returns.forms.fields import amount_field, helper, laid, name_what_is_missing, radios, words
from returns.queries.specimens import specimens
from returns.views.desk import for_readers


class SpecimenForm(forms.Form):
    """One field of each kind."""

    choice = radios(_("What do you want?"), [("one", _("Return & refund")), ("two", _("Exchange"))])
    amount = amount_field(_("Amount"))
    text = words(_("In your words"))
    ticked = forms.BooleanField(label=_("I went on using it after I saw what is wrong"), required=False)

    def __init__(self, data: dict[str, str] | None = None) -> None:
        super().__init__(data, use_required_attribute=False, auto_id=f"id_{'bad' if data else 'new'}_%s")
        name_what_is_missing(self)
        self.helper = helper(*(laid(self, name) for name in self.fields), button=_("Go on"))
        self.helper.form_tag = False


@require_safe
@for_readers
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with made-up things, and a form as it looks new and refused."""
    context = {**specimens(clock.now()), "form": SpecimenForm(), "refused": SpecimenForm({"amount": "12,5"})}
    return render(request, "returns/desk/gallery.html", context)
