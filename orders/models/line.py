"""A line of an order: the thing that may come back."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from orders.enums import HandoverProof, Invoice, OrderStatus, PolicyClass, Promotion, SignedBy
from orders.models.category import Category
from orders.models.order import Order
from orders.models.shop import Shop

if TYPE_CHECKING:
    from datetime import datetime


def blank_or(field: str, words: type[models.TextChoices]) -> Q:
    """A field that is empty or one of the words."""
    return Q(**{f"{field}__in": ["", *words.values]})


class OrderLine(models.Model):
    """So many pieces of one product. Amounts but the price of one are of the whole line.

    The feed writes the goods; a signature is the feed's or the customer's own; `ticket_count` (all
    tickets ever opened on the line) and `refunded_amount` are raised by the returns app, by F().
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("order"))
    number = models.PositiveSmallIntegerField(_("line"))
    sku = models.CharField(_("SKU"), max_length=64)
    name = models.CharField(_("product"), max_length=255)
    brand = models.CharField(_("brand"), max_length=100, blank=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="lines", verbose_name=_("category")
    )
    policy_class = models.CharField(
        _("policy class of its own"), max_length=20, choices=PolicyClass, blank=True
    )
    disclosed_flaw = models.CharField(_("flaw told of before the sale"), max_length=500, blank=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="lines", verbose_name=_("shop"))

    quantity = models.PositiveIntegerField(_("quantity"))
    unit_price_amount = models.DecimalField(_("price of one"), max_digits=12, decimal_places=2)
    discount_amount = models.DecimalField(_("discount"), max_digits=12, decimal_places=2, default=0)
    tax_amount = models.DecimalField(_("tax on the invoice"), max_digits=12, decimal_places=2, default=0)
    delivery_fee_amount = models.DecimalField(_("delivery fee"), max_digits=12, decimal_places=2, default=0)
    paid_amount = models.DecimalField(
        _("paid"),
        max_digits=12,
        decimal_places=2,
        help_text=_("Price times quantity, less the discount."),
    )
    refunded_amount = models.DecimalField(
        _("refunded"), max_digits=12, decimal_places=2, default=0, editable=False
    )

    serial_numbers = models.JSONField(_("serial numbers"), default=list, blank=True)
    warranty_months = models.PositiveSmallIntegerField(_("warranty in months"), default=0)
    service_centre = models.CharField(_("service centre"), max_length=300, blank=True)
    promotion = models.CharField(_("promotion"), max_length=20, choices=Promotion, blank=True)
    gift = models.CharField(_("gift"), max_length=200, blank=True)
    invoice = models.CharField(_("invoice"), max_length=10, choices=Invoice, blank=True)
    variants = models.JSONField(_("variants"), default=list, blank=True)

    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=10, choices=SignedBy, blank=True)
    parcel = models.CharField(_("parcel"), max_length=64, blank=True)
    handover_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    handover_place = models.CharField(_("handed over in"), max_length=200, blank=True)
    handover_proof = models.CharField(
        _("proof of the hand-over"), max_length=10, choices=HandoverProof, blank=True
    )
    ticket_count = models.PositiveSmallIntegerField(_("tickets"), default=0, editable=False)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "number"]
        # Rounded, because SQLite reckons decimals as floats.
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="line_number_once_per_order"),
            models.CheckConstraint(condition=Q(number__gte=1, quantity__gte=1), name="line_counts_from_one"),
            models.CheckConstraint(
                condition=Q(
                    unit_price_amount__gte=0,
                    discount_amount__gte=0,
                    tax_amount__gte=0,
                    delivery_fee_amount__gte=0,
                    paid_amount__gte=0,
                ),
                name="line_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    paid_amount=Round(F("unit_price_amount") * F("quantity") - F("discount_amount"), 2)
                ),
                name="line_paid_is_price_less_discount",
            ),
            models.CheckConstraint(
                condition=Q(
                    refunded_amount__gte=0,
                    refunded_amount__lte=Round(F("paid_amount") + F("delivery_fee_amount"), 2),
                ),
                name="line_refunded_within_paid",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by="")
                | Q(signed_at__isnull=False, signed_by__in=SignedBy.values),
                name="line_signature_has_signer",
            ),
            models.CheckConstraint(
                condition=blank_or("policy_class", PolicyClass)
                & blank_or("promotion", Promotion)
                & blank_or("invoice", Invoice)
                & blank_or("handover_proof", HandoverProof),
                name="line_words_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.number}"

    @property
    def serial_number(self) -> str:
        """The first serial number, or an empty text."""
        return self.serial_numbers[0] if self.serial_numbers else ""

    @property
    def awaits_signature(self) -> bool:
        """Whether the customer may say "I have received it" (2.2)."""
        return self.signed_at is None and self.order.status == OrderStatus.IN_TRANSIT

    @property
    def effective_policy_class(self) -> str:
        """The line's own policy class, else its category's."""
        return self.policy_class or self.category.policy_class

    @property
    def parcel_key(self) -> "str | tuple[int, datetime | None]":
        """What the lines of one parcel share within their order.

        Where the feed doesn't say: seller and signature (domain.md 6).
        """
        return self.parcel or (self.shop_id, self.signed_at)
