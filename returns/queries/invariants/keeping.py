"""The outboxes and the files: what always holds of what leaves and of what is kept."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage, default_storage
from django.db.models import Q

from kilicare.accounts.models import CodeMessage
from returns.models import Evidence, Notice

PATIENCE = timedelta(minutes=10)
"""How long what is due may wait for its relay."""
IN_THE_MAKING = timedelta(hours=1)
"""A file is written before its row is committed."""
FOLDER = "evidence"


def stuck_notices(now: datetime) -> Iterator[str]:
    """Every notice is told, dropped with a reason, parked with an alert, or waits inside its time."""
    ended = Q(told_at__isnull=False) | Q(dropped_at__isnull=False) | Q(parked_at__isnull=False)
    stuck = Notice.objects.exclude(ended).filter(not_before__lt=now - PATIENCE)
    for notice in stuck.order_by("not_before", "pk"):
        due = f"{notice.not_before:%Y-%m-%d %H:%M}"
        yield f"notice {notice.pk} to the {notice.audience} by {notice.channel}, due {due}"


def readable_codes(now: datetime) -> Iterator[str]:
    """No sign-in message can be read after its time."""
    left = CodeMessage.objects.exclude(body="").filter(expires_at__lt=now - PATIENCE)
    for message in left.order_by("pk"):
        yield f"sign-in message {message.pk}"


def spoilt_files(_now: datetime) -> Iterator[str]:
    """Each evidence row has its file, with its hash; one that is past its time has none."""
    for evidence in Evidence.objects.order_by("pk").iterator():
        if evidence.removed_at is not None:
            if evidence.file.storage.exists(str(evidence.file.name)):
                yield f"{evidence.token}: a file that was removed {evidence.file.name}"
            continue
        try:
            with evidence.file.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"{evidence.token}: no file {evidence.file.name}"
        else:
            if found != evidence.sha256:
                yield f"{evidence.token}: another file {evidence.file.name}"


def orphaned_files(now: datetime) -> Iterator[str]:
    """No file is without a row."""
    known = set(Evidence.objects.values_list("file", flat=True))
    for name in sorted(_files(default_storage, FOLDER)):
        if name not in known and default_storage.get_modified_time(name) < now - IN_THE_MAKING:
            yield name


def _files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")
