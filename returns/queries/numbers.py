"""Whose a number is, and which ones a refund may be paid to."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from kilicare.accounts.models import User
from orders.models import Customer, Order
from returns.models import VerifiedNumber
from returns.policy.payouts import CURRENCY, takes_mpesa


@dataclass(frozen=True, slots=True)
class PayoutNumber:
    """A number (E.164) to choose. `key` names it in a form: the verified row, or "" for the one that paid."""

    key: str
    phone: str


def may_go_by_mpesa(order: Order) -> bool:
    """Whether M-Pesa carries refunds of this order, if there is a number for them."""
    return bool(settings.MPESA["url"]) and order.currency == CURRENCY


def payout_numbers(order: Order, customer: Customer) -> list[PayoutNumber]:
    """The numbers that this order's refunds may be paid to: the one that paid, then the customer's own."""
    if not may_go_by_mpesa(order):
        return []
    paid = [PayoutNumber("", order.payment_phone)] if takes_mpesa(order.payment_phone) else []
    return [*paid, *(own for own in proved_numbers(customer) if own.phone != order.payment_phone)]


def proved_numbers(customer: Customer) -> list[PayoutNumber]:
    """The numbers that a customer proved by a code, but for those with which somebody else signs in now."""
    taken = _others(customer.user_id).filter(phone=OuterRef("phone"))
    own = VerifiedNumber.objects.filter(~Exists(taken), customer=customer)
    return [PayoutNumber(str(row.pk), row.phone) for row in own]


def numbers_of(user: User) -> list[VerifiedNumber]:
    """The numbers that this person verified, the first one first."""
    return list(VerifiedNumber.objects.filter(customer__user=user))


def is_anothers(phone: str, user: User) -> bool:
    """Whether somebody else signs in with this number (E.164), or has verified it."""
    signs_in = _others(user.pk).filter(phone=phone).exists()
    verified = VerifiedNumber.objects.filter(phone=phone).exclude(customer__user=user).exists()
    return signs_in or verified  # both are asked, so that the time it takes tells nothing


def is_customer(user: User) -> bool:
    """Whether this person has ever bought something."""
    return Customer.objects.filter(user=user).exists()


def _others(user_id: int) -> QuerySet[User]:
    """Everybody else; a closed account does not block its successor, here as at sign-in."""
    return User.objects.filter(is_active=True).exclude(pk=user_id)
