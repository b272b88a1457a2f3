"""What crashes, forgers and a bad provider do to refunds on their way out: each is paid once.

All of it happens in a temporary folder, with a provider, pages and an engine of its own.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db.models import Sum

from kilicare.kernel import clock
from kilicare.processes.group import MARK, end_with_parent
from returns.enums import AccountKind, PayoutState, State
from returns.management.bench.rows import Market
from returns.management.faults.acts import FAULTS, Fault
from returns.management.faults.refunds import queue
from returns.management.faults.stage import Stage, stage
from returns.models import Payout, PayoutAttempt, PayoutEvent, Refund, Ticket, Transfer
from returns.queries.invariants import INVARIANTS

PATIENCE: Final = 90.0
"""Seconds that a fault's refunds have to be paid, once it is over."""
OF_MONEY: Final = tuple(rule for rule in INVARIANTS if rule.title[0] in "34567")
Figures = dict[str, int | Decimal]


class Command(BaseCommand):
    """Queues refunds, lets the engine pay them, and breaks what may break, one fault after another."""

    help = "Break payouts in every way, and show that each refund is paid once, to the cent."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """How much; `--inside` is what the command gives itself."""
        parser.add_argument("--refunds", type=int, default=1000)
        parser.add_argument("--only", default="", help="faults whose titles hold this")
        parser.add_argument("--inside", action="store_true", help="work in VAR_DIR: it is a folder for this")

    def handle(self, *_args: Any, refunds: int, only: str, inside: bool, **_options: Any) -> None:
        """Start again in a folder of our own, or do the work in it. Ends with status 1 if anything broke."""
        if inside:
            self.work(refunds, only)
            return
        with tempfile.TemporaryDirectory(prefix="kilicare-faults-", ignore_cleanup_errors=True) as folder:
            status = subprocess.run(
                [sys.executable, *sys.orig_argv[1:], "--inside"],
                env=_environment(folder),
                preexec_fn=end_with_parent(signal.SIGTERM),
                check=False,
            )
        raise SystemExit(status.returncode)

    def work(self, refunds: int, only: str) -> None:
        """All faults; a line for each."""
        if os.environ.get(MARK) != str(settings.VAR_DIR):
            raise CommandError("--inside is for the command itself")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        call_command("migrate", verbosity=0, interactive=False)
        faults = [fault for fault in FAULTS if only in fault.title]
        each = ceil(refunds / max(1, sum(not fault.few for fault in faults)))
        market, started = Market(clock.now()), time.monotonic()
        with stage() as scene:
            settings.MPESA = {
                name.removeprefix("MPESA_").lower(): value for name, value in scene.variables.items()
            }
            whole = [self.play(scene, fault, queue(market, min(fault.few or each, each))) for fault in faults]
            whole.append(self.sum_up(scene))
        self.say(f"{'OK' if all(whole) else 'BROKEN'} after {time.monotonic() - started:.0f} s")
        if not all(whole):
            raise SystemExit(1)

    def play(self, scene: Stage, fault: Fault, payouts: Sequence[int]) -> bool:
        """One fault, and its figures; whether all went as it should."""
        started = time.monotonic()
        fault.play(scene, payouts)
        scene.stop_engine()
        scene.start_engine()
        done = scene.work_until(lambda: not _unpaid(payouts), lambda: _progress(payouts), PATIENCE)
        scene.deliver()
        scene.simulator.book.set_scenario("*", {})
        scene.stop_engine()
        took, found = time.monotonic() - started, figures(scene, payouts)
        whole = done and found["paid"] == found["executed"] == len(payouts) and found["most"] == 1
        self.say(
            f"{fault.title:40} {len(payouts):4} refunds: paid {found['paid']}, executed {found['executed']}, "
            f"most per refund {found['most']}, attempts {found['attempts']}, {took:5.1f} s"
            f"{'' if whole else '  BROKEN'}"
        )
        return whole

    def sum_up(self, scene: Stage) -> bool:
        """What the provider paid beside what the ledger says, and the invariants."""
        paid = sum(entry["amount"] for entry in scene.simulator.book.executed())
        by_mpesa, by_wallet = _ledger(AccountKind.MPESA), _ledger(AccountKind.WALLET)
        decided = Refund.objects.aggregate(all=Sum("amount"))["all"] or Decimal(0)
        now = clock.now()
        broken = [rule.title for rule in OF_MONEY if any(True for _each in rule.offenders(now))]
        self.say(f"provider paid {paid}, ledger says {by_mpesa} by M-Pesa and {by_wallet} to wallets")
        self.say(f"decided {decided:.2f}, paid out {by_mpesa + by_wallet:.2f}")
        open_tickets = Ticket.objects.exclude(state=State.REFUNDED).count()
        self.say(f"tickets not closed: {open_tickets}")
        self.say(f"invariants: {'; '.join(broken) or f'all {len(OF_MONEY)} of money hold'}")
        return paid == by_mpesa and decided == by_mpesa + by_wallet and not broken and not open_tickets

    def say(self, line: str) -> None:
        """Print at once: people watch."""
        self.stdout.write(line)
        self.stdout.flush()


def figures(scene: Stage, payouts: Sequence[int]) -> Figures:
    """What became of some payouts: by our books, and by the provider's."""
    keys = dict(PayoutAttempt.objects.filter(payout__in=payouts).values_list("key", "payout_id"))
    executed = Counter(
        keys[entry["key"]] for entry in scene.simulator.book.executed() if entry["key"] in keys
    )
    return {
        "paid": Payout.objects.filter(pk__in=payouts, state=PayoutState.PAID).count(),
        "executed": executed.total(),
        "most": max(executed.values(), default=0),
        "attempts": len(keys),
    }


def _unpaid(payouts: Sequence[int]) -> bool:
    return Refund.objects.filter(payout__in=payouts, paid_at=None).exists()


def _progress(payouts: Sequence[int]) -> tuple[int, int]:
    paid = Refund.objects.filter(payout__in=payouts).exclude(paid_at=None).count()
    return paid, PayoutEvent.objects.filter(payout__in=payouts).count()


def _ledger(kind: AccountKind) -> Decimal:
    found = Transfer.objects.filter(credit__kind=kind).aggregate(all=Sum("amount"))["all"]
    return (found or Decimal(0)).quantize(Decimal("0.01"))


def _environment(folder: str) -> dict[str, str]:
    """Ours, but with nothing that leads out of the folder, but for a database that was named."""
    out = ("MEDIA_ROOT", "REDIS_URL", "EMAIL_URL", "SMS_URL", "MPESA_URL", "SECRET_KEY", "ALLOWED_HOSTS")
    kept = {name: value for name, value in os.environ.items() if name not in out}
    path = os.pathsep.join(filter(None, [str(settings.BASE_DIR), kept.get("PYTHONPATH")]))
    own = {"VAR_DIR": folder, MARK: folder, "PYTHONPATH": path, "DEMO": "1", "DEBUG": "1"}
    return kept | own | {"LOG_LEVEL": "CRITICAL"}  # what fails here fails on purpose
