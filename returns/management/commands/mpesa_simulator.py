"""A provider for M-Pesa payouts on this machine, until it is told to stop: for the demo, and for a look."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from kilicare.processes.ending import told_to_end
from returns.management.mpesa.access import access_in
from returns.management.mpesa.server import Simulator

NO_CUSTOMER = "2040"
"""The code of a number that nobody has registered."""


class Command(BaseCommand):
    """Answers like Daraja. POST `/_sim/scenario` sets faults, GET `/_sim/executed` tells what was paid.

    So does `/_sim/statement.csv`, as the operator's statement would.
    """

    help = (
        "Play M-Pesa on this machine until Ctrl-C, and print the variables of a portal that is to use it "
        "(but with -v 0: its output may be a log)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it listens, and whom it refuses."""
        parser.add_argument("--port", type=int, default=0, help="0: any free one")
        parser.add_argument("--folder", type=Path, help="where its keys are kept (VAR_DIR/mpesa)")
        parser.add_argument(
            "--refuse", action="append", default=[], metavar="2547...", help="a number that nobody has"
        )

    def handle(
        self,
        *_args: Any,
        port: int,
        folder: Path | None,
        refuse: list[str],
        verbosity: int,
        **_options: Any,
    ) -> None:
        """Serve until SIGTERM or SIGINT. Raises CommandError where the port is taken."""
        ending = told_to_end()
        access = access_in(folder or settings.VAR_DIR / "mpesa")
        try:
            simulator = Simulator(access.key, access.secret, access.password, access.private, port)
        except OSError as taken:
            raise CommandError(f"port {port} can't be had: {taken.strerror}") from None
        for phone in refuse:
            simulator.book.set_scenario(phone.removeprefix("+"), {"code": NO_CUSTOMER})
        simulator.start()
        if verbosity:
            for name, value in access.environment(simulator.url, settings.SITE_URL).items():
                self.stdout.write(f"{name}={value}")
            self.stdout.flush()
        ending.wait()
        simulator.stop()
