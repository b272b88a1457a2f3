"""The demo's doors: be somebody else, move the clock ahead, read what was sent.

Their addresses exist in the demo only; see `kilicare.urls`.
"""

import email
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import default as modern
from functools import wraps
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Any, Final

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from kilicare.accounts.demo import PEOPLE, sign_in_as
from kilicare.kernel import clock

View = Callable[..., HttpResponse]

HOUR: Final = 3600  # seconds
SKIPS: Final = {
    "1h": (HOUR, _("+1 hour")),
    "24h": (24 * HOUR, _("+24 hours")),
    "48h": (48 * HOUR, _("+48 hours")),
    "3d": (3 * 24 * HOUR, _("+3 days")),
    "8d": (8 * 24 * HOUR, _("+8 days")),
}
SHOWN: Final = 30
MAIL_END: Final = b"-" * 79 + b"\n"
"""What Django's file backend writes after each mail."""


@dataclass(frozen=True, slots=True)
class Message:
    """A mail or an SMS that would have left; an SMS has no subject."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What every page of the demo shows: its time, whom one may be, and how far the clock skips."""

    now: datetime = field(default_factory=clock.now)
    people: tuple[tuple[str, str, StrOrPromise], ...] = tuple((p.username, p.name, p.what) for p in PEOPLE)
    skips: tuple[tuple[str, StrOrPromise], ...] = tuple((name, text) for name, (_s, text) in SKIPS.items())


def context(_request: HttpRequest) -> dict[str, Demo | None]:
    """`demo` in every template; None outside the demo."""
    return {"demo": Demo() if settings.DEMO else None}


def in_demo(view: View) -> View:
    """Not found outside the demo, even where an address of it should be left over."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@in_demo
@require_POST
def enter(request: HttpRequest, username: str) -> HttpResponse:
    """Become somebody else."""
    sign_in_as(request, username)
    return redirect("accounts:landing")


@in_demo
@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the clock ahead by one of the named lengths, and go back to the page."""
    chosen = SKIPS.get(request.POST.get("skip", ""))
    if chosen is None:
        return HttpResponseBadRequest()
    seconds, _text = chosen
    clock.skip(seconds)
    return HttpResponseRedirect(get_next_redirect_url(request) or "/")


@in_demo
@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The latest mails and SMS, sign-in codes among them: open to somebody who wants to sign in."""
    return render(request, "demo/messages.html", {"sent": sent_messages()})


def sent_messages() -> list[Message]:
    """What was sent last, the newest first."""
    folders = (Path(settings.EMAIL_FILE_PATH).glob("*.log"), (settings.VAR_DIR / "sms").glob("*.txt"))
    newest = nlargest(SHOWN, _dated(file for files in folders for file in files))
    return list(islice((message for _time, file in newest for message in _read(file)), SHOWN))


def _dated(files: Iterable[Path]) -> Iterator[tuple[int, Path]]:
    for file in files:
        yield file.stat().st_mtime_ns, file


def _read(file: Path) -> Iterator[Message]:
    """The messages of a file, the last one first."""
    if file.suffix == ".txt":
        yield _sms(file.read_text(encoding="utf-8", errors="replace"))
    else:
        mails = file.read_bytes().split(MAIL_END)
        yield from (_mail(mail) for mail in reversed(mails) if mail.strip())


def _sms(content: str) -> Message:
    first, _end, text = content.partition("\n")
    return Message(first.removeprefix("To:").strip(), "", text.strip())


def _mail(content: bytes) -> Message:
    mail = email.message_from_bytes(content, EmailMessage, policy=modern)
    body = mail.get_body(("plain",))
    return Message(
        str(mail.get("To", "")), str(mail.get("Subject", "")), body.get_content().strip() if body else ""
    )
