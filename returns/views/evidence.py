"""Photos, to the parties of their ticket alone."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from returns.queries.proof import evidence_for
from returns.views.guards import person


@require_safe
@login_required
def evidence(request: HttpRequest, token: UUID) -> FileResponse:
    """The photo as it was encoded anew: never cached by others, never taken for a page."""
    found = evidence_for(person(request), token)
    if found is None:
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )
