"""A provider for tests: the simulator over real HTTP, and its callbacks in a box, to be delivered at will."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from kilicare.processes.group import wait_until
from returns.actions.engine import pay, tick
from returns.enums import Service, Step
from returns.management.mpesa.access import Access
from returns.management.mpesa.server import Simulator
from returns.models import Payout, Ticket
from returns.tests.world import NOON, World

PAYER = "+254712000101"


@dataclass
class Box:
    """The provider, and what it has to say."""

    simulator: Simulator
    letters: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, url: str, body: dict[str, Any]) -> None:
        """What the simulator sends."""
        with self.lock:
            self.letters.append((url.partition("://callbacks.example")[2], body))

    def take(self, number: int = 1) -> list[tuple[str, dict[str, Any]]]:
        """Wait for so many, and take all that are there."""
        assert wait_until(lambda: len(self.letters) >= number, 5), self.letters
        with self.lock:
            found, self.letters[:] = list(self.letters), []
        return found

    def deliver(self, number: int = 1) -> list[int]:
        """Wait for so many and hand them to the portal; its answers."""
        return [send(path, body) for path, body in self.take(number)]

    def goes(self, **scenario: Any) -> None:
        """How payments go from now on."""
        self.simulator.book.set_scenario("*", scenario)

    @property
    def executed(self) -> list[dict[str, Any]]:
        """What the provider has really paid."""
        return self.simulator.book.executed()


def send(path: str, body: Any) -> int:
    """Post a callback, or anything else, to the portal; its status."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(path, raw, content_type="application/json").status_code


def running(settings: LazySettings, access: Access) -> Iterator[Box]:
    """A provider that the portal's settings name, until the test ends."""
    simulator = Simulator(access.key, access.secret, access.password, access.private)
    box = Box(simulator)
    simulator.post = box.keep
    simulator.start()
    names = access.environment(simulator.url, "http://callbacks.example")
    settings.MPESA = {name.removeprefix("MPESA_").lower(): value for name, value in names.items()}
    cache.clear()
    try:
        yield box
    finally:
        simulator.stop()


def certificate_folder(folder: Path) -> Path:
    """Where the certificate lies."""
    return folder / "mpesa"


def refund_by_mpesa(amount: str = "1500.00", *, price: str = "8000.00") -> tuple[World, Ticket]:
    """A refund that was approved and waits to leave by M-Pesa."""
    world = World(price=price)
    world.order.payment_phone = PAYER
    world.order.save()
    ticket = world.apply(Service.REFUND_ONLY, amount=amount, route="mpesa")
    return world, world.take(Step.APPROVE, ticket, "seller", NOON + timedelta(hours=1))


def engine(now: datetime) -> None:
    """What the engine does of money at a moment."""
    pay(now)
    tick(now)


def payout() -> Payout:
    """The only payout there is."""
    return Payout.objects.get()
