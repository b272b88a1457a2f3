"""Photos and videos, to the parties of their ticket alone."""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from returns.enums import EvidenceKind
from returns.gateways.images import FILM, thumbnail_of
from returns.queries.proof import evidence_for
from returns.views.guards import person

GUARDED: Final = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}
PART = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")
BLOCK = 64 * 1024


@require_safe
@login_required
def evidence(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """The file as it was made anew: never cached by others, never taken for a page."""
    found = evidence_for(person(request), token)
    if found is None or not found.is_shown:
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    if found.kind == EvidenceKind.PHOTO:
        return FileResponse(file, content_type="image/jpeg", headers=GUARDED)
    kind = "video/webm" if str(found.file.name).endswith(".webm") else "video/mp4"
    return _ranged(request, file, found.size, kind)


@require_safe
@login_required
def thumbnail(request: HttpRequest, token: UUID) -> HttpResponse:
    """A photo at the size of a list, a few kilobytes; a sign in the place of a video."""
    found = evidence_for(person(request), token)
    if found is None or found.removed_at is not None:
        raise Http404
    if found.kind == EvidenceKind.VIDEO:
        return HttpResponse(FILM, content_type="image/svg+xml", headers=GUARDED)
    try:
        with found.file.open("rb") as file:
            small = thumbnail_of(file.read())
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(small, content_type="image/jpeg", headers=GUARDED)


def _ranged(request: HttpRequest, file: IO[bytes], size: int, kind: str) -> HttpResponseBase:
    """A film is asked for in parts (RFC 9110, 14): some phones play none that can't be."""
    asked = PART.fullmatch(request.headers.get("Range", ""))
    headers = GUARDED | {"Accept-Ranges": "bytes"}
    if asked is None:
        return FileResponse(file, content_type=kind, headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    part = _part(file, first, last - first + 1)
    return StreamingHttpResponse(part, status=206, content_type=kind, headers=headers)


def _part(file: IO[bytes], first: int, left: int) -> Iterator[bytes]:
    with closing(file):
        file.seek(first)
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
