"""What allauth asks of us: whom a phone belongs to, how a message leaves, where a person may be sent."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode

from kilicare.accounts.codes import CODE_LIFETIME, LINK_LIFETIME, Channel, queue_message
from kilicare.accounts.models import User
from kilicare.kernel import clock

NOT_TOGETHER = _("This name and this password don't belong together.")
LIFETIMES = {"account/email/password_reset_key": LINK_LIFETIME}


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up, nothing is sent from a request, nobody is led to another site."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_TOGETHER,
        "username_password_mismatch": NOT_TOGETHER,
        "too_many_login_attempts": _("Too many wrong tries. Wait a few minutes, then start again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Customers come from the order feed, staff from a superuser."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: the pages are for people, and have no twin in JSON."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` stays on this host; other allowed hosts are no place to be sent to."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count against the name alone: allauth adds the host, whose port is the sender's."""
        name: str = credentials.get("email") or credentials.get("username", "")
        return name.lower()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """The person's phone. The order feed vouches for it, and a right code proves it each time."""
        return (user.phone, True) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Nothing to keep: see `get_phone`."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """The one active person with this phone."""
        return User.objects.sole(phone=phone)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Put the code into the outbox."""
        body = render_to_string("account/sms/login_code.txt", {"code": code}).strip()
        queue_message(Channel.SMS, phone, body=body, now=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail into the outbox: a code for its 5 minutes, a password link for its hour."""
        mail = self.render_mail(template_prefix, email, context)
        lifetime = LIFETIMES.get(template_prefix, CODE_LIFETIME)
        queue_message(
            Channel.EMAIL, email, subject=mail.subject, body=mail.body, now=clock.now(), lifetime=lifetime
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, at the portal's own address: whoever asks chooses the request's host."""
        person, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": token})
        return f"{settings.SITE_URL.rstrip('/')}{path}"

    def format_email_subject(self, subject: str) -> str:
        """Subjects name the portal themselves."""
        return subject


class SecondFactorAdapter(DefaultMFAAdapter):
    """The QR code as a drawing in the page: a `data:` address would need a hole in the CSP."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This was not accepted. Try again."),
    }

    def build_totp_svg(self, url: str) -> str:
        """An `<svg>` element, without the XML declaration that a page can't hold."""
        code = QRCode(image_factory=SvgPathImage)
        code.add_data(url)
        drawing: str = code.make_image().to_string(encoding="unicode")
        return drawing
