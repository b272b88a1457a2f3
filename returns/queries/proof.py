"""Who may look at a file, and which files still wait: for their form, or to be checked."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kilicare.accounts.models import User
from returns.models import Evidence
from returns.queries.access import may_see


def evidence_for(user: User, token: UUID) -> Evidence | None:
    """A file of a ticket that exists for this person, of their own draft, or uploaded by them; else None."""
    found = Evidence.objects.select_related("ticket__customer", "draft").filter(token=token).first()
    if found is None:
        return None
    if found.ticket is None:
        owner = found.draft.owner_id if found.draft else found.by_id
        return found if owner == user.pk else None
    return found if may_see(user, found.ticket) else None


def uploads_of(user: User) -> QuerySet[Evidence]:
    """What a person has uploaded for forms that are not sent yet."""
    return Evidence.objects.filter(by=user, ticket=None, draft=None)


def unchecked(now: datetime) -> QuerySet[Evidence]:
    """Videos that wait to be checked, and that nobody has in hand."""
    free = Q(check_after=None) | Q(check_after__lte=now)
    return Evidence.objects.filter(free, checked_at=None, removed_at=None)


def counted(files: Iterable[Evidence]) -> dict[str, int]:
    """How many photos and videos there are among them; what was refused counts for nothing."""
    kept = [one for one in files if not one.refusal]
    videos = sum(one.is_video for one in kept)
    return {"photos": len(kept) - videos, "videos": videos}
