"""What the simulator knows: its tokens, the payments it has made, and what it is told to do wrong."""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kilicare.kernel import clock


@dataclass(slots=True)
class Scenario:
    """How a payment goes; each word is a fault of the real thing.

    `code`: the result ("0" is paid). `ack`: ok, error (500), reset, html, or busy (not taken).
    `slow`: seconds before the answer, which the callback overtakes then. `callbacks`: how many of the
    same, `delay`: seconds before the first. `timeout`: the queue's timeout is told before it.
    `status`: what a query finds; "" is the truth, "silent" is no answer.
    """

    code: str = "0"
    ack: str = "ok"
    slow: float = 0
    callbacks: int = 1
    delay: float = 0
    timeout: bool = False
    status: str = ""


@dataclass(slots=True)
class Paid:
    """A request that was executed, or refused with its code."""

    key: str
    conversation: str
    phone: str
    amount: int
    code: str
    receipt: str
    at: datetime


@dataclass
class Book:
    """All of it, for one thread at a time."""

    balance: int = 10_000_000
    tokens: set[str] = field(default_factory=set)
    entries: dict[str, Paid] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def new_token(self) -> str:
        """A token; as with the real one, it makes the earlier ones void."""
        with self.lock:
            self.tokens = {secrets.token_urlsafe(16)}
            return next(iter(self.tokens))

    def scenario_of(self, phone: str) -> Scenario:
        """What was set for this number, or for all."""
        with self.lock:
            return self.scenarios.get(phone) or self.scenarios.get("*") or Scenario()

    def set_scenario(self, phone: str, values: dict[str, Any]) -> None:
        """From now on payments to this number ("*": all) go like this. Raises TypeError for unknown words."""
        with self.lock:
            self.scenarios[phone] = Scenario(**values)

    def execute(self, body: dict[str, Any], code: str) -> Paid | None:
        """Pay, once per key; None for a key that was used before."""
        with self.lock:
            key = str(body["OriginatorConversationID"])
            if key in self.entries:
                return None
            amount = int(body["Amount"])
            if code == "0" and amount > self.balance:
                code = "1"
            if code == "0":
                self.balance -= amount
            entry = Paid(
                key,
                f"AG_{secrets.token_hex(10)}",
                str(body["PartyB"]),
                amount,
                code,
                f"S{secrets.token_hex(5).upper()}"[:10] if code == "0" else "",
                clock.now(),
            )
            self.entries[key] = entry
            return entry

    def find(self, key: str) -> Paid | None:
        """The payment of a key."""
        with self.lock:
            return self.entries.get(key)

    def made(self) -> list[Paid]:
        """The payments that were made, in order."""
        with self.lock:
            return [entry for entry in self.entries.values() if entry.code == "0"]

    def executed(self) -> list[dict[str, Any]]:
        """The same for whoever asks: key, phone, amount (whole shillings) and receipt of each."""
        return [
            {"key": entry.key, "phone": entry.phone, "amount": entry.amount, "receipt": entry.receipt}
            for entry in self.made()
        ]
