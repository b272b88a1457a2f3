"""The messages of a ticket as one side reads them, and which it has not read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from returns.enums import Party, Role
from returns.models import Evidence, Message, ReadMark, Ticket
from returns.policy.permissions import CUSTOMER, DESK, SELLER
from returns.policy.terms import terms_of
from returns.queries.calendars import Calendars
from returns.queries.ticket_page import TicketPage
from returns.queries.wording import moment_text

WRITE = CUSTOMER | SELLER | DESK
"""Who speaks on a ticket; all others of Kilimall's people neither write nor read there."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message as people read it."""

    message: Message
    who: StrOrPromise
    when: str
    is_own: bool
    is_new: bool
    photos: Sequence[Evidence]
    read_by: Sequence[StrOrPromise]


@dataclass(frozen=True, slots=True)
class Thread:
    """All messages of a ticket for one reader; `latest` is the last, to be marked as read."""

    said: Sequence[Said]
    unread: int
    latest: int
    may_write: bool
    role: Role | None


def writer_on(roles: frozenset[Role]) -> Role | None:
    """The role in which somebody with these roles on a ticket speaks there."""
    return min(roles & WRITE, default=None)


def may_write(ticket: Ticket, now: datetime) -> bool:
    """Whether the thread is open: while the ticket is, and some days more (terms: `thread`)."""
    if ticket.closed_at is None:
        return True
    return now < terms_of(ticket.terms).thread.after(ticket.closed_at, Calendars().of(ticket.country))


def unread_of(ticket: Ticket, party: Party) -> QuerySet[Message]:
    """The others' messages that this side has not read."""
    return _unread(Message.objects.filter(ticket=ticket.pk), party)


def has_unread(party: Party) -> Exists:
    """For a list of tickets: whether this side has not read all of each."""
    return Exists(_unread(Message.objects.filter(ticket=OuterRef("pk")), party))


def _unread(written: QuerySet[Message], party: Party) -> QuerySet[Message]:
    mark = ReadMark.objects.filter(ticket=OuterRef("ticket"), party=party, upto__gte=OuterRef("pk"))
    return written.filter(~Exists(mark), is_internal=False).exclude(party=party)


def thread_of(page: TicketPage) -> Thread | None:
    """The thread of a ticket's page, in two statements; None for who has no part in it."""
    role = writer_on(page.roles)
    if role is None and page.roles:
        return None
    party = role.party if role else Party.KILIMALL
    written = Message.objects.filter(ticket=page.ticket.pk).select_related("by").order_by("pk")
    found = list(written if party is Party.KILIMALL else written.filter(is_internal=False))
    marks = dict(ReadMark.objects.filter(ticket=page.ticket.pk).values_list("party", "upto_id"))
    photos: dict[int | None, list[Evidence]] = {}
    for photo in page.evidence:
        photos.setdefault(photo.message_id, []).append(photo)
    said = [_said(message, party, page, marks, photos.get(message.pk, ())) for message in found]
    return Thread(
        said=said,
        unread=sum(one.is_new for one in said) if role else 0,
        latest=found[-1].pk if found else 0,
        may_write=role is not None and may_write(page.ticket, page.now),
        role=role,
    )


def _said(
    message: Message, party: Party, page: TicketPage, marks: Mapping[str, int], photos: Sequence[Evidence]
) -> Said:
    is_own, read = message.party == party, _read_by(message, marks)
    return Said(
        message=message,
        who=_name(message, page.ticket, party, is_own=is_own),
        when=moment_text(message.at, page.ticket.country),
        is_own=is_own,
        is_new=not is_own and not message.is_internal and party not in read,
        photos=photos,
        read_by=[side.label for side in read] if is_own and not message.is_internal else [],
    )


def _read_by(message: Message, marks: Mapping[str, int]) -> list[Party]:
    read: Iterable[Party] = (Party(party) for party, upto in marks.items() if upto >= message.pk)
    return [party for party in read if party != message.party]


def _name(message: Message, ticket: Ticket, reader: Party, *, is_own: bool) -> StrOrPromise:
    """Who speaks: sides know each other by the customer's and the shop's name; the desk knows its own."""
    if message.party == Party.KILIMALL:
        return (
            _("Kilimall (%(who)s)") % {"who": message.by.name} if reader is Party.KILIMALL else _("Kilimall")
        )
    if is_own:
        return _("You")
    return ticket.customer.user.name if message.party == Party.CUSTOMER else ticket.shop.name
