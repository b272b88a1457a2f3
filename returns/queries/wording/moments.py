"""Moments on the country's own clocks."""

from datetime import datetime, time

from django.utils import dateformat
from django.utils.translation import gettext as _

from kilicare.kernel.calendar import ONE_DAY, ZONES


def moment_text(moment: datetime, country: str) -> str:
    """A moment: `Wed 25 Nov 2026, 17:00 EAT`."""
    return dateformat.format(moment.astimezone(ZONES[country]), "D j M Y, H:i T")


def until_text(moment: datetime, country: str, *, brief: bool = False) -> str:
    """The end of a time that runs: `Tue 1 Dec 2026, 24:00 EAT` where it falls on 00:00 of the next day.

    `brief` leaves the year out.
    """
    local, day = moment.astimezone(ZONES[country]), "D j M" if brief else "D j M Y"
    if local.time() == time.min:
        return dateformat.format(local - ONE_DAY, f"{day}, 24:00 T")
    return dateformat.format(local, f"{day}, H:i T")


def day_text(moment: datetime, country: str) -> str:
    """The day on which a moment falls: `Wed 25 Nov 2026`."""
    return dateformat.format(moment.astimezone(ZONES[country]), "D j M Y")


def window_text(starts_at: datetime, ends_at: datetime, country: str) -> str:
    """A stretch of a day: `Wed 25 Nov 2026, 09:00 to 13:00 EAT`."""
    start, end = (moment.astimezone(ZONES[country]) for moment in (starts_at, ends_at))
    words = {"start": dateformat.format(start, "D j M Y, H:i"), "end": dateformat.format(end, "H:i T")}
    return _("%(start)s to %(end)s") % words
