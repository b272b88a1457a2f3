"""Which messages somebody wants; leaving a topic by the link of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from returns.actions.muting import choose_messages, leave_topic, topic_left
from returns.actions.refusal import RefusedError
from returns.enums import Channel
from returns.forms.mutes import MessagesForm
from returns.queries.mutes import wanted_by
from returns.queries.numbers import is_customer
from returns.views.guards import person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """What may be left out, through which channel."""
    user = person(request)
    channels = tuple(Channel) if is_customer(user) else (Channel.EMAIL,)
    if request.method != "POST":
        form = MessagesForm(initial={"wanted": wanted_by(user)}, channels=channels)
        return render(request, "returns/messages.html", {"form": form})
    form = MessagesForm(request.POST, channels=channels)
    if not form.is_valid():
        return render(request, "returns/messages.html", {"form": form}, status=422)
    choose_messages(form.pairs(), channels, by=user)
    messages.success(request, _("Saved."))
    return redirect("returns:messages")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, signed: str) -> HttpResponse:
    """By a link of a mail, without signing in: the page asks, one click answers (RFC 8058)."""
    try:
        topic = leave_topic(signed) if request.method == "POST" else topic_left(signed)[1]
    except RefusedError as no:
        raise Http404 from no
    context = {"topic": topic.label, "is_done": request.method == "POST"}
    return render(request, "returns/leave_topic.html", context)
