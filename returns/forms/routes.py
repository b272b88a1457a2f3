"""How money comes back: into the wallet, or by M-Pesa to one of the person's numbers."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.phones import masked_phone
from returns.enums import RefundRoute
from returns.policy.terms import Terms
from returns.queries.numbers import PayoutNumber

WALLET = _(
    "Kilimall wallet: at once when it is due. Your first withdrawal of a refund is free and takes "
    "up to %(hours)d hours."
)
FEE = _("Each further one costs %(fee)s.")
PAID = _("M-Pesa, to the number that paid: %(number)s. Whole shillings; any cents go to your wallet.")
VERIFIED = _("M-Pesa, to your number %(number)s. Whole shillings; any cents go to your wallet.")


def routes(numbers: Iterable[PayoutNumber], terms: Terms, currency: str) -> list[tuple[str, StrOrPromise]]:
    """How the money may come back: into the wallet, or by M-Pesa to one of the numbers, named by its key."""
    to_wallet: tuple[str, StrOrPromise] = (RefundRoute.WALLET.value, _words_of_wallet(terms, currency))
    return [to_wallet, *((route_to(number), _words_of(number)) for number in numbers)]


def _words_of_wallet(terms: Terms, currency: str) -> StrOrPromise:
    words, fee = WALLET % {"hours": terms.withdrawal.number}, terms.withdrawal_fee.get(currency)
    return format_lazy("{} {}", words, FEE % {"fee": fee.label()}) if fee else words


def route_to(number: PayoutNumber) -> str:
    """The form's word for M-Pesa to a number: `mpesa` for the one that paid, else `mpesa-KEY`."""
    return f"{RefundRoute.MPESA}-{number.key}".rstrip("-")


def picked(route: str) -> tuple[RefundRoute, str]:
    """The way, and the number's key, that the form's word means."""
    way, _dash, key = route.partition("-")
    return RefundRoute(way), key


def _words_of(number: PayoutNumber) -> StrOrPromise:
    return (VERIFIED if number.key else PAID) % {"number": masked_phone(number.phone)}
