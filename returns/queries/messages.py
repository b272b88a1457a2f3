"""What a notice says, to whom: the mail and the SMS, in the reader's language."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from returns.enums import Channel, NoticeKind, Party, Step, Topic
from returns.models import Mute, Notice, Ticket
from returns.models.ticket import Machine
from returns.policy.notices import topic_of
from returns.policy.terms import terms_of
from returns.queries.notices import Tidings, tidings_of
from returns.queries.wording import awaited, lapse_of, next_of, task_of, until_text
from returns.queries.wording.news import ask_of, inside, short_news_of

WRITES: Mapping[Party, StrOrPromise] = {
    Party.CUSTOMER: _("The customer writes:"),
    Party.SELLER: _("The seller writes:"),
    Party.KILIMALL: _("Kilimall writes:"),
}
ONE_SMS, TWO_SMS = 160, 306
"""Characters of GSM's own alphabet that one SMS holds, and two that are joined."""
LONG_NAME, SHORT_NAME = 40, 16
SUBJECT_NAME = 60
NOT_IN_GSM = str.maketrans(dict.fromkeys("[]{}\\^~|`", " "))


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    leave: str = ""
    """Where its reader does without such mails from now on."""


LEAVING = "returns.mutes"


def with_all_they_tell(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """Notices with whatever their words and addresses are made of, in two statements for all."""
    joined = notices.select_related(
        "event",
        "segment",
        "objection__ticket",
        "message",
        "hand_back",
        "ticket__line__order",
        "ticket__customer__user",
        "ticket__shop",
    )
    return joined.prefetch_related("ticket__shop__staff__user")


def has_stopped(notice: Notice, now: datetime) -> bool:
    """Whether a reminder comes too late: its clock was stopped, was moved, or has run out."""
    home, clock = notice.hand_back, notice.segment
    if home is not None:
        return NoticeKind(notice.kind).waits and home.ended_at is not None
    return clock is not None and (clock.ended_at is not None or clock.due_at is None or now >= clock.due_at)


def addresses(notice: Notice) -> tuple[str, ...]:
    """Where a notice goes: the customer's e-mail or phone; a shop's e-mail and those of its staff."""
    ticket, without = notice.ticket, _without(notice)
    if notice.audience == Party.CUSTOMER:
        person = ticket.customer.user
        own = person.email if notice.channel == Channel.EMAIL else person.phone
        found = [] if person.pk in without else [own]
    else:
        staff = [person.email for person in _staff(ticket) if person.pk not in without]
        found = [ticket.shop.email, *staff]
    return tuple(dict.fromkeys(address for address in found if address))


def is_unwanted(notice: Notice) -> bool:
    """Whether the customer does without it."""
    return notice.audience == Party.CUSTOMER and notice.ticket.customer.user_id in _without(notice)


def topic_of_notice(notice: Notice) -> Topic | None:
    """Under which topic it may be left out; None for what everybody must be told."""
    return topic_of(NoticeKind(notice.kind), Step(notice.event.step))


def _without(notice: Notice) -> frozenset[int]:
    """Who does without it."""
    topic = topic_of_notice(notice)
    if topic is None:
        return frozenset()
    muted = Mute.objects.filter(topic=topic, channel=notice.channel)
    return frozenset(muted.values_list("user_id", flat=True).filter(user__in=_readers(notice)))


def _readers(notice: Notice) -> list[int]:
    own = [notice.ticket.customer.user_id]
    return own if notice.audience == Party.CUSTOMER else [person.pk for person in _staff(notice.ticket)]


def letter_of(notice: Notice, to: tuple[str, ...], now: datetime, language: str = "") -> Letter:
    """The mail: what happened, and what was to be done after it. In the reader's language, or in another."""
    with translation.override(language or _language(notice)):
        said = _said(notice, tidings_of(notice, now), now) | {"leave": leave_address(notice)}
        subject = " ".join(render_to_string("mail/notice_subject.txt", said).split())
        text = re.sub(r"\n{3,}", "\n\n", render_to_string("mail/notice.txt", said)).strip() + "\n"
        return Letter(to, subject, text, render_to_string("mail/notice.html", said), said["leave"])


def leave_address(notice: Notice) -> str:
    """Where a customer does without such mails from now on; "" for those that must be sent."""
    topic = topic_of_notice(notice)
    if topic is None or notice.audience != Party.CUSTOMER:
        return ""
    signed = signing.dumps([notice.ticket.customer.user_id, topic], salt=LEAVING)
    return settings.SITE_URL.rstrip("/") + reverse("returns:leave_topic", args=[signed])


def short_text_of(notice: Notice, now: datetime, language: str = "") -> str:
    """The SMS: one where it fits, else two; a long name gives way first."""
    with translation.override(language or _language(notice)):
        tidings = tidings_of(notice, now)
        said = _said(notice, tidings, now) | _in_short(notice, tidings)
        texts = []
        for longest in (LONG_NAME, SHORT_NAME):
            product = _plain(tidings.ticket.line.name, longest) or str(_("Your order"))
            texts.append(" ".join(render_to_string("mail/sms.txt", said | {"product": product}).split()))
    fits = (text for most in (ONE_SMS, TWO_SMS) for text in texts if len(text) <= most)
    return next(fits, texts[-1])


def _staff(ticket: Ticket) -> list[User]:
    """The people of the shop, but for the customer of this very ticket."""
    people = [place.user for place in ticket.shop.staff.all()]
    return [person for person in people if person.is_active and person.pk != ticket.customer.user_id]


def _language(notice: Notice) -> str:
    if notice.audience == Party.CUSTOMER:
        return notice.ticket.customer.user.language
    return next((person.language for person in _staff(notice.ticket)), settings.LANGUAGE_CODE)


def _said(notice: Notice, tidings: Tidings, now: datetime) -> dict[str, Any]:
    """All that the templates show."""
    ticket, turn, reader = tidings.ticket, tidings.turn, Party(notice.audience)
    return {
        "is_reminder": notice.segment_id is not None and not NoticeKind(notice.kind).waits,
        "name": ticket.customer.user.name if reader is Party.CUSTOMER else ticket.shop.name,
        "reference": ticket.reference,
        "product": ticket.line.name,
        "subject_product": Truncator(ticket.line.name).chars(SUBJECT_NAME),
        "headline": tidings.news.partition(". ")[0].rstrip("."),
        "news": tidings.news,
        "facts": tidings.facts,
        "words": tidings.words,
        "writes": WRITES[tidings.speaker] if tidings.speaker else "",
        "until": until_text(turn.due_at, turn.country) if turn.due_at else "",
        "otherwise": lapse_of(turn.due_step, terms_of(ticket.terms), reader),
        "meanwhile": inside(tidings.meanwhile) if tidings.meanwhile else "",
        "link": settings.SITE_URL.rstrip("/") + _path(ticket, reader),
        "help_phone": settings.HELP_PHONE,
        **_task(tidings, reader, notice.event.at if tidings.meanwhile else now),
    }


def _task(tidings: Tidings, reader: Party, at: datetime) -> dict[str, StrOrPromise | bool]:
    """What is to be done, and whether it is for the reader to do."""
    turn = tidings.turn
    if turn.holder == reader:
        return {"task": task_of(turn, at), "is_mine": True}
    if turn.holder:
        return {"task": capfirst(awaited(turn, reader)) + ".", "is_mine": False}
    ended = next_of(turn.state, reader) if reader is Party.CUSTOMER else ""
    return {"task": ended, "is_mine": False}


def _in_short(notice: Notice, tidings: Tidings) -> dict[str, str]:
    """What an SMS says in other words than a mail."""
    turn, values = tidings.turn, {name: _plain(value, LONG_NAME) for name, value in tidings.values.items()}
    until = until_text(turn.due_at, turn.country, brief=True) if turn.due_at else ""
    own = notice.kind != NoticeKind.STEP
    news = _plain(tidings.news if own else short_news_of(notice.event.step, tidings.news), TWO_SMS)
    return {
        "until": until,
        "news": inside(news) if news else "",
        "ask": ask_of(turn, until, values),
    }


def _plain(text: str, longest: int) -> str:
    """Words in letters that every SMS carries, cut to a length."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = " ".join(letters.translate(NOT_IN_GSM).split())
    return words if len(words) <= longest else words[: longest - 2].rstrip() + ".."


def _path(ticket: Machine, audience: Party) -> str:
    if audience is Party.CUSTOMER:
        return reverse("returns:ticket", args=[ticket.reference])
    return f"/admin/returns/ticket/{ticket.pk}/change/"
