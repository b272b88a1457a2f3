"""The messages that the portal sends, as the desk looks at them."""

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
    context = {"sent": found, "reference": "", "language": language, "languages": settings.LANGUAGES}
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
