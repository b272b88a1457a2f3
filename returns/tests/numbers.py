"""A customer who proves a number, for tests: the doors that they use as a browser would."""

import re
from typing import Any

from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from kilicare.accounts.models import CodeMessage
from orders.models import Customer
from returns.models import VerifiedNumber
from returns.tests.world import NOON

NUMBERS = "/wallet/numbers/"
CODE = "/wallet/numbers/code/"
REMOVE = "/wallet/numbers/remove/"
PHONE = "+254712000777"
PAYER = "+254712000101"


def use_mpesa(settings: LazySettings, url: str = "http://127.0.0.1:1") -> None:
    """Refunds may go to M-Pesa; what nobody sends asks no provider."""
    settings.MPESA = settings.MPESA | {"url": url}


def verified(customer: Customer, phone: str = PHONE) -> VerifiedNumber:
    """A number that this customer proved before."""
    return VerifiedNumber.objects.create(customer=customer, phone=phone, verified_at=NOON)


def ask(browser: Client, phone: str = PHONE, query: str = "") -> HttpResponse:
    """Ask for a code."""
    return browser.post(NUMBERS + query, {"phone": phone})


def enter_code(browser: Client, code: str, query: str = "") -> HttpResponse:
    """Type a code."""
    return browser.post(CODE + query, {"code": code})


def codes() -> list[str]:
    """The codes that were sent, the first one first; "" for a message without one."""
    bodies = CodeMessage.objects.order_by("pk").values_list("body", flat=True)
    return ["".join(re.findall(r"\b\d{6}\b", body)) for body in bodies]


def rows() -> list[tuple[Any, ...]]:
    """Whose each number is, and since when."""
    return list(VerifiedNumber.objects.values_list("customer", "phone", "verified_at"))
