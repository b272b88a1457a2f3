"""People who look at pages: signed in, second factor and all."""

from typing import Final

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from django.test.utils import override_settings

from kilicare.accounts.models import User
from kilicare.accounts.roles import signs_in_by_password

HOST: Final = "localhost"
APP: Final = Authenticator.Type.TOTP


def visitor(user: User) -> Client:
    """A browser of this person; who needs a second factor has used it."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    if signs_in_by_password(user):
        Authenticator.objects.get_or_create(user=user, type=APP, defaults={"data": {"secret": ""}})
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, user, "mfa", type=APP)
        request.session.save()
    return client


def plain_visitor(user: User) -> Client:
    """The same through Django's own middleware alone."""
    client = visitor(user)
    own = [name for name in settings.MIDDLEWARE if name.startswith("django.")]
    with override_settings(MIDDLEWARE=own):
        client.handler.load_middleware()
    return client
