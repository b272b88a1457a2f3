"""Who is not signed in finds a ticket: by its reference, its owner's phone, and a code that is sent there."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.template.loader import render_to_string

from kilicare.accounts.codes import CODE_LIFETIME, Channel, queue_message
from returns.actions.sent_code import SentCode, proof_of
from returns.queries.access import ticket_by_phone


def send_find_code(reference: str, phone: str, now: datetime) -> SentCode:
    """Send a code, if reference and phone belong together, and give what the session is to keep.

    Else nothing is sent, and no code will fit. Who asked sees no difference.
    """
    ticket = ticket_by_phone(reference, phone)
    until = (now + CODE_LIFETIME).isoformat()
    if ticket is None:
        return SentCode(phone, "", until)
    code = get_adapter().generate_phone_verification_code(user=ticket.customer.user, phone=phone)
    body = render_to_string("returns/sms/find_code.txt", {"code": code, "reference": reference}).strip()
    queue_message(Channel.SMS, phone, body=body, now=now)
    return SentCode(phone, proof_of(phone, code, purpose_of(reference)), until)


def purpose_of(reference: str) -> str:
    """What the code of a ticket opens."""
    return f"ticket {reference}"
