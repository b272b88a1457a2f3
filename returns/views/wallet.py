"""The customer's wallet: what is in it, where it came from, and taking it out."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kilicare.accounts.phones import masked_phone
from kilicare.kernel import clock
from kilicare.kernel.money import Money
from returns.actions.refusal import RefusedError
from returns.actions.withdrawing import withdraw as take_out
from returns.forms.wallet import ConfirmForm, WithdrawForm
from returns.queries.wallet import Offer, offer_of, wallet_page
from returns.views.guards import person


@require_safe
@login_required
def wallet(request: HttpRequest) -> HttpResponse:
    """Balance, statement, and the first half of taking money out."""
    return _wallet(request)


def _wallet(request: HttpRequest, form: WithdrawForm | None = None, *, status: int = 200) -> HttpResponse:
    page = wallet_page(person(request), request.GET.get("after", ""), clock.now())
    if form is None and page.offer is not None:
        form = _form(page.offer)
    context = {
        "page": page,
        "form": form,
        "numbers": f"{reverse('returns:numbers')}?next={reverse('returns:wallet')}",
    }
    return render(request, "returns/customer/wallet.html", context, status=status)


def _form(offer: Offer, *data: Any) -> WithdrawForm:
    return WithdrawForm(offer, *data, action=reverse("returns:withdraw"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest) -> HttpResponse:
    """The check page with its fee; then, once, the withdrawal."""
    offer = offer_of(person(request), clock.now())
    if offer is None:
        return redirect("returns:wallet")
    return _confirmed(request) if request.method == "POST" else _check(request, offer)


def _check(request: HttpRequest, offer: Offer) -> HttpResponse:
    form = _form(offer, request.GET)
    if not form.is_valid():
        return _wallet(request, form, status=422)
    amount, number = Money(form.cleaned_data["amount"], offer.fee.currency), form.cleaned_data["number"]
    kept = {"token": uuid4(), "amount": amount.text(), "number": number, "fee": offer.fee.text()}
    context = {
        "amount": amount.label(),
        "fee": offer.fee.label() if offer.fee else "",
        "total": (amount + offer.fee).label(),
        "phone": next(masked_phone(one.phone) for one in offer.numbers if one.key == number),
        "form": ConfirmForm(initial=kept),
    }
    return render(request, "returns/customer/withdraw.html", context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That was not complete. Please start again."))
        return redirect("returns:wallet")
    try:
        made = take_out(**form.cleaned_data, by=person(request), now=clock.now())
    except RefusedError as no:
        messages.error(request, no.text)
    else:
        sum_ = Money(made.amount, made.currency).label()
        messages.success(request, _("%(amount)s is on its way to you.") % {"amount": sum_})
    return redirect("returns:wallet")
