"""Photos become evidence of a draft or of a ticket."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kilicare.accounts.models import User
from returns.actions.move import Move
from returns.actions.refusal import wrong
from returns.enums import Party
from returns.gateways.images import Photo
from returns.models import Draft, Evidence, TicketEvent

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
        for photo in kept:
            _store(Evidence(draft=draft, party=Party.CUSTOMER, by=by, added_at=now), photo)


def remove_from_draft(draft: Draft, token: str) -> None:
    """Take a photo back before the application is sent; another draft's is left alone."""
    for evidence in draft.evidence.filter(token=token):
        evidence.delete()
        evidence.file.delete(save=False)


def attach(move: Move, *, fewest: int = 0) -> None:
    """Bind the photos of a step to its event, once that is written.

    Raises RefusedError when there are too few, or more than six.
    """
    photos: Sequence[Photo] = move.details.get("photos") or ()
    if len(photos) < fewest:
        raise wrong("photos", _("Please add a photo."))
    if len(photos) > MOST_PHOTOS:
        raise wrong("photos", _("At most 6 photos, please."))
    if photos and move.ticket.evidence.count() + len(photos) > MOST_PHOTOS_OF_TICKET:
        raise wrong("photos", _("This ticket has as many photos as it can hold."))
    if photos:
        move.after.append(lambda event: _bind(move, photos, event))


def _bind(move: Move, photos: Sequence[Photo], event: TicketEvent) -> None:
    for photo in photos:
        evidence = Evidence(
            ticket_id=move.ticket.pk,
            event=event,
            party=move.role.party,
            by=move.person,
            added_at=move.moment.now,
        )
        _store(evidence, photo)


def _store(evidence: Evidence, photo: Photo) -> None:
    """Write the file, then its row; a row that fails takes its file along."""
    evidence.original_name = photo.original_name
    evidence.sha256, evidence.size = photo.sha256, len(photo.data)
    evidence.width, evidence.height = photo.width, photo.height
    evidence.file.save(f"{evidence.token}.jpg", ContentFile(photo.data), save=False)
    try:
        evidence.save()
    except BaseException:
        evidence.file.delete(save=False)
        raise
