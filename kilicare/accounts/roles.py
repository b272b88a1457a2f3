"""Roles are groups: who has which, and who signs in how."""

from typing import Final

from django.contrib.auth.models import AnonymousUser

from kilicare.accounts.models import User

DESK: Final = "desk"
SUPERVISOR: Final = "supervisor"
WAREHOUSE: Final = "warehouse"
COUNTER: Final = "counter"
RIDER: Final = "rider"
FINANCE: Final = "finance"
ROLES: Final = frozenset({DESK, SUPERVISOR, WAREHOUSE, COUNTER, RIDER, FINANCE})


def roles_of(user: User | AnonymousUser) -> frozenset[str]:
    """The Kilimall roles of a person; nobody in particular has none."""
    return user.group_names & ROLES if isinstance(user, User) else frozenset()


def signs_in_by_password(user: User) -> bool:
    """Whether this is a shop's or Kilimall's person: password and second factor, never a code."""
    return user.is_staff or user.is_superuser or user.has_usable_password() or bool(roles_of(user))


def may_sign_in_by_code(user: User) -> bool:
    """Whether a one-time code lets this person in: customers only."""
    return user.is_active and not signs_in_by_password(user)
