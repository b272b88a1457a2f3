"""What the SMS provider reports of a message that it had accepted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from returns.enums import Delivery
from returns.models import Notice

FINAL: Final[Mapping[str, Delivery]] = {
    "Success": Delivery.DELIVERED,
    "Failed": Delivery.FAILED,
    "Rejected": Delivery.FAILED,
}
"""The words that end a message's way; the others (Sent, Submitted, Buffered) are stations."""


def report_token() -> str:
    """The secret part of the address that reports come in by: they bear no signature."""
    return salted_hmac("returns.sms.reports", "", algorithm="sha256").hexdigest()[:40]


def report_address() -> str:
    """Where the provider's reports go; it changes with SECRET_KEY."""
    return settings.SITE_URL.rstrip("/") + reverse("returns:sms_hook", args=[report_token()])


def is_report_token(token: str) -> bool:
    """Whether an address is that one."""
    return constant_time_compare(token, report_token())


def take_report(name: str, status: str, reason: str, now: datetime) -> bool:
    """Keep how a message ended; the first end counts. Whether anything was kept."""
    ended = FINAL.get(status)
    if not name or ended is None:
        return False
    notices = Notice.objects.filter(provider_ref=name, delivery="")
    error = reason[:60] if ended is Delivery.FAILED else ""
    return bool(notices.update(delivery=ended, delivery_error=error, reported_at=now))
