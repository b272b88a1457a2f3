"""An application is kept while it is filled in: a refused form or a dropped line loses nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.actions.proving import add_to_draft, remove_from_draft
from returns.gateways.images import Photo
from returns.models import Draft


@transaction.atomic
def keep_draft(line: OrderLine, *, by: User, now: datetime) -> Draft:
    """This person's one draft for a line, locked; a new one where there is none."""
    Draft.objects.bulk_create([Draft(owner=by, line=line, updated_at=now)], ignore_conflicts=True)
    return Draft.objects.select_for_update().get(owner=by, line=line)


def keep_photos(
    draft: Draft, photos: Iterable[Photo], *, remove: Iterable[str], by: User, now: datetime
) -> None:
    """Take photos back, then add some. Raises RefusedError beyond six; those that stand stay."""
    for token in remove:
        remove_from_draft(draft, token)
    add_to_draft(draft, photos, by=by, now=now)


def keep_answers(draft: Draft, answers: Mapping[str, Any], *, now: datetime) -> None:
    """Write down what was answered, in place of what was answered before."""
    draft.answers, draft.updated_at = dict(answers), now
    draft.save(update_fields=["answers", "updated_at"])
