"""The whole case as one archive, for its parties."""

from tempfile import TemporaryFile

from django.http import FileResponse, Http404, HttpRequest

from returns.gateways.dossier_zip import write_dossier
from returns.queries.dossier import dossier_of, may_export
from returns.views.sides import Side, page_of


def dossier_from(request: HttpRequest, side: Side, key: str) -> FileResponse:
    """The archive of a ticket, as this reader's page tells it. Raises Http404 for who is no party."""
    page = page_of(request, side, key)
    if not may_export(page.roles):
        raise Http404
    made = dossier_of(page)
    archive = TemporaryFile()  # noqa: SIM115 - the response closes it, and it goes
    write_dossier(made, archive)
    archive.seek(0)
    return FileResponse(
        archive,
        as_attachment=True,
        filename=f"{made.reference}.zip",
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
    )
