"""The ticket: one after-sale case. One table, one proxy per machine."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from kilicare.kernel.money import Money
from orders.models import Customer, OrderLine, Shop
from returns.enums import (
    CLOSED_STATES,
    OPEN_STATES,
    Goods,
    Liable,
    MissingKind,
    Party,
    Reason,
    RefundRoute,
    ReturnMethod,
    Service,
    State,
    Step,
    steps,
)
from returns.flows.exchange import ExchangeFlow
from returns.flows.refund_only import RefundOnlyFlow
from returns.flows.return_refund import ReturnRefundFlow
from returns.policy.replacement import CONFIRMED


def amount(**options: Any) -> "models.DecimalField[Any, Any]":
    """A money column: at most ten figures before the point, two after."""
    return models.DecimalField(max_digits=12, decimal_places=2, **options)


class Ticket(models.Model):
    """One order line, a quantity, one customer, one seller, from the application to its end."""

    reference = models.CharField(_("reference"), max_length=16, unique=True, editable=False)
    line = models.ForeignKey(
        OrderLine, on_delete=models.PROTECT, related_name="tickets", verbose_name=_("product")
    )
    replacement_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="on_replacement",
        editable=False,
        verbose_name=_("new item of the exchange"),
    )
    split_of = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="rest",
        editable=False,
        verbose_name=_("rest of"),
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="tickets")
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="tickets")
    country = models.CharField(_("country"), max_length=2, editable=False)
    currency = models.CharField(_("currency"), max_length=3, editable=False)
    is_local = models.BooleanField(default=False, editable=False)

    asked_service = models.CharField(_("asked for"), max_length=16, choices=Service)
    service = models.CharField(_("service"), max_length=16, choices=Service, editable=False)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    missing_kind = models.CharField(max_length=10, choices=MissingKind, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    worth_amount = amount(editable=False)
    asked_amount = amount(null=True, blank=True)
    statement = models.TextField(_("in the customer's words"), blank=True)
    refund_route = models.CharField(max_length=10, choices=RefundRoute, default=RefundRoute.WALLET)
    refund_phone = models.CharField(max_length=16, blank=True, editable=False)
    declared = models.JSONField(default=dict, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    verdict = models.JSONField(default=dict, editable=False)
    terms = models.CharField(max_length=10, editable=False)
    draft_token = models.UUIDField(null=True, unique=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    on_behalf_reason = models.TextField(blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), editable=False)

    state = FSMField(
        _("state"),
        choices=State.choices,
        default=State.SELLER_REVIEW,
        protected=True,
        editable=False,
    )
    holder = models.CharField(max_length=10, choices=Party, blank=True, editable=False)
    entered_at = models.DateTimeField(editable=False)
    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    due_step = models.CharField(max_length=20, choices=steps, blank=True, editable=False)
    flagged_at = models.DateTimeField(null=True, editable=False)
    extended_at = models.DateTimeField(null=True, editable=False)
    held_since = models.DateTimeField(null=True, editable=False)
    held_due_at = models.DateTimeField(null=True, editable=False)
    held_due_step = models.CharField(max_length=20, choices=steps, blank=True, editable=False)
    evidence_requests = models.PositiveSmallIntegerField(default=0, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)

    offer_service = models.CharField(max_length=16, choices=Service, blank=True, editable=False)
    offer_amount = amount(null=True, editable=False)
    offer_by = models.CharField(max_length=10, choices=Party, blank=True, editable=False)
    seller_silent = models.BooleanField(default=False, editable=False)
    sellers_answer = models.CharField(
        _("the seller's answer"), max_length=20, choices=steps, blank=True, editable=False
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    liable = models.CharField(max_length=10, choices=Liable, blank=True, editable=False)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    method = models.CharField(max_length=10, choices=ReturnMethod, blank=True, editable=False)
    goods = models.CharField(max_length=13, choices=Goods, default=Goods.WITH_CUSTOMER, editable=False)
    own_courier = models.BooleanField(default=False, editable=False)
    waybill_corrections = models.PositiveSmallIntegerField(default=0, editable=False)
    cheats = models.PositiveSmallIntegerField(default=0, editable=False)
    to_door = models.BooleanField(default=False, editable=False)
    lost_collections = models.PositiveSmallIntegerField(default=0, editable=False)
    inspected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    inspection_appealed = models.BooleanField(default=False, editable=False)
    found = models.JSONField(default=dict, editable=False)
    arrived_at = models.DateTimeField(null=True, editable=False)
    pickup_code = models.CharField(max_length=6, blank=True, editable=False)
    wanted_sku = models.CharField(max_length=64, blank=True, editable=False)
    chosen_sku = models.CharField(max_length=64, blank=True, editable=False)
    replacement_lost = models.BooleanField(default=False, editable=False)
    report_missing_from = models.DateTimeField(null=True, editable=False)

    # What keeps lists in order and counts the history without asking for it.
    last_event = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=~Q(state__in=sorted(CLOSED_STATES)) & Q(split_of=None),
                name="ticket_one_live_per_line",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="ticket_has_pieces"),
            models.CheckConstraint(condition=Q(state__in=sorted(State.values)), name="ticket_state_is_known"),
            models.CheckConstraint(
                condition=(
                    Q(state__in=sorted(CLOSED_STATES))
                    & Q(holder="", due_at=None, flagged_at=None, closed_at__isnull=False)
                )
                | (Q(state__in=sorted(OPEN_STATES)) & ~Q(holder="") & Q(closed_at=None)),
                name="ticket_closed_has_no_holder",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED_STATES))
                | Q(due_at__isnull=False, flagged_at=None)
                | Q(due_at=None, flagged_at__isnull=False),
                name="ticket_open_has_clock_or_flag",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None, due_step="") | (Q(due_at__isnull=False) & ~Q(due_step="")),
                name="ticket_clock_ends_in_a_step",
            ),
            models.CheckConstraint(
                condition=Q(service=Service.REFUND_ONLY)
                | Q(asked_amount=None)
                | Q(asked_service=Service.REFUND_ONLY),
                name="ticket_only_refund_only_asks_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(ruled_by=None) | Q(inspected_by=None) | ~Q(ruled_by=models.F("inspected_by")),
                name="ticket_is_ruled_by_another_than_inspected",
            ),
            models.CheckConstraint(
                condition=Q(sellers_answer="", answered_at=None)
                | (~Q(sellers_answer="") & Q(answered_at__isnull=False)),
                name="ticket_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(asked_amount=None) | Q(asked_amount__gt=0),
                name="ticket_asks_an_amount_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(refund_route=RefundRoute.WALLET, refund_phone="")
                | (Q(refund_route=RefundRoute.MPESA) & ~Q(refund_phone="")),
                name="ticket_mpesa_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(state=State.EVIDENCE_REQUESTED, held_since__isnull=False)
                | Q(state=State.AWAITING_RETURN, due_step=Step.COLLECTION_MISSED, held_since__isnull=False)
                | (
                    ~Q(state=State.EVIDENCE_REQUESTED)
                    & ~Q(due_step=Step.COLLECTION_MISSED)
                    & Q(held_since=None)
                ),
                name="ticket_holds_a_clock_while_another_runs",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="ticket_clock_runs"
            ),
            models.Index(
                fields=["flagged_at", "id"], condition=Q(flagged_at__isnull=False), name="ticket_flagged"
            ),
            models.Index(fields=["customer", "-opened_at", "-id"], name="ticket_of_customer"),
            # The figures of a country and of a shop look at what was opened in a period; those of a country
            # are counted in the index alone, as its rows are long.
            models.Index(
                fields=[
                    "country",
                    "opened_at",
                    "id",
                    "sellers_answer",
                    "seller_silent",
                    "offer_by",
                    "reason",
                    "shop",
                    "answered_at",
                ],
                name="ticket_opened",
            ),
            models.Index(fields=["shop", "opened_at"], name="ticket_opened_in_shop"),
            models.Index(fields=["shop", "due_at", "id"], name="ticket_of_shop"),
            models.Index(fields=["country", "due_at", "id"], name="ticket_of_country"),
            # The desk's queue passes over the tickets that wait for sellers and customers: most of them.
            models.Index(
                fields=["country", "holder", "due_at", "id"],
                condition=Q(due_at__isnull=False),
                name="ticket_of_holder",
            ),
            models.Index(
                fields=["closed_at", "id"], condition=Q(closed_at__isnull=False), name="ticket_closed"
            ),
            models.Index(Upper("reference"), name="ticket_reference_typed"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether anything may still happen."""
        return self.state not in CLOSED_STATES

    @property
    def worth(self) -> Money:
        """What was paid for the pieces, after coupons (domain: Money)."""
        return Money(self.worth_amount, self.currency)

    @property
    def asked(self) -> Money | None:
        """The amount that was asked for; refund only names one."""
        return Money(self.asked_amount, self.currency) if self.asked_amount is not None else None

    @property
    def most_offered(self) -> Money:
        """The most that refund only may offer: what was asked, else the pieces' price.

        Never more than the refunds of the line leave: what is offered must be payable.
        """
        left = self.line.paid_amount - self.line.refunded_amount
        return Money(self.asked_amount or min(self.worth_amount, left), self.currency)

    @property
    def new_sku(self) -> str:
        """What goes out for an exchange: chosen when there was none, wanted when applying, or the same."""
        return self.chosen_sku or self.wanted_sku or self.line.sku

    @property
    def new_name(self) -> str:
        """Its name, where it is another make than the one that comes back; else empty."""
        names = {one["sku"]: str(one["name"]) for one in self.line.variants}
        return "" if self.new_sku == self.line.sku else names.get(self.new_sku, self.new_sku)

    @property
    def handover_proof(self) -> str:
        """What proves that the goods were handed over; a new item's arrival was confirmed (clause K3)."""
        return CONFIRMED if self.replacement_of_id else self.line.handover_proof

    @property
    def nothing_came(self) -> bool:
        """A whole product or parcel is missing: nothing can come back (clause K3)."""
        whole = self.missing_kind in {MissingKind.PRODUCT, MissingKind.PARCEL}
        return self.reason == Reason.MISSING and whole


class ReturnRefundTicket(ReturnRefundFlow, Ticket):
    """A ticket on the return & refund machine."""

    class Meta:
        proxy = True
        verbose_name = _("return & refund")


class ExchangeTicket(ExchangeFlow, Ticket):
    """A ticket on the exchange machine."""

    class Meta:
        proxy = True
        verbose_name = _("exchange")


class RefundOnlyTicket(RefundOnlyFlow, Ticket):
    """A ticket on the refund-only machine."""

    class Meta:
        proxy = True
        verbose_name = _("refund only")


Machine = ReturnRefundTicket | ExchangeTicket | RefundOnlyTicket
MACHINES: dict[Service, type[Machine]] = {
    Service.RETURN_REFUND: ReturnRefundTicket,
    Service.EXCHANGE: ExchangeTicket,
    Service.REFUND_ONLY: RefundOnlyTicket,
}
