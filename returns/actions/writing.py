"""The sides of a ticket write to each other; what they write moves nothing (domain 7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.proving import Sent, checked, keep_with
from returns.actions.recording import tell_beside
from returns.actions.refusal import RefusedError, wrong
from returns.actions.stepping import lock
from returns.enums import NoticeKind, Party
from returns.models import Message, Parcel, ReadMark, Ticket
from returns.policy.masking import is_blank, masked
from returns.queries.access import roles_on
from returns.queries.thread import may_write, unread_of, writer_on

MOST = 300
"""Messages that a ticket holds."""
MOST_AN_HOUR = 20
"""Of one person on one ticket."""
HEAR = (Party.CUSTOMER, Party.SELLER)


def write(
    ticket_id: int,
    *,
    by: User,
    text: str,
    token: UUID,
    now: datetime,
    photos: Sequence[Sent] = (),
    is_internal: bool = False,
) -> Message:
    """Write to the other sides, or a note that only the desk reads. A form that comes twice writes once.

    Contact data is hidden before anything is kept. The other sides are told of the first message that
    they have not read; more of them wait on the page. Raises RefusedError (not_open: not a side's
    person, or the ticket is closed too long; invalid: nothing said, too much of it, no room for photos).
    """
    with transaction.atomic():
        ticket = lock(ticket_id)
        role = writer_on(roles_on(by, ticket))
        if role is None or not may_write(ticket, now):
            raise RefusedError("not_open", _("Nothing can be written here any more."), ticket=ticket)
        if before := Message.objects.filter(token=token).first():
            if (before.ticket_id, before.by_id) != (ticket.pk, by.pk):
                raise RefusedError("invalid", _("Please open the page again, and write there."))
            return before
        if is_blank(text):
            raise wrong("text", _("Please write something."))
        own = masked(text.strip(), _known(ticket))
        is_internal = is_internal and role.party is Party.KILIMALL
        if is_internal and photos:
            raise wrong("photos", _("Photos are for all to see: send them with a message to both sides."))
        _check_measure(ticket, by, now)
        pieces = checked(ticket, photos, by) if photos else []
        waiting = {side for side in HEAR if unread_of(ticket, side).exists()}
        message = Message.objects.create(
            ticket_id=ticket.pk,
            token=token,
            party=role.party,
            by=by,
            is_internal=is_internal,
            is_masked=own != text.strip(),
            text=own,
            at=now,
        )
        keep_with(message, pieces)
        hear = [side for side in HEAR if side != role.party and side not in waiting and not is_internal]
        tell_beside(ticket, NoticeKind.MESSAGE, hear, now, message=message)
    return message


def mark_read(ticket_id: int, *, by: User, upto: int, now: datetime) -> None:
    """One side has read up to a message of the ticket; never less than before. Others' ids do nothing."""
    with transaction.atomic():
        ticket = lock(ticket_id)
        role = writer_on(roles_on(by, ticket))
        if role is None or not Message.objects.filter(ticket=ticket.pk, pk=upto).exists():
            return
        mark, is_new = ReadMark.objects.get_or_create(
            ticket_id=ticket.pk, party=role.party, defaults={"upto_id": upto, "at": now}
        )
        if not is_new and mark.upto_id < upto:
            ReadMark.objects.filter(pk=mark.pk).update(upto_id=upto, at=now)


def _known(ticket: Ticket) -> list[str]:
    """The ticket's own numbers: they look like contact data to a pattern, and are what people speak of."""
    waybills = Parcel.objects.filter(ticket=ticket.pk).values_list("waybill", flat=True)
    line = ticket.line
    return [
        ticket.reference,
        line.order.number,
        line.sku,
        *line.serial_numbers,
        settings.HELP_PHONE,
        *waybills,
    ]


def _check_measure(ticket: Ticket, by: User, now: datetime) -> None:
    written = Message.objects.filter(ticket=ticket.pk)
    if written.count() >= MOST:
        raise wrong("text", _("This ticket has as many messages as it can hold. Please call us."))
    if written.filter(by=by, at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise wrong("text", _("That is a lot of messages at once. Please wait a while."))
