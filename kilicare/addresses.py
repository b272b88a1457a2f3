"""What no browser asks for."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
NUL = "\x00"


class NoNulMiddleware:
    """400 for a NUL in an address, its query or a cookie, which PostgreSQL takes none of.

    What is posted, forms look at.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query: str = request.META.get("QUERY_STRING", "")
        if "%00" in query or any(NUL in text for text in (query, request.path, *request.COOKIES.values())):
            raise BadRequest("NUL")
        return self.get_response(request)
