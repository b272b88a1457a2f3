"""Messages as they were sent, or would be now: for the desk to look at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Max
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from returns.enums import Channel, NoticeKind, Party, Step
from returns.models import Notice, Ticket
from returns.queries.access import tickets_of_country
from returns.queries.messages import Letter, letter_of, short_text_of, with_all_they_tell
from returns.queries.wording import moment_text

LATEST: Final = 50_000
"""So far back a sample is looked for, of all countries' messages: a step that nobody took since has none."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message: of what, to whom, how it went, and its words."""

    number: int
    about: StrOrPromise
    audience: StrOrPromise
    channel: StrOrPromise
    when: str
    fate: StrOrPromise
    reason: str
    subject: str
    text: str
    reference: str


def sent_about(ticket: Ticket, now: datetime, language: str) -> list[Sent]:
    """All messages of a ticket, the latest first."""
    return list(
        _read(with_all_they_tell(Notice.objects.filter(ticket=ticket.pk)).order_by("-pk"), now, language)
    )


def samples(user: User, now: datetime, language: str) -> list[Sent]:
    """Of each step and reminder the latest message to each audience through each channel.

    Looked for among the portal's latest alone, so that it takes the same time at a million.
    """
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    own = Notice.objects.filter(pk__gt=last - LATEST, ticket__in=tickets_of_country(user))
    latest = own.values("event__step", "kind", "audience", "channel").annotate(latest=Max("pk"))
    notices = with_all_they_tell(Notice.objects.filter(pk__in=[row["latest"] for row in latest]))
    order = {step.value: place for place, step in enumerate(Step)}
    found = sorted(notices, key=lambda one: (order[one.event.step], one.kind, one.audience, one.channel))
    return list(_read(found, now, language))


def mail_of(ticket: Ticket, number: int, now: datetime, language: str) -> str:
    """A mail of a ticket as its reader sees it: HTML. "" where there is none of that number."""
    mails = Notice.objects.filter(ticket=ticket.pk, channel=Channel.EMAIL, pk=number)
    notice = with_all_they_tell(mails).first()
    return "" if notice is None else _without_its_link(letter_of(notice, (), now, language)).html


def _without_its_link(letter: Letter) -> Letter:
    """The link by which its reader, and nobody else, leaves such mails out."""
    if not letter.leave:
        return letter
    text, html = letter.text.replace(letter.leave, "..."), letter.html.replace(letter.leave, "#")
    return replace(letter, text=text, html=html)


def _read(notices: Iterable[Notice], now: datetime, language: str) -> Iterator[Sent]:
    for notice in notices:
        kind = NoticeKind(notice.kind)
        about = Step(notice.event.step).label if kind is NoticeKind.STEP else kind.label
        if notice.channel == Channel.EMAIL:
            letter = _without_its_link(letter_of(notice, (), now, language))
            subject, text = letter.subject, letter.text
        else:
            subject, text = "", short_text_of(notice, now, language)
        yield Sent(
            notice.pk,
            about,
            Party(notice.audience).label,
            Channel(notice.channel).label,
            moment_text(notice.written_at, notice.ticket.country),
            *_fate(notice),
            subject,
            text,
            notice.ticket.reference,
        )


def _fate(notice: Notice) -> tuple[StrOrPromise, str]:
    if notice.delivery:
        return notice.get_delivery_display(), notice.delivery_error
    ends = {
        _("Sent"): notice.told_at,
        _("Left out"): notice.dropped_at,
        _("Given up"): notice.parked_at,
    }
    return next((words for words, at in ends.items() if at), _("Waits")), notice.error
