"""Failed inspections of swapped, foreign or empty goods, counted by person (domain: Abuse)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kilicare.accounts.models import User
from returns.enums import Came
from returns.models import Inspection
from returns.policy.terms import terms_at


def cheats_of(user_id: int, now: datetime) -> int:
    """How many parcels of a customer held something else in the terms' last days, as far as it stands."""
    since = now - timedelta(days=terms_at(now).abuse_days)
    failed = Inspection.objects.filter(ticket__customer__user=user_id, has_passed=False, is_counted=True)
    return failed.filter(at__gt=since, at__lte=now).exclude(came=Came.AS_ORDERED).count()


@dataclass(frozen=True, slots=True)
class Counted:
    """What is held against a person, and what follows from it."""

    number: int
    days: int
    no_default: int
    to_desk: int


def counted_against(user: User, now: datetime) -> Counted | None:
    """What a customer reads of it; None where nothing is."""
    number, terms = cheats_of(user.pk, now), terms_at(now)
    return Counted(number, terms.abuse_days, terms.abuse_no_default, terms.abuse_to_desk) if number else None
