"""The words of an order, as the shop's feed writes them."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Country(TextChoices):
    """Where an order was placed."""

    KENYA = "KE", _("Kenya")
    UGANDA = "UG", _("Uganda")
    NIGERIA = "NG", _("Nigeria")


class Currency(TextChoices):
    """What an order was paid in."""

    KENYAN_SHILLING = "KES", _("Kenyan shilling")
    UGANDAN_SHILLING = "UGX", _("Ugandan shilling")
    NAIRA = "NGN", _("Nigerian naira")


CURRENCY_OF: Final = {
    Country.KENYA: Currency.KENYAN_SHILLING,
    Country.UGANDA: Currency.UGANDAN_SHILLING,
    Country.NIGERIA: Currency.NAIRA,
}


COUNTRY_OF: Final = {currency: country for country, currency in CURRENCY_OF.items()}


class OrderKind(TextChoices):
    """Who ships an order, and from where."""

    LOCAL = "local", _("From Kilimall's warehouse")
    DROPSHIP = "dropship", _("Shipped by a local seller")
    GLOBAL = "global", _("Shipped from overseas")


class OrderStatus(TextChoices):
    """How far an order has come, in the shop's own words."""

    PENDING_PAYMENT = "pending_payment", _("Waiting for payment")
    PENDING_DISPATCH = "pending_dispatch", _("Waiting for dispatch")
    IN_TRANSIT = "in_transit", _("On its way")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class PolicyClass(TextChoices):
    """What the policy says of a category's change of mind: clauses 2.1 and 3-1 to 3-6."""

    STANDARD = "standard", _("Standard")
    CUSTOM_OR_FRESH = "custom_or_fresh", _("Customised or fresh (3-1)")
    VIRTUAL = "virtual", _("Virtual (3-2)")
    INTIMATE_WEAR = "intimate_wear", _("Intimate wear (3-3)")
    PERSONAL_ITEM = "personal_item", _("Personal item (3-4)")
    EXCLUDED_GOODS = "excluded_goods", _("Excluded goods (3-5)")
    ADULT = "adult", _("Underwear and adult products (3-6)")


class Promotion(TextChoices):
    """The campaign that a line was sold in."""

    ONE_SHILLING = "one_shilling", _("1-shilling promotion")


class Invoice(TextChoices):
    """How a line's invoice was given."""

    ELECTRONIC = "electronic", _("Electronic")
    PAPER = "paper", _("On paper")


class HandoverProof(TextChoices):
    """What shows that a parcel was handed over to the customer."""

    CODE = "code", _("The customer's code")
    SIGNATURE = "signature", _("A signature")
    PHOTO = "photo", _("A photo")


class SignedBy(TextChoices):
    """Whose word a line's signature is."""

    FEED = "feed", _("The shop")
    CUSTOMER = "customer", _("The customer")
