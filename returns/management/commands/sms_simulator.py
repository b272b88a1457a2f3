"""A provider for SMS on this machine, until it is told to stop: for the demo, and for a look."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from returns.actions.reporting import report_address
from returns.management.africas_talking import Simulator, sms_url
from returns.management.stand_in import PlayCommand


class Command(PlayCommand):
    """Answers like Africa's Talking, and reports to the portal at SITE_URL.

    POST `/_sim/scenario` sets faults, GET `/_sim/sent` tells what was asked.
    """

    help = (
        "Play the SMS provider on this machine until Ctrl-C, and print the variable of a portal that is to "
        "use it (but with -v 0: its output may be a log)."
    )

    def play(self, port: int, *, folder: Path | None = None, **_options: Any) -> Mapping[str, str]:
        """Each SMS is kept as a file in the folder, else under VAR_DIR/sms."""
        simulator = self.stand_in = Simulator(report_address(), folder or settings.VAR_DIR / "sms", port)
        simulator.start()
        return {"SMS_URL": sms_url(simulator.url)}
