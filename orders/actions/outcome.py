"""What may become of a line of a feed."""

from dataclasses import dataclass
from enum import StrEnum

from orders.actions.fields import FeedError


class Outcome(StrEnum):
    """What became of a line; also the name of its count."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a line, and the field and reason that people are told, if any."""

    outcome: Outcome
    remark: FeedError | None = None
