"""How often a code may be asked for and tried. Counted in the cache, which all web machines share."""

from typing import Final

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

TOO_MANY_CODES: Final = _("Too many codes were asked for. Try again in an hour.")


def may_send_code(request: HttpRequest, to: str) -> bool:
    """Count one more code to a phone (E.164) or an e-mail, whatever it is for; whether it may leave.

    Three an hour to one name, 20 a minute from one address, and 10 an hour of somebody who is signed in:
    asked first, so that who is over their own limit uses up nobody else's.
    """
    if request.user.is_authenticated and not _count(request, "request_code_as_person"):
        return False
    return _count(request, "request_login_code", to)


def may_look_for(request: HttpRequest, phone: str) -> bool:
    """Count one more search by a phone (E.164), whoever types it; whether it may be looked at."""
    return _count(request, "request_find_code", phone)


def may_try_code(request: HttpRequest, key: str) -> bool:
    """Count one more try of the code that `key` names; whether it may be looked at: five may."""
    return _count(request, "enter_login_code", key)


def _count(request: HttpRequest, action: str, key: str | None = None) -> bool:
    return bool(ratelimit.consume(request, action=action, key=key))
