"""A customer proves that a number is theirs, by a code that is sent to it; or takes one off the list."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.codes import CODE_LIFETIME, Channel, queue_message
from kilicare.accounts.models import User
from orders.models import Customer
from returns.actions.refusal import RefusedError
from returns.actions.sent_code import RUN_OUT, SentCode, proof_of
from returns.models import VerifiedNumber
from returns.queries.numbers import is_anothers, numbers_of


def send_code(phone: str, *, by: User, now: datetime) -> SentCode:
    """Send a message to a number, and give what the session is to keep.

    A code; to a number that is somebody else's the news that it was tried, and no code. Who asked sees
    no difference.
    """
    code = get_adapter().generate_phone_verification_code(user=by, phone=phone)
    is_free = not is_anothers(phone, by)
    template = "returns/sms/number_code.txt" if is_free else "returns/sms/number_taken.txt"
    body = render_to_string(template, {"code": code}).strip()
    queue_message(Channel.SMS, phone, body=body, now=now)
    proof = proof_of(phone, code, _purpose(by)) if is_free else ""
    return SentCode(phone, proof, (now + CODE_LIFETIME).isoformat())


def add_number(sent: SentCode, typed: str, *, by: User, now: datetime) -> VerifiedNumber:
    """Put the number on the customer's list, if this is its code.

    Raises RefusedError (codes: invalid for a wrong code, run_out); then nothing moved. A number that
    became somebody else's meanwhile has run out too: the next message tells its owner, the page nobody.
    """
    sent.check(typed, _purpose(by), now)
    customer = Customer.objects.get(user=by)
    number = None if is_anothers(sent.phone, by) else _kept(sent.phone, customer, now)
    if number is None or number.customer_id != customer.pk:
        raise RefusedError("run_out", RUN_OUT)
    return number


def remove_number(key: str, *, by: User) -> VerifiedNumber:
    """Take one of the customer's own off the list; tickets keep the number that they were opened with.

    Raises RefusedError (code: not_found).
    """
    for number in numbers_of(by):
        if str(number.pk) == key:
            VerifiedNumber.objects.filter(pk=number.pk).delete()
            return number
    raise RefusedError("not_found", _("There is no such number."))


def _kept(phone: str, customer: Customer, now: datetime) -> VerifiedNumber:
    """The number's one row: this customer's, unless somebody else has just come first."""
    first = {"customer": customer, "verified_at": now}
    number, _new = VerifiedNumber.objects.get_or_create(phone=phone, defaults=first)
    return number


def _purpose(by: User) -> str:
    return f"number of {by.pk}"
