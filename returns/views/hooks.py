"""Where a provider's callbacks come in: kept as they are, answered at once, read afterwards."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kilicare.kernel import clock
from returns.actions.reconciling import store_message
from returns.actions.reporting import is_report_token, take_report

LONGEST = 20_000
"""Bytes of a callback; theirs have two thousand."""
REPORTED = ("id", "status", "failureReason")
WORDS = {"result": False, "timeout": True}


@csrf_exempt
@require_POST
def sms(request: HttpRequest, token: str) -> HttpResponse:
    """What became of an SMS. What can't be a report is answered like one: nobody learns anything here."""
    if not is_report_token(token) or len(request.body) > LONGEST:
        raise Http404
    name, status, reason = (request.POST.get(key, "").replace("\x00", "") for key in REPORTED)
    take_report(name, status, reason, clock.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@csrf_exempt
@require_POST
def payout(request: HttpRequest, token: str, word: str) -> HttpResponse:
    """The end of a payment, or the answer to a question about one. An unknown address is not there."""
    if word not in WORDS or len(request.body) > LONGEST:
        raise Http404
    source = get_adapter().get_client_ip(request)
    kept = store_message(
        token,
        request.body,
        is_timeout=WORDS[word],
        source=source,
        is_listed=not settings.MPESA_SOURCES or source in settings.MPESA_SOURCES,
        now=clock.now(),
    )
    if not kept:
        raise Http404
    return JsonResponse({"ResultCode": 0, "ResultDesc": "Accepted"})
