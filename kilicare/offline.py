"""What a phone shows where there is no network: a page that it has kept, and what keeps it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

A_DAY = 86_400  # seconds


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that is kept. It names nobody: it is the same for all."""
    response = render(request, "offline.html")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps it, at the root: so it answers for every address."""
    return render(request, "worker.js", content_type="text/javascript; charset=utf-8")
