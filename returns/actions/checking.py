"""Videos wait in quarantine until they were packed anew; whoever runs this, nobody waits for it."""

import hashlib
import logging
from datetime import datetime, timedelta
from time import monotonic

from django.core.files import File
from django.db import connection, transaction
from django.db.models import F

from returns.enums import RefusedFile
from returns.gateways.packing import PackedVideo, packed
from returns.gateways.videos import BadVideoError
from returns.models import Evidence
from returns.queries.proof import unchecked

logger = logging.getLogger(__name__)

BATCH = 10
BUDGET = 60.0
"""Seconds after which a run takes no further video: its worker has two minutes in all."""
CLAIM = timedelta(minutes=5)
"""How long a claimed video is left to its worker."""
MOST_CHECKS = 3
"""Workers that a file may take down with it."""


def check_videos(now: datetime) -> int:
    """Check up to ten of the videos that wait, for a minute, the oldest first; how many.

    Safe to run twice, late, or beside itself: a video is claimed, packed outside of any transaction, and
    kept only if it still waits.
    """
    end, done = monotonic() + BUDGET, 0
    while done < BATCH and monotonic() < end and (video := _claim(now)) is not None:
        _check(video, now)
        done += 1
    return done


def _claim(now: datetime) -> Evidence | None:
    """Take the next one in hand: nobody else does for five minutes."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        video = unchecked(now).select_for_update(skip_locked=skip).order_by("added_at", "pk").first()
        if video is not None:
            row = Evidence.objects.filter(pk=video.pk)
            row.update(checks=F("checks") + 1, check_after=now + CLAIM)
        return video


def _check(video: Evidence, now: datetime) -> None:
    if video.checks >= MOST_CHECKS:
        _refuse(video, RefusedFile.UNREADABLE, now)
        return
    try:
        with video.file.open("rb") as raw, packed(raw) as fresh:
            _keep(video, fresh, now)
    except FileNotFoundError:
        logger.exception("The file of video %s is not there", video.token)
        _refuse(video, RefusedFile.UNREADABLE, now)
    except BadVideoError as bad:
        _refuse(video, bad.why, now)


def _keep(video: Evidence, fresh: PackedVideo, now: datetime) -> None:
    """Put the packed file in the raw one's place; leave none behind that has no row."""
    storage, raw = video.file.storage, str(video.file.name)
    with fresh.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, 2)
        file.seek(0)
        video.file.save(f"{video.token}.{fresh.container}", File(file), save=False)
    waits = Evidence.objects.filter(pk=video.pk, checked_at=None, removed_at=None)
    kept = waits.update(
        file=video.file.name,
        sha256=sha256,
        size=size,
        width=fresh.width,
        height=fresh.height,
        seconds=fresh.seconds,
        checked_at=now,
        check_after=None,
    )
    storage.delete(raw if kept else str(video.file.name))


def _refuse(video: Evidence, why: RefusedFile, now: datetime) -> None:
    """The file goes, the row says why."""
    waits = Evidence.objects.filter(pk=video.pk, checked_at=None, removed_at=None)
    if waits.update(refusal=why, removed_at=now, check_after=None):
        video.file.storage.delete(str(video.file.name))
