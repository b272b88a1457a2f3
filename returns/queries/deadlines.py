"""Until when, as a person reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from returns.queries.wording import until_text

URGENT = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment with its zone in words, the time left, and whether that is little."""

    at: datetime
    text: str
    left: str
    is_urgent: bool


def deadline(due_at: datetime | None, country: str, now: datetime) -> Deadline | None:
    """The deadline of a running clock; None where none runs."""
    if due_at is None:
        return None
    left = due_at - now
    return Deadline(due_at, until_text(due_at, country), time_left(left), left < URGENT)


def time_left(left: timedelta) -> str:
    """The two largest units of a length of time: `1 day 6 h`, `3 h 20 min`."""
    minutes = max(int(left.total_seconds()) // 60, 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        some_days = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        return _("%(days)s %(hours)d h") % {"days": some_days, "hours": hours} if hours else some_days
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _("%(minutes)d min") % {"minutes": rest} if rest else _("less than a minute")
