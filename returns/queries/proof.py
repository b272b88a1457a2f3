"""Who may look at a photo."""

from uuid import UUID

from kilicare.accounts.models import User
from returns.models import Evidence
from returns.queries.access import may_see


def evidence_for(user: User, token: UUID) -> Evidence | None:
    """A photo of a ticket that exists for this person, or of their own draft; else None."""
    found = Evidence.objects.select_related("ticket__customer", "draft").filter(token=token).first()
    if found is None:
        return None
    if found.ticket is None:
        return found if found.draft and found.draft.owner_id == user.pk else None
    return found if may_see(user, found.ticket) else None
