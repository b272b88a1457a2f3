"""Photos and videos become evidence: of a draft, of a step, of a message.

What is sent with a form, and what was uploaded before it one by one, end in the same rows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.move import Move
from returns.actions.refusal import wrong
from returns.enums import EvidenceKind, Party
from returns.gateways.images import Photo
from returns.gateways.videos import RawVideo
from returns.models import Draft, Evidence, Message, Ticket, TicketEvent
from returns.policy.evidence import (
    BYTES_A_DAY,
    BYTES_OF_TICKET,
    FILES_A_DAY,
    FILES_OF_TICKET,
    MOST_PHOTOS,
    MOST_WAITING,
)
from returns.queries.access import staff_roles
from returns.queries.proof import uploads_of

Sent = Photo | RawVideo | UUID
"""A file that came with the form, or the token of one that was uploaded before it."""
Piece = Photo | RawVideo | Evidence
DAY = timedelta(days=1)
GONE = _("A file that you uploaded before is not there any more. Please choose it again.")
AGAIN = _("Please choose this file again.")
FULL = _("This ticket has as many photos as it can hold.")
TOO_MANY = _("At most 6 photos, please.")
ENOUGH_FOR_TODAY = _("You have uploaded a lot today. Please go on tomorrow, or call us.")


def take_in(piece: Photo | RawVideo, *, token: UUID, by: User, now: datetime) -> Evidence:
    """Keep one file until a form of the same person takes it. The same token sent again is the same file.

    Raises RefusedError (over the person's quota).
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        if before := Evidence.objects.filter(token=token).first():
            if before.by_id != by.pk:
                raise wrong("file", AGAIN)
            return before
        if uploads_of(by).count() >= MOST_WAITING:
            raise wrong("file", _("Please send the photos that you have chosen, then choose more."))
        (kept,) = _store([piece], token=token, party=Party.SYSTEM, by=by, added_at=now)
    return kept


def add_to_draft(draft: Draft, sent: Iterable[Sent], *, by: User, now: datetime) -> None:
    """Keep files with an application that is being filled in.

    Raises RefusedError beyond six, and for an application that was sent meanwhile.
    """
    with transaction.atomic():
        if Draft.objects.select_for_update().filter(pk=draft.pk).first() is None:
            raise wrong("photos", _("This application was sent already. Please look at it again."))
        there = set(draft.evidence.filter(refusal="").values_list("token", flat=True))
        pieces = _gathered([one for one in sent if one not in there], by)
        if len(there) + len(pieces) > MOST_PHOTOS:
            raise wrong("photos", TOO_MANY)
        _store(pieces, draft=draft, party=Party.CUSTOMER, by=by, added_at=now)


def remove_from_draft(draft: Draft, token: str) -> None:
    """Take a file back before the application is sent; another draft's is left alone."""
    for evidence in draft.evidence.filter(token=token):
        evidence.delete()
        evidence.file.delete(save=False)


def attach(move: Move, *, fewest: int = 0, bind: bool = True) -> Sequence[Piece]:
    """Bind the files of a step to its event, once that is written; or leave that to the caller.

    Raises RefusedError when there are too few, or more than six.
    """
    sent: Sequence[Sent] = move.details.get("photos") or ()
    if len(sent) < fewest:
        raise wrong("photos", _("Please add a photo."))
    pieces = checked(move.ticket, sent, move.person) if sent else []
    if pieces and bind:
        move.after.append(lambda event: keep(move, event, pieces))
    return pieces


def checked(ticket: Ticket, sent: Sequence[Sent], by: User) -> list[Piece]:
    """What was sent for a ticket, if so much more fits on it. Raises RefusedError."""
    if len(sent) > MOST_PHOTOS:
        raise wrong("photos", TOO_MANY)
    pieces = _gathered(sent, by)
    held = ticket.evidence.filter(removed_at=None).aggregate(files=Count("pk"), size=Sum("size", default=0))
    size = held["size"] + sum(map(_size, pieces))
    if held["files"] + len(pieces) > FILES_OF_TICKET or size > BYTES_OF_TICKET:
        raise wrong("photos", FULL)
    return pieces


def keep(move: Move, event: TicketEvent, pieces: Sequence[Piece]) -> None:
    """Keep files with an event of a step."""
    now = move.moment.now
    _store(
        pieces, ticket_id=event.ticket_id, event=event, party=move.role.party, by=move.person, added_at=now
    )


def keep_with(message: Message, pieces: Sequence[Piece]) -> None:
    """Keep files that were sent with a message."""
    _store(
        pieces,
        ticket_id=message.ticket_id,
        message=message,
        party=message.party,
        by=message.by,
        added_at=message.at,
    )


def _gathered(sent: Iterable[Sent], by: User) -> list[Piece]:
    """The files, each uploaded one as its row, locked. Raises RefusedError where one is somebody else's."""
    sent = list(sent)
    tokens = {one for one in sent if isinstance(one, UUID)}
    uploaded: list[Piece] = []
    if tokens:
        uploaded = list(uploads_of(by).select_for_update().filter(token__in=tokens).order_by("pk"))
    if len(uploaded) < len(tokens):
        raise wrong("photos", GONE)
    return [*uploaded, *(one for one in sent if not isinstance(one, UUID))]


def _size(piece: Piece) -> int:
    return len(piece.data) if isinstance(piece, Photo) else piece.size


def _store(pieces: Sequence[Piece], **whose: Any) -> list[Evidence]:
    """Write each file, then its row; where one fails, all files go: their rows are rolled back."""
    fresh = [piece for piece in pieces if not isinstance(piece, Evidence)]
    if fresh:
        _check_day(whose["by"], whose["added_at"], sum(map(_size, fresh)), len(fresh))
    kept: list[Evidence] = []
    written: list[Evidence] = []
    try:
        for piece in pieces:
            if isinstance(piece, Evidence):
                Evidence.objects.filter(pk=piece.pk).update(**whose)
                kept.append(piece)
                continue
            evidence = Evidence(**whose, original_name=piece.original_name, sha256=piece.sha256)
            evidence.size = _size(piece)
            if isinstance(piece, Photo):
                evidence.width, evidence.height = piece.width, piece.height
                evidence.checked_at = evidence.added_at
                evidence.file.save(f"{evidence.token}.jpg", ContentFile(piece.data), save=False)
            else:
                evidence.kind = EvidenceKind.VIDEO
                evidence.file.save(f"{evidence.token}.raw", File(piece.file), save=False)
            written.append(evidence)
            evidence.save()
            kept.append(evidence)
    except BaseException:
        for evidence in written:
            evidence.file.delete(save=False)
        raise
    return kept


def _check_day(by: User, now: datetime, size: int, files: int) -> None:
    """Who works for Kilimall takes photos all day; others have a measure. Raises RefusedError."""
    if staff_roles(by):
        return
    today = Evidence.objects.filter(Q(by=by), added_at__gt=now - DAY)
    had = today.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if had["files"] + files > FILES_A_DAY or had["size"] + size > BYTES_A_DAY:
        raise wrong("photos", ENOUGH_FOR_TODAY)
