"""The messages that the portal sends, as the desk looks at them."""

import base64
import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kilicare.kernel import clock
from returns.queries import sent
from returns.queries.access import countrys_ticket
from returns.views.desk import for_desk
from returns.views.guards import person


def _language(request: HttpRequest) -> str:
    """The language that the address names; "" is that of each reader."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else ""


@require_safe
@for_desk
def samples(request: HttpRequest) -> HttpResponse:
    """Of each step the latest message, in any language."""
    language = _language(request)
    found = sent.samples(person(request), clock.now(), language)
    context = {
        "sent": found,
        "reference": "",
        "language": language,
        "languages": settings.LANGUAGES,
        "latest": f"{sent.LATEST:,}",
    }
    return render(request, "returns/desk/notices.html", context)


@require_safe
@for_desk
def of_ticket(request: HttpRequest, reference: str) -> HttpResponse:
    """All messages of a ticket, and what became of each."""
    ticket, language = countrys_ticket(person(request), reference), _language(request)
    if ticket is None:
        raise Http404
    found = sent.sent_about(ticket, clock.now(), language)
    context = {
        "sent": found,
        "reference": ticket.reference,
        "language": language,
        "languages": settings.LANGUAGES,
    }
    return render(request, "returns/desk/notices.html", context)


@require_safe
@for_desk
def mail(request: HttpRequest, reference: str, notice: int) -> HttpResponse:
    """A mail as its reader sees it: a page of its own, with the mail's one style and nothing else."""
    ticket = countrys_ticket(person(request), reference)
    page = ticket and sent.mail_of(ticket, notice, clock.now(), _language(request))
    if not page:
        raise Http404
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; sandbox"
    return HttpResponse(page, headers={"Content-Security-Policy": policy})
