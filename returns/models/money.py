"""Refunds and the double-entry ledger they end in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models import Customer, Shop
from returns.enums import AccountKind, ComponentKind, Liable, RefundRoute
from returns.models.objection import Objection
from returns.models.ticket import Ticket, amount
from returns.models.withdrawal import Withdrawal


class Refund(models.Model):
    """The decision to give money back; paid when its transfers stand in the ledger.

    A ticket has one; what an upheld objection adds is another, which goes into the wallet at once.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="refunds")
    objection = models.OneToOneField(
        Objection, null=True, on_delete=models.PROTECT, related_name="refund", verbose_name=_("objection")
    )
    currency = models.CharField(max_length=3)
    amount = amount()
    route = models.CharField(max_length=10, choices=RefundRoute)
    liable = models.CharField(_("who bears the cost"), max_length=10, choices=Liable)
    decided_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="refund_is_not_negative"),
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(objection=None), name="refund_once_per_ticket"
            ),
            models.CheckConstraint(
                condition=Q(objection=None) | Q(route=RefundRoute.WALLET, paid_at__isnull=False),
                name="refund_of_an_objection_is_paid_at_once",
            ),
        ]
        indexes = [
            models.Index(fields=["decided_at", "id"], condition=Q(paid_at=None), name="refund_waits"),
            models.Index(fields=["paid_at"], condition=Q(paid_at__isnull=False), name="refund_paid"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.amount}"


class RefundComponent(models.Model):
    """A line of the refund, with the clause it rests on; deductions are negative."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="components")
    kind = models.CharField(max_length=20, choices=ComponentKind)
    amount = amount()
    clause = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund", "kind"], name="component_once"),
            models.CheckConstraint(
                condition=Q(kind__startswith="minus_", amount__lte=0)
                | (~Q(kind__startswith="minus_") & Q(amount__gte=0)),
                name="component_has_its_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class LedgerAccount(models.Model):
    """An account of the ledger: what was credited minus what was debited.

    A customer's wallet and a shop have one per currency, the house one per kind and currency. A wallet
    keeps its balance, which the database holds at zero or above; a house account, through which all
    refunds go, keeps none: who pays would queue for its row.
    """

    kind = models.CharField(max_length=10, choices=AccountKind)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.PROTECT, related_name="accounts")
    shop = models.ForeignKey(Shop, null=True, on_delete=models.PROTECT, related_name="accounts")
    currency = models.CharField(max_length=3)
    balance = amount(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_is_not_overdrawn"),
            models.UniqueConstraint(
                fields=["customer", "currency"],
                condition=Q(kind=AccountKind.WALLET),
                name="account_one_wallet_each",
            ),
            models.UniqueConstraint(
                fields=["shop", "currency"],
                condition=Q(kind=AccountKind.SHOP),
                name="account_one_shop_each",
            ),
            models.UniqueConstraint(
                fields=["kind", "currency"],
                condition=Q(customer=None, shop=None),
                name="account_one_house_each",
            ),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.WALLET, customer__isnull=False, shop=None)
                | Q(kind=AccountKind.SHOP, customer=None, shop__isnull=False)
                | (~Q(kind__in=[AccountKind.WALLET, AccountKind.SHOP]) & Q(customer=None, shop=None)),
                name="account_has_its_owner",
            ),
        ]

    def __str__(self) -> str:
        owner = self.shop or self.customer or ""
        return f"{self.get_kind_display()} {owner} {self.currency}"


class Transfer(models.Model):
    """One row, one movement: balanced by construction. No update, no removal."""

    key = models.CharField(max_length=40, unique=True)
    debit = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="debits")
    credit = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="credits")
    refund = models.ForeignKey(Refund, null=True, on_delete=models.PROTECT, related_name="transfers")
    withdrawal = models.ForeignKey(Withdrawal, null=True, on_delete=models.PROTECT, related_name="transfers")
    amount = amount()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_is_positive"),
            models.CheckConstraint(
                condition=Q(refund=None, withdrawal__isnull=False) | Q(refund__isnull=False, withdrawal=None),
                name="transfer_has_one_reason",
            ),
            models.CheckConstraint(condition=~Q(debit=models.F("credit")), name="transfer_between_two"),
        ]

    def __str__(self) -> str:
        return self.key
