"""SMS: Africa's Talking, or files on this machine; SMS_URL says which."""

import secrets
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx
from django.conf import settings

from returns.gateways.delivery import DeliveryError, UnknownOutcomeError, UnreachableError

LONGEST = 160
"""Characters of one SMS in GSM's own alphabet."""
LONGEST_NAME = 80
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

    def send(self, to: str, text: str) -> str:
        """Send one text to one number (E.164); the provider's name of it. Raises DeliveryError."""


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

    def send(self, to: str, text: str) -> str:
        """Write it down; whoever reads meanwhile sees whole files only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / f"{time.time_ns()}-{secrets.token_hex(4)}.txt"
        draft = file.with_suffix(".part")
        draft.touch(mode=0o600)
        draft.write_text(f"To: {to}\n\n{plain(text)}\n", encoding="utf-8")
        draft.replace(file)
        return file.stem


@dataclass(frozen=True, slots=True)
class AfricasTalking:
    """Africa's Talking's messaging API (version 1). `url` is the whole address of the endpoint."""

    url: str
    username: str
    key: str = field(repr=False)
    sender: str = ""
    connect_timeout: float = 3.05
    read_timeout: float = 9.05

    def send(self, to: str, text: str) -> str:
        """Send it and look at what is said of the recipient: a 201 alone means nothing."""
        form = {
            "username": self.username,
            "to": to,
            "message": plain(text),
            "bulkSMSMode": "1",
            "enqueue": "1",
        }
        answer = self._post(form | ({"from": self.sender} if self.sender else {}))
        if answer.is_server_error:
            raise UnknownOutcomeError(f"HTTP {answer.status_code}")
        if answer.status_code not in {httpx.codes.OK, httpx.codes.CREATED}:
            raise DeliveryError(f"HTTP {answer.status_code}")
        code, name = _recipient(answer)
        if code in NEVER:
            raise UnreachableError(f"refused for this number: {code}")
        if code not in TAKEN:
            raise DeliveryError(f"not taken: {code}")
        return name

    def _post(self, form: Mapping[str, str]) -> httpx.Response:
        """The answer. Once the message is out, silence is no failure."""
        headers = {"apiKey": self.key, "Accept": "application/json"}
        timeout = httpx.Timeout(self.read_timeout, connect=self.connect_timeout)
        # A connection of its own, past any proxy that the machine names: the key goes to nobody else.
        with httpx.Client(timeout=timeout, trust_env=False) as client:
            try:
                return client.post(self.url, data=form, headers=headers)
            except (httpx.ConnectError, httpx.ConnectTimeout) as away:
                raise DeliveryError(_root(away)) from away
            except httpx.HTTPError as silent:
                raise UnknownOutcomeError(f"no answer: {type(silent).__name__}") from silent


def _root(problem: BaseException) -> str:
    """What kind of problem it was at first: a wrong certificate is no cut cable."""
    while problem.__context__ is not None:
        problem = problem.__context__
    return type(problem).__name__


def _recipient(response: httpx.Response) -> tuple[int, str]:
    """The status of the one recipient and the provider's name of the message.

    0 where the gateway took nobody, such as for a wrong sender. Raises UnknownOutcomeError for an answer
    that can't be read.
    """
    try:
        answer: Any = response.json()
        recipients = answer["SMSMessageData"]["Recipients"]
        if not recipients:
            return 0, ""
        return int(recipients[0]["statusCode"]), str(recipients[0].get("messageId", ""))[:LONGEST_NAME]
    except (ValueError, LookupError, TypeError, AttributeError) as unreadable:
        raise UnknownOutcomeError("an answer that can't be read") from unreadable
