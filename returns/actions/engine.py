"""The engine: what happens by itself, part by part. A part that fails is logged and stops no other.

Each part may run twice, late, or beside itself: what is to be done is read from the database.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from returns.actions.checking import check_videos
from returns.actions.codes import relay_codes
from returns.actions.forgetting import forget_files
from returns.actions.handing_back import lapse_hand_backs
from returns.actions.lapsing import lapse_clocks, settle_refunds
from returns.actions.notifying import relay_notices
from returns.actions.paying import send_payouts
from returns.actions.reconciling import reconcile
from returns.actions.reminding import remind
from returns.enums import Channel, EnginePart
from returns.models import Heartbeat

logger = logging.getLogger(__name__)

Parts = Mapping[EnginePart, Callable[[datetime], int]]

TICK: Parts = {
    EnginePart.LAPSE: lapse_clocks,
    EnginePart.SETTLE: settle_refunds,
    EnginePart.REMIND: remind,
    EnginePart.HAND_BACK: lapse_hand_backs,
}
PAY: Parts = {
    EnginePart.PAYOUT: send_payouts,
    EnginePart.RECONCILE: reconcile,
}
MEDIA: Parts = {
    EnginePart.VIDEOS: check_videos,
}
KEEPING: Parts = {
    EnginePart.FORGET: forget_files,
}
RELAY: Parts = {
    EnginePart.CODES: relay_codes,
    EnginePart.EMAIL: partial(relay_notices, Channel.EMAIL),
    EnginePart.SMS: partial(relay_notices, Channel.SMS),
}


def tick(now: datetime) -> dict[EnginePart, int]:
    """Let clocks lapse, pay refunds, write reminders; how many of each, without the parts that failed."""
    return run(TICK, now)


def pay(now: datetime) -> dict[EnginePart, int]:
    """Send payouts, read what the provider says, ask about what it does not; as `tick`."""
    return run(PAY, now)


def relay(now: datetime) -> dict[EnginePart, int]:
    """Send what waits in the outboxes; as `tick`."""
    return run(RELAY, now)


def check_media(now: datetime) -> dict[EnginePart, int]:
    """Look into the videos that came; as `tick`."""
    return run(MEDIA, now)


def keep_house(now: datetime) -> dict[EnginePart, int]:
    """Remove what is past its time; as `tick`."""
    return run(KEEPING, now)


def run(parts: Parts, now: datetime) -> dict[EnginePart, int]:
    """Run the parts one after the other; each that ends well beats its heart."""
    done: dict[EnginePart, int] = {}
    for part, work in parts.items():
        try:
            count = work(now)
            Heartbeat.objects.update_or_create(part=part, defaults={"at": now})
        except Exception:
            logger.exception("The engine's part %s failed", part)
        else:
            done[part] = count
    return done
