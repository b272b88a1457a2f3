"""E-mail, through whatever EMAIL_URL names; one connection for all messages of a run."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from returns.gateways.delivery import DeliveryError, UnreachableError

NO_SUCH_BOX = range(550, 555)
"""SMTP's final answers about a recipient (RFC 5321, 4.2.3)."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `token` names it for good: a mail that is sent twice can be told from two mails."""

    to: Sequence[str]
    subject: str
    text: str
    html: str = ""
    token: str = ""
    leave: str = ""
    """Where one click stops such mails (RFC 8058)."""


class MailGateway:
    """Sends mails until it is closed."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()

    def send(self, mail: Mail) -> None:
        """Send it to all its recipients. Raises DeliveryError."""
        message = EmailMultiAlternatives(
            subject=one_line(mail.subject),
            body=mail.text,
            to=list(mail.to),
            headers={"Auto-Submitted": "auto-generated"},
            connection=self._connection,
        )
        if mail.token:
            message.extra_headers["Message-ID"] = f"<{mail.token}@{_domain(message.from_email)}>"
        if mail.leave:
            message.extra_headers["List-Unsubscribe"] = f"<{mail.leave}>"
            message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if mail.html:
            message.attach_alternative(mail.html, "text/html")
        try:
            self._connection.open()
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            codes = {code for code, _answer in refused.recipients.values()}
            error = UnreachableError if codes <= set(NO_SUCH_BOX) else DeliveryError
            raise error(f"recipient refused: {sorted(codes)}") from refused
        except (smtplib.SMTPException, OSError) as problem:
            self.close()  # the next mail starts afresh
            raise DeliveryError(type(problem).__name__) from problem

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def one_line(text: str) -> str:
    """The text without line breaks and other control characters: it goes into a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _domain(address: str) -> str:
    return address.rpartition("@")[2].strip(" >") or "localhost"
