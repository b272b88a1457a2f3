"""What a notice says, to whom: the mail and the SMS, filled from the tables of `wording`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django_stubs_ext import StrOrPromise

from kilicare.accounts.models import User
from kilicare.kernel.money import Money
from returns.enums import Channel, NoticeKind, Party, State, Step
from returns.models import Notice, Ticket, TicketEvent
from returns.models.ticket import Machine
from returns.policy.clauses import CLAUSES, fill
from returns.policy.terms import Terms, terms_of
from returns.policy.turns import turn_of
from returns.queries.deciding import as_decided
from returns.queries.wording import awaited, lapse_of, next_of, task_of, told_of, until_text

SPOKEN: Mapping[Step, Party] = {
    Step.OFFER: Party.SELLER,
    Step.REJECT: Party.SELLER,
    Step.ASK_EVIDENCE: Party.KILIMALL,
    Step.RULE_OFFER: Party.KILIMALL,
    Step.RULE_REFUND: Party.KILIMALL,
    Step.RULE_REPLACE: Party.KILIMALL,
    Step.RULE_AGAINST: Party.KILIMALL,
    Step.RULE_SEND_BACK: Party.KILIMALL,
    Step.RULE_DELIVERED: Party.KILIMALL,
    Step.FAIL: Party.KILIMALL,
}
"""Steps whose words are written for the other side to read, and whose words they are."""

LONGEST_SMS = 160


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail."""

    to: tuple[str, ...]
    subject: str
    text: str
    html: str


def has_stopped(notice: Notice, now: datetime) -> bool:
    """Whether a reminder comes too late: its clock was stopped, was moved, or has run out."""
    clock = notice.segment
    return clock is not None and (clock.ended_at is not None or clock.due_at is None or now >= clock.due_at)


def addresses(notice: Notice) -> tuple[str, ...]:
    """Where a notice goes: the customer's e-mail or phone; a shop's e-mail and those of its staff."""
    ticket = notice.ticket
    if notice.audience == Party.CUSTOMER:
        person = ticket.customer.user
        found = [person.email if notice.channel == Channel.EMAIL else person.phone]
    else:
        found = [ticket.shop.email, *(person.email for person in _staff(ticket))]
    return tuple(dict.fromkeys(address for address in found if address))


def letter_of(notice: Notice, to: tuple[str, ...], now: datetime) -> Letter:
    """The mail in the reader's language, with what is to be done as the ticket stands now."""
    with translation.override(_language(notice)):
        said = _said(notice, now)
        subject = render_to_string("mail/notice_subject.txt", said).strip()
        text = re.sub(r"\n{3,}", "\n\n", render_to_string("mail/notice.txt", said)).strip() + "\n"
        return Letter(to, subject, text, render_to_string("mail/notice.html", said))


def short_text_of(notice: Notice, now: datetime) -> str:
    """The SMS: what is to be done too, where 160 characters hold it."""
    with translation.override(_language(notice)):
        said = _said(notice, now)
        texts = [
            " ".join(render_to_string("mail/sms.txt", {**said, "brief": brief}).split())
            for brief in (False, True)
        ]
    return next((text for text in texts if len(text) <= LONGEST_SMS), texts[-1])


def _staff(ticket: Ticket) -> list[User]:
    """The people of the shop, but for the customer of this very ticket."""
    people = [place.user for place in ticket.shop.staff.all()]
    return [person for person in people if person.is_active and person.pk != ticket.customer.user_id]


def _language(notice: Notice) -> str:
    if notice.audience == Party.CUSTOMER:
        return notice.ticket.customer.user.language
    return next((person.language for person in _staff(notice.ticket)), settings.LANGUAGE_CODE)


def _said(notice: Notice, now: datetime) -> dict[str, Any]:
    """All that the templates show."""
    ticket = as_decided(notice.ticket, now)
    event, terms = notice.event, terms_of(ticket.terms)
    return {
        "reference": ticket.reference,
        "product": ticket.line.name,
        "is_reminder": notice.kind != NoticeKind.STEP,
        "heading": State(ticket.state if notice.segment_id else event.to_state).label,
        "told": "" if notice.segment_id else told_of(event.step, terms, Party(notice.audience)),
        "until": until_text(ticket.due_at, ticket.country) if ticket.due_at else "",
        "otherwise": lapse_of(ticket.due_step, terms, Party(notice.audience)),
        "link": settings.SITE_URL.rstrip("/") + _path(ticket, notice.audience),
        "help_phone": settings.HELP_PHONE,
        **_task(ticket, Party(notice.audience), now),
        **({} if notice.segment_id else _words(event, ticket.currency, terms)),
    }


def _task(ticket: Machine, audience: Party, now: datetime) -> dict[str, StrOrPromise | bool]:
    """What is to be done now, and whether it is for the reader to do."""
    if ticket.holder == audience:
        return {"task": task_of(turn_of(ticket), now), "is_mine": True}
    if ticket.is_open:
        return {"task": capfirst(awaited(turn_of(ticket), audience)) + ".", "is_mine": False}
    return {"task": next_of(ticket.state, audience) if audience is Party.CUSTOMER else "", "is_mine": False}


def _words(event: TicketEvent, currency: str, terms: Terms) -> dict[str, str]:
    """What was said and named with the step."""
    amount = event.details.get("amount")
    said = {"amount": Money(Decimal(amount), currency).label() if amount else ""}
    if event.step in SPOKEN:
        clause = CLAUSES.get(event.clause)
        title = fill(clause.title, terms) if clause else ""
        said |= {
            "words": event.text,
            "speaker": str(SPOKEN[Step(event.step)].label),
            "clause": f"{event.clause} {title}".strip(),
        }
    return said


def _path(ticket: Machine, audience: str) -> str:
    if audience == Party.CUSTOMER:
        return reverse("returns:ticket", args=[ticket.reference])
    return f"/admin/returns/ticket/{ticket.pk}/change/"
