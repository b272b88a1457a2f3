"""Photos become evidence of a draft or of a ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.move import Move
from returns.actions.refusal import wrong
from returns.enums import Party
from returns.gateways.images import Photo
from returns.models import Draft, Evidence, Message, Ticket, TicketEvent

MOST_PHOTOS = 6
MOST_PHOTOS_OF_TICKET = 40


def add_to_draft(draft: Draft, photos: Iterable[Photo], *, by: User, now: datetime) -> None:
    """Keep photos with an application that is being filled in.

    Raises RefusedError beyond six, and for an application that was sent meanwhile.
    """
    kept = list(photos)
    with transaction.atomic():
        if Draft.objects.select_for_update().filter(pk=draft.pk).first() is None:
            raise wrong("photos", _("This application was sent already. Please look at it again."))
        if draft.evidence.count() + len(kept) > MOST_PHOTOS:
            raise wrong("photos", _("At most 6 photos, please."))
        _store(kept, draft=draft, party=Party.CUSTOMER, by=by, added_at=now)


def remove_from_draft(draft: Draft, token: str) -> None:
    """Take a photo back before the application is sent; another draft's is left alone."""
    for evidence in draft.evidence.filter(token=token):
        evidence.delete()
        evidence.file.delete(save=False)


def attach(move: Move, *, fewest: int = 0, bind: bool = True) -> Sequence[Photo]:
    """Bind the photos of a step to its event, once that is written; or leave that to the caller.

    Raises RefusedError when there are too few, or more than six.
    """
    photos: Sequence[Photo] = move.details.get("photos") or ()
    if len(photos) < fewest:
        raise wrong("photos", _("Please add a photo."))
    check_room(move.ticket, photos)
    if photos and bind:
        move.after.append(lambda event: keep(move, event, photos))
    return photos


def check_room(ticket: Ticket, photos: Sequence[Photo]) -> None:
    """Whether so many more fit on the ticket. Raises RefusedError."""
    if len(photos) > MOST_PHOTOS:
        raise wrong("photos", _("At most 6 photos, please."))
    if photos and ticket.evidence.count() + len(photos) > MOST_PHOTOS_OF_TICKET:
        raise wrong("photos", _("This ticket has as many photos as it can hold."))


def keep(move: Move, event: TicketEvent, photos: Sequence[Photo]) -> None:
    """Keep photos with an event of a step."""
    now = move.moment.now
    _store(
        photos, ticket_id=event.ticket_id, event=event, party=move.role.party, by=move.person, added_at=now
    )


def keep_with(message: Message, photos: Sequence[Photo]) -> None:
    """Keep photos that were sent with a message."""
    _store(
        photos,
        ticket_id=message.ticket_id,
        message=message,
        party=message.party,
        by=message.by,
        added_at=message.at,
    )


def _store(photos: Iterable[Photo], **whose: Any) -> None:
    """Write each file, then its row; where one fails, all files go: their rows are rolled back."""
    written: list[Evidence] = []
    try:
        for photo in photos:
            evidence = Evidence(**whose, original_name=photo.original_name, sha256=photo.sha256)
            evidence.size, evidence.width, evidence.height = len(photo.data), photo.width, photo.height
            evidence.file.save(f"{evidence.token}.jpg", ContentFile(photo.data), save=False)
            written.append(evidence)
            evidence.save()
    except BaseException:
        for evidence in written:
            evidence.file.delete(save=False)
        raise
