"""A stand-in for Africa's Talking's messaging: it keeps every SMS, and reports what became of it."""

import json
import re
import secrets
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl

from django.utils.crypto import salted_hmac

from returns.gateways.sms import TAKEN, FileSms
from returns.management.stand_in import Request, StandIn, call_back

NUMBER: Final = re.compile(r"\+[1-9]\d{8,14}")


def own_key() -> str:
    """The key that lets this machine's portal in; it changes with SECRET_KEY."""
    return salted_hmac("returns.sms.simulator", "", algorithm="sha256").hexdigest()[:40]


def sms_url(url: str) -> str:
    """The portal's SMS_URL for a simulator at this address."""
    return f"africastalking://sandbox:{own_key()}@{url.partition('//')[2]}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """How messages go from now on; each word is a fault of the real thing.

    `status` and `code`: of the answer, and what it says of the number (None: of nobody). `body`: what it is
    in place of that. `slow`: seconds before it. `reports`: the words that follow, each `delay` seconds after
    the one before, and `reason`, why it failed.
    """

    status: int = 201
    code: int | None = 101
    body: str = ""
    slow: float = 0
    reports: tuple[str, ...] = ("Sent", "Success")
    reason: str = ""
    delay: float = 0.1


@dataclass
class Simulator(StandIn):
    """The provider on a port of this machine. Who has its key may send.

    `reports`: the portal's address for delivery reports; none are sent without. `folder`: where every
    message is kept as a file. `asked`: what each request said.
    """

    reports: str = ""
    folder: Path | None = None
    port: int = 0
    key: str = field(default_factory=own_key)
    scenario: Scenario = field(default_factory=Scenario)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listen(_Request, self.port)

    def play(self, **faults: Any) -> None:
        """From now on messages go like this. Raises TypeError for unknown words."""
        self.scenario = replace(self.scenario, **faults)

    def take(self, said: dict[str, str]) -> dict[str, Any]:
        """Take a message, or refuse its number; what is said of it."""
        name, number, scenario = f"ATXid_{secrets.token_hex(16)}", said.get("to", ""), self.scenario
        self.asked.append(said | {"messageId": name})
        code = scenario.code if NUMBER.fullmatch(number) else 403
        if code is None:
            return _answer([])
        if code in TAKEN:
            if self.folder:
                FileSms(self.folder).send(number, said.get("message", ""))
            threading.Thread(target=self.report, args=(name, number, scenario), daemon=True).start()
        told = {"statusCode": code, "number": number, "status": "", "messageId": name, "cost": "KES 0.8"}
        return _answer([told])

    def report(self, name: str, number: str, scenario: Scenario) -> None:
        """Tell the portal what became of a message."""
        if not self.reports:
            return
        told = {"id": name, "phoneNumber": number, "networkCode": "63902", "retryCount": "0"}
        if scenario.reason:
            told["failureReason"] = scenario.reason
        for word in scenario.reports:
            time.sleep(scenario.delay)
            call_back(self.reports, data=told | {"status": word})


class _Request(Request):
    """One request."""

    sim: Simulator

    def get(self) -> None:
        """What was sent."""
        if self.path == "/_sim/sent":
            self.answer(200, self.sim.asked)
        else:
            self.answer(404, {})

    def post(self, body: bytes) -> None:
        """A message, or a fault to come."""
        if self.path == "/_sim/scenario":
            self.sim.play(**json.loads(body))
            self.answer(200, {})
        elif self.path != "/version1/messaging":
            self.answer(404, {})
        elif self.headers.get("apiKey") != self.sim.key:
            self.send(401, b"The supplied authentication is invalid", "text/plain")
        else:
            self._take(dict(parse_qsl(body.decode())))

    def _take(self, said: dict[str, str]) -> None:
        scenario = self.sim.scenario
        told = self.sim.take(said)
        time.sleep(scenario.slow)
        if scenario.body:
            self.send(scenario.status, scenario.body.encode(), "text/html")
        else:
            self.answer(scenario.status, told)


def _answer(recipients: list[dict[str, Any]]) -> dict[str, Any]:
    message = f"Sent to {len(recipients)}/1"
    return {"SMSMessageData": {"Message": message, "Recipients": recipients}}
