"""How a password is checked, what it does not grant, and who comes with a session."""

from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db.models import CharField, Exists, OuterRef, Subquery

from kilicare.accounts.models import User

KEYS: Final = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""What counts as a second factor."""


class Lines(Subquery):
    """The names that a query finds, one a line; NULL for none."""

    template = "(SELECT STRING_AGG(found.name, CHR(10)) FROM (%(subquery)s) found)"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """The same in SQLite's words."""
        template = self.template.replace("STRING_AGG", "GROUP_CONCAT").replace("CHR", "CHAR")
        return self.as_sql(compiler, connection, template=template, **more)


class PasswordBackend(AuthenticationBackend):
    """allauth's backend, but an e-mail that stands with several people lets none of them in."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        user: User | None = self._check_password(User.objects.sole(email=email), password)
        return user

    def _get_permissions(self, user_obj: User, obj: Any, from_name: str) -> set[str]:
        """None of Django's own: roles say who may do what, so no page asks the database for these."""
        return set()

    def get_user(self, user_id: Any) -> User | None:
        """Whose session it is, with the groups and whether a second factor is set, in one statement."""
        groups = Group.objects.filter(user=OuterRef("pk")).values("name")
        keys = Authenticator.objects.filter(user=OuterRef("pk"), type__in=KEYS)
        people = User.objects.annotate(group_lines=Lines(groups), has_second_factor=Exists(keys))
        user = people.filter(pk=user_id, is_active=True).first()
        if user is not None:
            user.__dict__["group_names"] = frozenset((user.group_lines or "").split("\n")) - {""}
        return user
