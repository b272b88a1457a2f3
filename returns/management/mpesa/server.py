"""The simulator's HTTP: the provider's addresses, and `/_sim/` for whoever sets its faults."""

import base64
import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from returns.management.mpesa import answers
from returns.management.mpesa.book import Book, Paid, Scenario
from returns.management.mpesa.statement import statement
from returns.management.stand_in import Request, StandIn, call_back


def post(url: str, body: dict[str, Any]) -> None:
    """Send a callback."""
    call_back(url, json=body)


@dataclass
class Simulator(StandIn):
    """M-Pesa on a port of this machine. `url` is its address."""

    key: str
    secret: str
    password: str
    private: RSAPrivateKey
    port: int = 0
    book: Book = field(default_factory=Book)
    post: Callable[[str, dict[str, Any]], object] = field(default=post)

    def __post_init__(self) -> None:
        self.listen(_Request, self.port)

    def knows(self, sealed: str) -> bool:
        """Whether a credential holds the initiator's password."""
        try:
            return self.private.decrypt(base64.b64decode(sealed), PKCS1v15()) == self.password.encode()
        except ValueError:
            return False

    def call_back(self, url: str, body: dict[str, Any], *, times: int = 1, delay: float = 0) -> None:
        """Send a callback, so often, after a while; nobody waits for it."""

        def send() -> None:
            time.sleep(delay)
            for _time in range(times):
                self.post(url, body)

        threading.Thread(target=send, daemon=True).start()


class _Request(Request):
    """One request."""

    sim: Simulator

    def get(self) -> None:
        """A token, or what was paid: as a list, or as the operator's statement."""
        path = self.path.partition("?")[0]
        if path == "/_sim/executed":
            self.answer(200, {"executed": self.sim.book.executed(), "balance": self.sim.book.balance})
        elif path == "/_sim/statement.csv":
            self.send(200, statement(self.sim.book.made(), self.sim.book.balance).encode(), "text/csv")
        elif path == "/oauth/v1/generate":
            self._token()
        else:
            self.answer(404, answers.error("404.001.01", "Resource not found"))

    def post(self, body: bytes) -> None:
        """A payment, a query, or a fault to come."""
        said = json.loads(body or b"{}")
        if self.path == "/_sim/scenario":
            self.sim.book.set_scenario(said.pop("phone", "*"), said)
            self.answer(200, {})
        elif not self._has_token():
            self.answer(404, answers.error("404.001.03", "Invalid Access Token"))
        elif not self.sim.knows(str(said.get("SecurityCredential", ""))):
            self.answer(400, answers.error("400.002.02", "Bad Request - Invalid SecurityCredential"))
        elif self.path == "/mpesa/b2c/v3/paymentrequest":
            self._pay(said)
        elif self.path == "/mpesa/transactionstatus/v1/query":
            self._tell(said)
        else:
            self.answer(404, answers.error("404.001.01", "Resource not found"))

    def _token(self) -> None:
        expected = base64.b64encode(f"{self.sim.key}:{self.sim.secret}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {expected}":
            self.answer(200, {"access_token": self.sim.book.new_token(), "expires_in": "3599"})
        else:
            self.answer(400, answers.error("400.008.01", "Invalid Authentication passed"))

    def _has_token(self) -> bool:
        return self.headers.get("Authorization", "").removeprefix("Bearer ") in self.sim.book.tokens

    def _pay(self, body: dict[str, Any]) -> None:
        scenario = self.sim.book.scenario_of(str(body["PartyB"]))
        if scenario.ack == "busy":
            self.answer(500, answers.error("500.003.02", "Spike arrest violation"))
            return
        entry = self.sim.book.execute(body, scenario.code)
        if entry is None:
            self.answer(500, answers.error("500.002.1001", "Duplicate OriginatorConversationID."))
            return
        if scenario.timeout:
            self.sim.call_back(body["QueueTimeOutURL"], answers.timeout(entry))
        self.sim.call_back(
            body["ResultURL"], answers.result(entry), times=scenario.callbacks, delay=scenario.delay
        )
        time.sleep(scenario.slow)
        self._acknowledge(entry, scenario)

    def _acknowledge(self, entry: Paid, scenario: Scenario) -> None:
        if scenario.ack == "reset":
            linger = struct.pack("ii", 1, 0)  # the kernel sends RST in place of a goodbye
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            self.close_connection = True
        elif scenario.ack == "error":
            self.answer(500, answers.error("500.001.1001", "Internal error"))
        elif scenario.ack == "html":
            self.send(200, b"<html>One moment, please</html>", "text/html")
        else:
            self.answer(200, answers.accepted(entry))

    def _tell(self, body: dict[str, Any]) -> None:
        key = str(body.get("OriginalConversationID", ""))
        entry = self.sim.book.find(key)
        state = self.sim.book.scenario_of(entry.phone if entry else "").status
        if state != "silent":
            self.sim.call_back(body["ResultURL"], answers.status(key, entry, state))
        self.answer(200, {"ResponseCode": "0", "ConversationID": "AG_query"})
