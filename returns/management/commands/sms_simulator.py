"""A provider for SMS on this machine, until it is told to stop: for the demo, and for a look."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from kilicare.processes.ending import told_to_end
from returns.actions.reporting import report_address
from returns.management.africas_talking import Simulator, sms_url


class Command(BaseCommand):
    """Answers like Africa's Talking, and reports to the portal at SITE_URL.

    POST `/_sim/scenario` sets faults, GET `/_sim/sent` tells what was asked.
    """

    help = (
        "Play the SMS provider on this machine until Ctrl-C, and print the variable of a portal that is to "
        "use it (but with -v 0: its output may be a log)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it listens, and where it keeps what was sent."""
        parser.add_argument("--port", type=int, default=0, help="0: any free one")
        parser.add_argument("--folder", type=Path, help="where it keeps each SMS (VAR_DIR/sms)")

    def handle(self, *_args: Any, port: int, folder: Path | None, verbosity: int, **_options: Any) -> None:
        """Serve until SIGTERM or SIGINT. Raises CommandError where the port is taken."""
        ending = told_to_end()
        try:
            simulator = Simulator(report_address(), folder or settings.VAR_DIR / "sms", port)
        except OSError as taken:
            raise CommandError(f"port {port} can't be had: {taken.strerror}") from None
        simulator.start()
        if verbosity:
            self.stdout.write(f"SMS_URL={sms_url(simulator.url)}")
            self.stdout.flush()
        ending.wait()
        simulator.stop()
