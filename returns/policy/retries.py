"""How often the engine tries again, and how long it waits in between."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Retries:
    """The first wait, by how much each one is longer than the one before, the longest, and the tries."""

    first: timedelta
    factor: int
    longest: timedelta
    most: int

    def wait(self, attempts: int) -> timedelta:
        """How long to wait after so many failed tries (1 or more)."""
        return min(self.first * int(self.factor ** (attempts - 1)), self.longest)


TICKETS = Retries(timedelta(minutes=1), factor=4, longest=timedelta(hours=1), most=5)
"""Work on a ticket fails for a reason that stays: after an hour and a half somebody must look."""

MESSAGES = Retries(timedelta(seconds=30), factor=3, longest=timedelta(hours=6), most=10)
"""A gateway may be away for a night: the tries go on for 21 hours."""

PAYOUTS = Retries(timedelta(minutes=1), factor=4, longest=timedelta(hours=1), most=5)
"""A payment that was not taken; its number of attempts is counted with the payout."""
