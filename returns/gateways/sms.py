"""SMS: Africa's Talking, or files on this machine; SMS_URL says which."""

import http.client
import json
import secrets
import ssl
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from returns.gateways.delivery import DeliveryError, UnknownOutcomeError, UnreachableError

LONGEST = 160
"""Characters of one SMS in GSM's own alphabet."""
PLAIN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
TAKEN = frozenset({100, 101, 102})
NEVER = frozenset({403, 404, 406, 409})
"""Wrong number, not a mobile, blocked us, takes no messages: no other try will help."""


class SmsGateway(Protocol):
    """What sends an SMS."""

    def send(self, to: str, text: str) -> None:
        """Send one text to one number (E.164). Raises DeliveryError."""


def gateway() -> SmsGateway:
    """The one that SMS_URL names."""
    chosen: Mapping[str, str] = settings.SMS
    if chosen["kind"] == "file":
        return FileSms(Path(settings.VAR_DIR) / "sms")
    return AfricasTalking(
        url=chosen["url"], username=chosen["username"], key=chosen["key"], sender=chosen["sender"]
    )


def plain(text: str) -> str:
    """One line in letters that GSM's alphabet has, so that an SMS holds 160 of them, not 70."""
    composed = unicodedata.normalize("NFC", text.translate(PLAIN))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in composed).split())


@dataclass(frozen=True, slots=True)
class FileSms:
    """Keeps each SMS as a file of its own, for machines that send none."""

    folder: Path

    def send(self, to: str, text: str) -> None:
        """Write it down; whoever reads meanwhile sees whole files only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / f"{time.time_ns()}-{secrets.token_hex(4)}.txt"
        draft = file.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(f"To: {to}\n\n{plain(text)}\n", encoding="utf-8")
        draft.replace(file)


@dataclass(frozen=True, slots=True)
class AfricasTalking:
    """Africa's Talking's messaging API (version 1). `url` is the whole address of the endpoint."""

    url: str
    username: str
    key: str = field(repr=False)
    sender: str = ""
    connect_timeout: float = 3.05
    read_timeout: float = 9.05

    def send(self, to: str, text: str) -> None:
        """Send it and look at what is said of the recipient: a 201 alone means nothing."""
        form = {
            "username": self.username,
            "to": to,
            "message": plain(text),
            "bulkSMSMode": "1",
            "enqueue": "1",
        }
        status, body = self._post(form | ({"from": self.sender} if self.sender else {}))
        if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            raise UnknownOutcomeError(f"HTTP {status}")
        if status not in {http.HTTPStatus.OK, http.HTTPStatus.CREATED}:
            raise DeliveryError(f"HTTP {status}")
        code = _recipient_code(body)
        if code in NEVER:
            raise UnreachableError(f"refused for this number: {code}")
        if code not in TAKEN:
            raise DeliveryError(f"not taken: {code}")

    def _post(self, form: Mapping[str, str]) -> tuple[int, bytes]:
        """The answer's status and body. Once the message is out, silence is no failure."""
        link = self._link()
        headers = {
            "apiKey": self.key,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            link.connect()
            link.sock.settimeout(self.read_timeout)
        except OSError as problem:
            raise DeliveryError(type(problem).__name__) from problem
        try:
            link.request("POST", urlsplit(self.url).path, urlencode(form), headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as problem:
            raise UnknownOutcomeError(f"no answer: {type(problem).__name__}") from problem
        finally:
            link.close()

    def _link(self) -> http.client.HTTPConnection:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self.connect_timeout, context=context)
        return http.client.HTTPConnection(host, port, timeout=self.connect_timeout)


def _recipient_code(body: bytes) -> int:
    """The status of the one recipient; 0 where the gateway took nobody, such as for a wrong sender.

    Raises UnknownOutcomeError for an answer that can't be read.
    """
    try:
        answer: Any = json.loads(body)
        recipients = answer["SMSMessageData"]["Recipients"]
        return int(recipients[0]["statusCode"]) if recipients else 0
    except (ValueError, LookupError, TypeError) as unreadable:
        raise UnknownOutcomeError("an answer that can't be read") from unreadable
