"""The faults, one after another: what goes wrong while some refunds are paid."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx

from kilicare.kernel import clock
from kilicare.processes.group import wait_until
from returns.enums import PayoutState
from returns.management.faults.forgeries import forged
from returns.management.faults.stage import START, Stage
from returns.management.mpesa.server import post
from returns.models import Payout, ProviderMessage

KILLS: Final = (1, 1, 1, 3)
"""How often the engine passes its failpoint before it dies there, from start to start."""
Play = Callable[[Stage, Sequence[int]], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, and the share of all refunds it goes wrong with; `few` where each takes long."""

    title: str
    play: Play
    few: int = 0


def killed_at(failpoint: str) -> Play:
    """The engine dies there, again and again, the last time a little further on."""

    def play(scene: Stage, _payouts: Sequence[int]) -> None:
        for kill in KILLS:
            scene.start_engine(f"{failpoint}:{kill}")
            wait_until(scene.is_engine_dead, START)
            scene.stop_engine()

    return play


def goes(**scenario: Any) -> Play:
    """The provider behaves like this."""

    def play(scene: Stage, _payouts: Sequence[int]) -> None:
        scene.simulator.book.set_scenario("*", scenario)

    return play


def ten_at_once(scene: Stage, _payouts: Sequence[int]) -> None:
    """Each callback comes ten times, side by side."""

    def send(url: str, body: dict[str, Any]) -> None:
        copies = [threading.Thread(target=post, args=(url, body)) for _copy in range(10)]
        for each in copies:
            each.start()
        for each in copies:
            each.join()

    scene.simulator.post = send


def out_of_order(scene: Stage, payouts: Sequence[int]) -> None:
    """Nothing comes, then all of it, the last first, the queue's timeout notices after the results."""
    scene.simulator.book.set_scenario("*", {"timeout": True})
    scene.simulator.post = scene.hold
    _send_all(scene, payouts, letters=2)
    scene.kept.reverse()
    for url, body in sorted(scene.kept, key=lambda letter: "/timeout/" in letter[0]):
        post(url, body)
    scene.deliver()


def a_day_late(scene: Stage, payouts: Sequence[int]) -> None:
    """The results come a day after the provider was asked instead."""
    scene.simulator.post = scene.hold
    _send_all(scene, payouts, letters=1)
    late = list(scene.kept)
    scene.deliver()
    scene.work_until(lambda: _are_ended(payouts), ProviderMessage.objects.count, START)
    clock.skip(int(timedelta(hours=24).total_seconds()))
    for url, body in late:
        post(url, body)


def forged_first(scene: Stage, payouts: Sequence[int]) -> None:
    """Fourteen forgeries of each callback come before the true one. RuntimeError where one paid."""
    scene.simulator.post = scene.hold
    _send_all(scene, payouts, letters=1)
    true = list(scene.kept)
    with httpx.Client(timeout=10) as client:
        for url, body in true:
            for place, raw in forged(url, body):
                client.post(place, content=raw, headers={"Content-Type": "application/json"})
    wait_until(lambda: not ProviderMessage.objects.filter(read_at=None).exists(), START)
    paid = Payout.objects.filter(pk__in=payouts, state=PayoutState.PAID).count()
    if paid:
        raise RuntimeError(f"{paid} forged callbacks paid")
    scene.deliver()
    for url, body in true:
        post(url, body)


def all_lost(scene: Stage, payouts: Sequence[int]) -> None:
    """No callback arrives for a while, not even the answers to questions."""
    scene.simulator.post = scene.lose
    _send_all(scene, payouts, letters=0)
    for minutes in (2, 5, 15):
        clock.skip(minutes * 60)
        wait_until(lambda: False, 1.0)
    scene.deliver()


def _send_all(scene: Stage, payouts: Sequence[int], *, letters: int) -> None:
    """Until all of them are out and their callbacks are held."""
    scene.kept.clear()
    scene.start_engine()
    waiting = Payout.objects.filter(pk__in=payouts, state=PayoutState.QUEUED)
    wait_until(lambda: not waiting.exists() and len(scene.kept) >= letters * len(payouts), START)


def _are_ended(payouts: Sequence[int]) -> bool:
    return not Payout.objects.filter(pk__in=payouts).exclude(state=PayoutState.PAID).exists()


FAULTS: Final = (
    Fault("killed after the lock", killed_at("after-lock")),
    Fault("killed after the attempt's row", killed_at("after-attempt-row")),
    Fault("killed after sending", killed_at("after-sending")),
    Fault("killed before marking", killed_at("before-marking")),
    Fault("killed after the commit", killed_at("after-commit")),
    Fault("killed before a callback is read", killed_at("before-reading")),
    Fault("killed after a callback was read", killed_at("after-reading")),
    Fault("each callback ten times at once", ten_at_once),
    Fault("callbacks out of order, with timeouts", out_of_order),
    Fault("callbacks after 24 hours", a_day_late),
    Fault("14 forgeries of each callback", forged_first),
    Fault("all callbacks lost for a while", all_lost),
    Fault("500 after executing", goes(ack="error")),
    Fault("reset after executing", goes(ack="reset")),
    Fault("a web page for an answer", goes(ack="html")),
    Fault("an answer after 35 s", goes(slow=35), few=2),
)
