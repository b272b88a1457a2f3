"""How a password is checked, and what it does not grant."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from kilicare.accounts.models import User


class PasswordBackend(AuthenticationBackend):
    """allauth's backend, but an e-mail that stands with several people lets none of them in."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        user: User | None = self._check_password(User.objects.sole(email=email), password)
        return user

    def _get_permissions(self, user_obj: User, obj: Any, from_name: str) -> set[str]:
        """None of Django's own: roles say who may do what, so no page asks the database for these."""
        return set()
