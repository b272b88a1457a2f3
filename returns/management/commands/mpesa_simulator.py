"""A provider for M-Pesa payouts on this machine, until it is told to stop: for the demo, and for a look."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandParser

from returns.management.mpesa.access import access_in
from returns.management.mpesa.server import Simulator
from returns.management.stand_in import PlayCommand

NO_CUSTOMER = "2040"
"""The code of a number that nobody has registered."""


class Command(PlayCommand):
    """Answers like Daraja. POST `/_sim/scenario` sets faults, GET `/_sim/executed` tells what was paid.

    So does `/_sim/statement.csv`, as the operator's statement would.
    """

    help = (
        "Play M-Pesa on this machine until Ctrl-C, and print the variables of a portal that is to use it "
        "(but with -v 0: its output may be a log)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom it refuses, too."""
        super().add_arguments(parser)
        parser.add_argument(
            "--refuse", action="append", default=[], metavar="2547...", help="a number that nobody has"
        )

    def play(
        self, port: int, *, folder: Path | None = None, refuse: Sequence[str] = (), **_options: Any
    ) -> Mapping[str, str]:
        """Its keys are kept in the folder, else under VAR_DIR/mpesa."""
        access = access_in(folder or settings.VAR_DIR / "mpesa")
        simulator = Simulator(access.key, access.secret, access.password, access.private, port)
        self.stand_in = simulator
        for phone in refuse:
            simulator.book.set_scenario(phone.removeprefix("+"), {"code": NO_CUSTOMER})
        simulator.start()
        return access.environment(simulator.url, settings.SITE_URL)
