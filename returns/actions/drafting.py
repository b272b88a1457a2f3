"""An application is kept while it is filled in: a refused form or a dropped line loses nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kilicare.accounts.models import User
from orders.models import OrderLine
from returns.actions.proving import Sent, add_to_draft, remove_from_draft
from returns.models import Draft, Ticket


@transaction.atomic
def keep_draft(line: OrderLine, exchange: Ticket | None = None, *, by: User, now: datetime) -> Draft:
    """This person's one draft for a line or an exchange's new item, locked; a new one where there is none."""
    key: dict[str, Any] = {"owner": by, "line": line, "replacement_of": exchange}
    draft, _new = Draft.objects.select_for_update().get_or_create(**key, defaults={"updated_at": now})
    return draft


def keep_photos(
    draft: Draft, photos: Iterable[Sent], *, remove: Iterable[str], by: User, now: datetime
) -> None:
    """Take photos back, then add some. Raises RefusedError beyond six; those that stand stay."""
    for token in remove:
        remove_from_draft(draft, token)
    add_to_draft(draft, photos, by=by, now=now)


def keep_answers(draft: Draft, answers: Mapping[str, Any], *, now: datetime) -> None:
    """Write down what was answered, in place of what was answered before."""
    draft.answers, draft.updated_at = dict(answers), now
    # No `save()`: it breaks where the draft was sent from another window in the meantime.
    Draft.objects.filter(pk=draft.pk).update(answers=draft.answers, updated_at=now)
