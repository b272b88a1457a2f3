"""Videos as people send them: told by their first bytes, weighed, not opened any further.

What makes them safe is `gateways.packing`, which runs apart from the pages.
"""

import hashlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from returns.enums import RefusedFile
from returns.policy.evidence import VIDEO_BYTES

STILLS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"avif"})
"""Brands of the same box format that are photos."""
BLOCK = 64 * 1024
TOO_LARGE = _("This video is over 30 MB. Please send a shorter one.")


class BadVideoError(ValueError):
    """A file that is no video we can take; the word and its text say why."""

    def __init__(self, why: RefusedFile, text: StrOrPromise = "") -> None:
        super().__init__(text or why.label)
        self.why = why


@dataclass(frozen=True, slots=True)
class RawVideo:
    """A video as it came, still unchecked: its open file, bytes, SHA-256, and its name as text."""

    file: IO[bytes]
    size: int
    sha256: str
    original_name: str


def container_of(head: bytes) -> str:
    """`mp4` (MOV among them) or `webm` by the first 32 bytes; empty for anything else, photos too."""
    if head[4:8] == b"ftyp" and head[8:12] not in STILLS:
        return "mp4"
    return "webm" if head.startswith(b"\x1a\x45\xdf\xa3") else ""


def read_video(file: IO[bytes], name: str) -> RawVideo:
    """Weigh a video of at most 30 MB. Raises BadVideoError, with a text for people."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    while block := file.read(BLOCK):
        size += len(block)
        if size > VIDEO_BYTES:
            raise BadVideoError(RefusedFile.UNREADABLE, TOO_LARGE)
        digest.update(block)
    file.seek(0)
    shown = "".join(sign for sign in name if sign.isprintable())[-120:]
    return RawVideo(file, size, digest.hexdigest(), shown)
