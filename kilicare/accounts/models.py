"""The user of the portal, and the outbox of sign-in codes."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    """Where a person shops: it decides how a local phone number is read."""

    KENYA = "KE", _("Kenya")
    UGANDA = "UG", _("Uganda")
    NIGERIA = "NG", _("Nigeria")


class UserManager(DjangoUserManager["User"]):
    """Makes users whose e-mail is lower-case throughout, not in its domain only."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The one form in which an e-mail address is stored and looked up."""
        return (email or "").strip().lower()

    def sole(self, *, email: str = "", phone: str = "") -> "User | None":
        """The one active person with this e-mail or phone; nobody where there are several."""
        wanted = {"email": self.normalize_email(email)} if email else {"phone": phone}
        found = list(self.filter(is_active=True, **wanted)[:2]) if any(wanted.values()) else []
        return found[0] if len(found) == 1 else None


class User(AbstractUser):
    """A customer, a shop's or Kilimall's member of staff.

    Customers come from the order feed, have no usable password and sign in by a code. A phone or
    an e-mail may stand with several people: then nobody can sign in with it until staff sort it out.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    phone = models.CharField(
        _("phone"), max_length=16, blank=True, db_index=True, help_text=_("As +254712345678.")
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    country = models.CharField(_("country"), max_length=2, choices=Country, default=Country.KENYA)

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__startswith="+"), name="user_phone_is_e164"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @classmethod
    def new_customer(cls, **fields: Any) -> Self:
        """An unsaved customer: a name of its own for the machine, and no usable password."""
        return cls(username=f"customer-{uuid.uuid4().hex}", password=make_password(None), **fields)

    @cached_property
    def group_names(self) -> frozenset[str]:
        """The groups of this person; asked once per instance, so once per request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def get_full_name(self) -> str:
        """What Django's admin and mails call this person."""
        return str(self)

    def get_short_name(self) -> str:
        """Django's other name for the same."""
        return str(self)


class CodeMessage(models.Model):
    """One code on its way out: to sign in, or to prove a number.

    Written in the request, sent by the engine's relay. The body holds the code: it is blanked as
    soon as it was sent or nobody can use it any more.
    """

    class Channel(models.TextChoices):
        """How the message travels."""

        SMS = "sms", _("SMS")
        EMAIL = "email", _("E-mail")

    channel = models.CharField(max_length=5, choices=Channel)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("sign-in message")
        verbose_name_plural = _("sign-in messages")
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(body=""), name="code_message_sent_is_blank"),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="code_message_unsent", condition=~Q(body="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
