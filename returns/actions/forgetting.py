"""Files go when nobody may need them any more; what the record says of them stays (domain 5)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from returns.models import Draft, Evidence
from returns.policy.terms import TERMS

UPLOAD_KEPT = timedelta(days=1)
DRAFT_KEPT = timedelta(days=30)
BATCH = 500


def forget_files(now: datetime) -> int:
    """Remove up to 500 files of each kind that is past its time; how many.

    Those of tickets that have been closed for longer than their terms say: their rows stay, with hash and
    moment. Uploads of yesterday that no form took, and applications that nobody sent for a month, go whole:
    but one that somebody is just sending is left to them.
    """
    gone = _delete(Evidence.objects.filter(ticket=None, draft=None, added_at__lt=now - UPLOAD_KEPT))
    return gone + _delete_drafts(now) + sum(_remove(found, now) for found in _of_closed_tickets(now))


def _of_closed_tickets(now: datetime) -> Iterator[QuerySet[Evidence]]:
    """The files past their time, by the terms of their ticket."""
    for terms in TERMS.values():
        closed_before = now - timedelta(days=terms.evidence_kept.number)
        yield Evidence.objects.filter(
            removed_at=None, ticket__terms=terms.key, ticket__closed_at__lt=closed_before
        )


@transaction.atomic
def _delete_drafts(now: datetime) -> int:
    """Remove applications with their files; who sends one holds its row."""
    skip = connection.features.has_select_for_update_skip_locked
    old = Draft.objects.select_for_update(skip_locked=skip).filter(updated_at__lt=now - DRAFT_KEPT)
    drafts = [draft.pk for draft in old.order_by("pk")[:BATCH]]
    gone = _delete(Evidence.objects.filter(draft__in=drafts))
    Draft.objects.filter(pk__in=drafts, evidence=None).delete()
    return gone


@transaction.atomic
def _delete(found: QuerySet[Evidence]) -> int:
    """Remove files and rows: a file goes first, for one without a row would never be found again."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = list(found.select_for_update(skip_locked=skip).order_by("pk")[:BATCH])
    for evidence in rows:
        evidence.file.delete(save=False)
    Evidence.objects.filter(pk__in=[evidence.pk for evidence in rows]).delete()
    return len(rows)


def _remove(found: QuerySet[Evidence], now: datetime) -> int:
    """Remove files and say so in their rows; what was ended in between is done again."""
    rows = list(found.order_by("pk")[:BATCH])
    for evidence in rows:
        evidence.file.storage.delete(str(evidence.file.name))
    Evidence.objects.filter(pk__in=[evidence.pk for evidence in rows]).update(removed_at=now)
    return len(rows)
