"""How a password is checked."""

from allauth.account.auth_backends import AuthenticationBackend

from kilicare.accounts.models import User


class PasswordBackend(AuthenticationBackend):
    """allauth's backend, but an e-mail that stands with several people lets none of them in."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        user: User | None = self._check_password(User.objects.sole(email=email), password)
        return user
