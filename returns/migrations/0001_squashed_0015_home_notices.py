"""All tables at once, for a database that is new: one that has any of the fifteen goes on with those."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
import returns.enums
import uuid
from django.conf import settings
from django.db import migrations, models


append_only = import_module("returns.migrations.0002_append_only")
holidays = import_module("returns.migrations.0003_holidays")
WRITTEN_ONCE = ("returns_ticketevent", "returns_transfer", "returns_payoutevent", "returns_message")


def add_triggers(apps, schema_editor):
    for table in WRITTEN_ONCE:
        append_only.add_triggers_to(table, schema_editor)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("returns", "0001_initial"),
        ("returns", "0002_append_only"),
        ("returns", "0003_holidays"),
        ("returns", "0004_payouts"),
        ("returns", "0005_payouts_append_only"),
        ("returns", "0006_numbers"),
        ("returns", "0007_sellers_side"),
        ("returns", "0008_wallet"),
        ("returns", "0009_history_chain"),
        ("returns", "0010_goods"),
        ("returns", "0011_messages"),
        ("returns", "0012_uploads"),
        ("returns", "0013_uploads_are_bound"),
        ("returns", "0014_wanted_sku"),
        ("returns", "0015_home_notices"),
    ]

    dependencies = [
        ("accounts", "__first__"),
        ("orders", "0002_stock"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("part", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Carrier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        choices=[("KE", "Kenya"), ("UG", "Uganda"), ("NG", "Nigeria")],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "patterns",
                    models.TextField(
                        blank=True,
                        help_text="One a line: 9 stands for a figure, A for a letter, * for either; all else for itself.",
                        verbose_name="waybill patterns",
                    ),
                ),
            ],
            options={
                "verbose_name": "carrier",
                "ordering": ["country", "name"],
                "constraints": [models.UniqueConstraint(fields=("country", "name"), name="carrier_once")],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("day", models.DateField(verbose_name="day")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
            ],
            options={
                "verbose_name": "public holiday",
                "ordering": ["country", "day"],
                "constraints": [models.UniqueConstraint(fields=("country", "day"), name="holiday_once")],
            },
        ),
        migrations.CreateModel(
            name="LedgerAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refunds", "Refunds paid by Kilimall"),
                            ("wallet", "A customer's wallet"),
                            ("mpesa", "Kilimall's M-Pesa account"),
                            ("shop", "A shop"),
                            ("commission", "Kilimall's commission"),
                            ("outgoing", "Withdrawals on their way"),
                            ("fees", "Fees of withdrawals"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("balance", models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="orders.customer",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="orders.shop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("balance__gte", 0)), name="account_is_not_overdrawn"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "wallet")),
                        fields=("customer", "currency"),
                        name="account_one_wallet_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "shop")),
                        fields=("shop", "currency"),
                        name="account_one_shop_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("customer", None), ("shop", None)),
                        fields=("kind", "currency"),
                        name="account_one_house_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("customer__isnull", False), ("kind", "wallet"), ("shop", None)),
                            models.Q(("customer", None), ("kind", "shop"), ("shop__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ["wallet", "shop"]), _negated=True),
                                ("customer", None),
                                ("shop", None),
                            ),
                            _connector="OR",
                        ),
                        name="account_has_its_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField(default=True)),
                ("reason", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_on", True)), fields=("is_on",), name="pause_one_is_on"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pause_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("is_on", True)),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), ("is_on", False)
                            ),
                            _connector="OR",
                        ),
                        name="pause_ended_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                (
                    "country",
                    models.CharField(
                        choices=[("KE", "Kenya"), ("UG", "Uganda"), ("NG", "Nigeria")],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                ("town", models.CharField(max_length=60, verbose_name="town")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.CharField(max_length=200, verbose_name="address")),
                ("hours", models.CharField(max_length=120, verbose_name="opening hours")),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        help_text="A closed one is offered to nobody; what lies there stays.",
                        verbose_name="open",
                    ),
                ),
            ],
            options={
                "verbose_name": "Kilishop",
                "ordering": ["country", "town", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="point_has_a_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(editable=False, max_length=16, unique=True, verbose_name="reference"),
                ),
                ("country", models.CharField(editable=False, max_length=2, verbose_name="country")),
                ("currency", models.CharField(editable=False, max_length=3, verbose_name="currency")),
                ("is_local", models.BooleanField(default=False, editable=False)),
                (
                    "asked_service",
                    models.CharField(
                        choices=[
                            ("return_refund", "Return & refund"),
                            ("exchange", "Exchange"),
                            ("refund_only", "Refund only"),
                        ],
                        max_length=16,
                        verbose_name="asked for",
                    ),
                ),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("return_refund", "Return & refund"),
                            ("exchange", "Exchange"),
                            ("refund_only", "Refund only"),
                        ],
                        editable=False,
                        max_length=16,
                        verbose_name="service",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("change_of_mind", "I changed my mind"),
                            ("defective", "It does not work"),
                            ("not_as_described", "It is not as described"),
                            ("wrong_item", "I got the wrong item, colour, size or model"),
                            ("missing", "A part or a product is missing"),
                            ("counterfeit", "I believe it is counterfeit"),
                            ("damaged", "It arrived damaged"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                (
                    "missing_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("part", "A part of the product"),
                            ("product", "A whole product of the parcel"),
                            ("parcel", "The whole parcel never came"),
                        ],
                        max_length=10,
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                ("worth_amount", models.DecimalField(decimal_places=2, editable=False, max_digits=12)),
                ("asked_amount", models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ("statement", models.TextField(blank=True, verbose_name="in the customer's words")),
                (
                    "refund_route",
                    models.CharField(
                        choices=[("wallet", "Kilimall wallet"), ("mpesa", "M-Pesa")],
                        default="wallet",
                        max_length=10,
                    ),
                ),
                ("refund_phone", models.CharField(blank=True, editable=False, max_length=16)),
                ("declared", models.JSONField(default=dict, editable=False)),
                ("facts", models.JSONField(default=dict, editable=False)),
                ("verdict", models.JSONField(default=dict, editable=False)),
                ("terms", models.CharField(editable=False, max_length=10)),
                ("draft_token", models.UUIDField(editable=False, null=True, unique=True)),
                ("on_behalf_reason", models.TextField(blank=True, editable=False)),
                ("opened_at", models.DateTimeField(editable=False, verbose_name="opened")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("seller_review", "Waiting for the seller"),
                            ("solution_offered", "A solution is offered"),
                            ("seller_rejected", "The seller said no"),
                            ("kilimall_review", "Kilimall is deciding"),
                            ("evidence_requested", "More proof is asked for"),
                            ("awaiting_return", "Waiting for the goods to be sent"),
                            ("return_in_transit", "The goods are on their way to Kilimall"),
                            ("inspection", "Kilimall is checking the goods"),
                            ("inspection_failed", "The check was not passed"),
                            ("sending_back", "The goods are going back"),
                            ("replacement_pending", "The new item is being prepared"),
                            ("replacement_choice", "No new item: waiting for a choice"),
                            ("replacement_shipped", "The new item is on its way"),
                            ("refund_processing", "The money is being paid"),
                            ("refunded", "Refunded"),
                            ("exchanged", "Exchanged"),
                            ("rejected", "Closed without a refund"),
                            ("cancelled", "Withdrawn"),
                            ("expired", "Closed: a step was missed"),
                        ],
                        default="seller_review",
                        editable=False,
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("entered_at", models.DateTimeField(editable=False)),
                ("due_at", models.DateTimeField(editable=False, null=True, verbose_name="due")),
                (
                    "due_step",
                    models.CharField(blank=True, choices=returns.enums.steps, editable=False, max_length=20),
                ),
                ("flagged_at", models.DateTimeField(editable=False, null=True)),
                ("extended_at", models.DateTimeField(editable=False, null=True)),
                ("held_since", models.DateTimeField(editable=False, null=True)),
                ("held_due_at", models.DateTimeField(editable=False, null=True)),
                (
                    "held_due_step",
                    models.CharField(blank=True, choices=returns.enums.steps, editable=False, max_length=20),
                ),
                ("evidence_requests", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="closed")),
                (
                    "offer_service",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("return_refund", "Return & refund"),
                            ("exchange", "Exchange"),
                            ("refund_only", "Refund only"),
                        ],
                        editable=False,
                        max_length=16,
                    ),
                ),
                (
                    "offer_amount",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=12, null=True),
                ),
                (
                    "offer_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("seller_silent", models.BooleanField(default=False, editable=False)),
                (
                    "liable",
                    models.CharField(
                        blank=True,
                        choices=[("shop", "The shop"), ("kilimall", "Kilimall"), ("nobody", "Nobody")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kilishop", "Drop off at a Kilishop"),
                            ("collection", "A rider collects at my door (Nairobi)"),
                            ("courier", "My own courier, with a waybill"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "goods",
                    models.CharField(
                        choices=[
                            ("with_customer", "With the customer"),
                            ("on_the_way", "On the way to Kilimall"),
                            ("in_hand", "With Kilimall"),
                            ("gone", "Handed back or disposed of"),
                        ],
                        default="with_customer",
                        editable=False,
                        max_length=13,
                    ),
                ),
                ("own_courier", models.BooleanField(default=False, editable=False)),
                ("waybill_corrections", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cheats", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("to_door", models.BooleanField(default=False, editable=False)),
                ("lost_collections", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("inspection_appealed", models.BooleanField(default=False, editable=False)),
                ("found", models.JSONField(default=dict, editable=False)),
                ("arrived_at", models.DateTimeField(editable=False, null=True)),
                ("pickup_code", models.CharField(blank=True, editable=False, max_length=6)),
                ("wanted_sku", models.CharField(blank=True, editable=False, max_length=64)),
                ("chosen_sku", models.CharField(blank=True, editable=False, max_length=64)),
                ("replacement_lost", models.BooleanField(default=False, editable=False)),
                ("report_missing_from", models.DateTimeField(editable=False, null=True)),
                ("last_event", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="orders.customer",
                    ),
                ),
                (
                    "inspected_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="orders.orderline",
                        verbose_name="product",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replacement_of",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="on_replacement",
                        to="returns.ticket",
                        verbose_name="new item of the exchange",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="orders.shop"
                    ),
                ),
                (
                    "split_of",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rest",
                        to="returns.ticket",
                        verbose_name="rest of",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at", "id"],
                        name="ticket_clock_runs",
                    ),
                    models.Index(
                        condition=models.Q(("flagged_at__isnull", False)),
                        fields=["flagged_at", "id"],
                        name="ticket_flagged",
                    ),
                    models.Index(fields=["customer", "-opened_at", "-id"], name="ticket_of_customer"),
                    models.Index(fields=["shop", "due_at", "id"], name="ticket_of_shop"),
                    models.Index(fields=["country", "due_at", "id"], name="ticket_of_country"),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["country", "holder", "due_at", "id"],
                        name="ticket_of_holder",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", False)),
                        fields=["closed_at", "id"],
                        name="ticket_closed",
                    ),
                    models.Index(
                        django.db.models.functions.text.Upper("reference"), name="ticket_reference_typed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["cancelled", "exchanged", "expired", "refunded", "rejected"]),
                                _negated=True,
                            ),
                            ("split_of", None),
                        ),
                        fields=("line",),
                        name="ticket_one_live_per_line",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="ticket_has_pieces"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "awaiting_return",
                                    "cancelled",
                                    "evidence_requested",
                                    "exchanged",
                                    "expired",
                                    "inspection",
                                    "inspection_failed",
                                    "kilimall_review",
                                    "refund_processing",
                                    "refunded",
                                    "rejected",
                                    "replacement_choice",
                                    "replacement_pending",
                                    "replacement_shipped",
                                    "return_in_transit",
                                    "seller_rejected",
                                    "seller_review",
                                    "sending_back",
                                    "solution_offered",
                                ],
                            )
                        ),
                        name="ticket_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["cancelled", "exchanged", "expired", "refunded", "rejected"]),
                                ("closed_at__isnull", False),
                                ("due_at", None),
                                ("flagged_at", None),
                                ("holder", ""),
                            ),
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "awaiting_return",
                                        "evidence_requested",
                                        "inspection",
                                        "inspection_failed",
                                        "kilimall_review",
                                        "refund_processing",
                                        "replacement_choice",
                                        "replacement_pending",
                                        "replacement_shipped",
                                        "return_in_transit",
                                        "seller_rejected",
                                        "seller_review",
                                        "sending_back",
                                        "solution_offered",
                                    ],
                                ),
                                models.Q(("holder", ""), _negated=True),
                                ("closed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_closed_has_no_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["cancelled", "exchanged", "expired", "refunded", "rejected"]),
                            models.Q(("due_at__isnull", False), ("flagged_at", None)),
                            models.Q(("due_at", None), ("flagged_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="ticket_open_has_clock_or_flag",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at", None), ("due_step", "")),
                            models.Q(("due_at__isnull", False), models.Q(("due_step", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ticket_clock_ends_in_a_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("service", "refund_only"),
                            ("asked_amount", None),
                            ("asked_service", "refund_only"),
                            _connector="OR",
                        ),
                        name="ticket_only_refund_only_asks_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ruled_by", None),
                            ("inspected_by", None),
                            models.Q(("ruled_by", models.F("inspected_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="ticket_is_ruled_by_another_than_inspected",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_amount", None), ("asked_amount__gt", 0), _connector="OR"),
                        name="ticket_asks_an_amount_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refund_phone", ""), ("refund_route", "wallet")),
                            models.Q(
                                ("refund_route", "mpesa"), models.Q(("refund_phone", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="ticket_mpesa_has_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_since__isnull", False), ("state", "evidence_requested")),
                            models.Q(
                                ("due_step", "collection_missed"),
                                ("held_since__isnull", False),
                                ("state", "awaiting_return"),
                            ),
                            models.Q(
                                models.Q(("state", "evidence_requested"), _negated=True),
                                models.Q(("due_step", "collection_missed"), _negated=True),
                                ("held_since", None),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_holds_a_clock_while_another_runs",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnclaimedParcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("label", models.CharField(blank=True, max_length=64, verbose_name="order or serial number")),
                ("note", models.CharField(max_length=500, verbose_name="what it is")),
                ("place", models.CharField(max_length=80, verbose_name="place")),
                ("at", models.DateTimeField(verbose_name="logged")),
                ("settled_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="what became of it")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.orderline",
                        verbose_name="product",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["country", "id"],
                        name="unclaimed_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at", None), ("settled_by", None)),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="unclaimed_is_settled_by_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VerifiedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, unique=True, verbose_name="number")),
                ("verified_at", models.DateTimeField(verbose_name="verified")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="orders.customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "verified number",
                "verbose_name_plural": "verified numbers",
                "ordering": ["verified_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("phone__regex", "^\\+254(?:7|1)\\d{8}$")),
                        name="number_is_a_kenyan_mobile",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField()),
                ("currency", models.CharField(max_length=3)),
                ("fee", models.DecimalField(decimal_places=2, max_digits=12)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="orders.customer",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("fee__gte", 0)), name="withdrawal_is_positive"
                    ),
                    models.UniqueConstraint(fields=("customer", "token"), name="withdrawal_once_per_form"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_internal", models.BooleanField(default=False)),
                ("is_masked", models.BooleanField(default=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("party", "kilimall"),
                            models.Q(
                                ("is_internal", False), ("party__in", ["customer", "seller", "kilimall"])
                            ),
                            _connector="OR",
                        ),
                        name="message_of_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="message_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Setback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("lapse", "Clocks that run out"),
                            ("settle", "Refunds that wait"),
                            ("remind", "Reminders and extensions"),
                            ("codes", "Sign-in messages"),
                            ("email", "E-mails"),
                            ("sms", "SMS"),
                            ("payout", "Payouts to M-Pesa"),
                            ("reconcile", "Payouts without an answer"),
                            ("hand_back", "Goods of closed tickets"),
                            ("videos", "Videos to check"),
                            ("forget", "Files past their time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("attempts", models.PositiveSmallIntegerField()),
                ("error", models.CharField(max_length=200)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("parked_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="setbacks",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("parked_at__isnull", False)),
                        fields=["parked_at"],
                        name="setback_parked",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "part"), name="setback_once"),
                    models.CheckConstraint(
                        condition=models.Q(("error", ""), _negated=True), name="setback_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(choices=returns.enums.steps, max_length=20)),
                ("place", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                ("moved", models.BooleanField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="returns.ticket"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("was_sent", models.BooleanField(default=False)),
                (
                    "stock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="orders.stock",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reservations",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("ticket",),
                        name="reservation_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("was_sent", False), ("ended_at__isnull", False), _connector="OR"),
                        name="reservation_that_was_sent_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Parcel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("return", "Goods coming back"), ("replacement", "New item going out")],
                        max_length=12,
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=60, verbose_name="carrier")),
                ("waybill", models.CharField(blank=True, max_length=40, verbose_name="waybill")),
                ("freight_amount", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("sent_at", models.DateTimeField()),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Upper("waybill"),
                        condition=models.Q(("waybill", ""), _negated=True),
                        name="parcel_waybill_typed",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "kind"), name="parcel_one_of_a_kind")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("due_step", models.CharField(blank=True, choices=returns.enums.steps, max_length=20)),
                ("flagged_at", models.DateTimeField(null=True)),
                ("remind_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=80)),
                ("code", models.CharField(max_length=6)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("handed_back", "Handed back to the customer"),
                            ("disposed", "Never fetched, and disposed of"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="way_home",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at", "id"],
                        name="hand_back_reminds",
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at", "id"],
                        name="hand_back_clock_runs",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                ("due_at", None),
                                ("due_step", ""),
                                ("ended_at__isnull", False),
                                ("outcome__in", ["handed_back", "disposed"]),
                            ),
                            _connector="OR",
                        ),
                        name="hand_back_ends_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("remind_at", None), ("due_at__isnull", False), _connector="OR"),
                        name="hand_back_reminds_of_a_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at", None), ("due_step", "")),
                            models.Q(("due_at__isnull", False), models.Q(("due_step", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="hand_back_clock_ends_in_a_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("answers", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField()),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="orders.orderline",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "replacement_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replacement_of", None)),
                        fields=("owner", "line"),
                        name="draft_one_per_line",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replacement_of__isnull", False)),
                        fields=("owner", "replacement_of"),
                        name="draft_one_per_replacement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Destination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="returns.point",
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destination",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address__gt", ""), ("point", None)),
                            models.Q(("address", ""), ("point__isnull", False)),
                            _connector="OR",
                        ),
                        name="destination_is_a_point_or_a_door",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockSegment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seller_review", "Waiting for the seller"),
                            ("solution_offered", "A solution is offered"),
                            ("seller_rejected", "The seller said no"),
                            ("kilimall_review", "Kilimall is deciding"),
                            ("evidence_requested", "More proof is asked for"),
                            ("awaiting_return", "Waiting for the goods to be sent"),
                            ("return_in_transit", "The goods are on their way to Kilimall"),
                            ("inspection", "Kilimall is checking the goods"),
                            ("inspection_failed", "The check was not passed"),
                            ("sending_back", "The goods are going back"),
                            ("replacement_pending", "The new item is being prepared"),
                            ("replacement_choice", "No new item: waiting for a choice"),
                            ("replacement_shipped", "The new item is on its way"),
                            ("refund_processing", "The money is being paid"),
                            ("refunded", "Refunded"),
                            ("exchanged", "Exchanged"),
                            ("rejected", "Closed without a refund"),
                            ("cancelled", "Withdrawn"),
                            ("expired", "Closed: a step was missed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("due_step", models.CharField(blank=True, choices=returns.enums.steps, max_length=20)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, choices=returns.enums.steps, max_length=20)),
                ("remind_at", models.DateTimeField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="segments",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None), ("remind_at__isnull", False)),
                        fields=["remind_at", "id"],
                        name="segment_reminds",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("ticket",), name="segment_one_runs"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", "")),
                            models.Q(
                                ("ended_at__gte", models.F("started_at")),
                                models.Q(("ended_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="segment_ends_after_its_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeTicket",
            fields=[],
            options={
                "verbose_name": "exchange",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, "returns.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="RefundOnlyTicket",
            fields=[],
            options={
                "verbose_name": "refund only",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, "returns.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="ReturnRefundTicket",
            fields=[],
            options={
                "verbose_name": "return & refund",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, "returns.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("step", models.CharField(choices=returns.enums.steps, max_length=20)),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("seller_review", "Waiting for the seller"),
                            ("solution_offered", "A solution is offered"),
                            ("seller_rejected", "The seller said no"),
                            ("kilimall_review", "Kilimall is deciding"),
                            ("evidence_requested", "More proof is asked for"),
                            ("awaiting_return", "Waiting for the goods to be sent"),
                            ("return_in_transit", "The goods are on their way to Kilimall"),
                            ("inspection", "Kilimall is checking the goods"),
                            ("inspection_failed", "The check was not passed"),
                            ("sending_back", "The goods are going back"),
                            ("replacement_pending", "The new item is being prepared"),
                            ("replacement_choice", "No new item: waiting for a choice"),
                            ("replacement_shipped", "The new item is on its way"),
                            ("refund_processing", "The money is being paid"),
                            ("refunded", "Refunded"),
                            ("exchanged", "Exchanged"),
                            ("rejected", "Closed without a refund"),
                            ("cancelled", "Withdrawn"),
                            ("expired", "Closed: a step was missed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("seller_review", "Waiting for the seller"),
                            ("solution_offered", "A solution is offered"),
                            ("seller_rejected", "The seller said no"),
                            ("kilimall_review", "Kilimall is deciding"),
                            ("evidence_requested", "More proof is asked for"),
                            ("awaiting_return", "Waiting for the goods to be sent"),
                            ("return_in_transit", "The goods are on their way to Kilimall"),
                            ("inspection", "Kilimall is checking the goods"),
                            ("inspection_failed", "The check was not passed"),
                            ("sending_back", "The goods are going back"),
                            ("replacement_pending", "The new item is being prepared"),
                            ("replacement_choice", "No new item: waiting for a choice"),
                            ("replacement_shipped", "The new item is on its way"),
                            ("refund_processing", "The money is being paid"),
                            ("refunded", "Refunded"),
                            ("exchanged", "Exchanged"),
                            ("rejected", "Closed without a refund"),
                            ("cancelled", "Withdrawn"),
                            ("expired", "Closed: a step was missed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller's staff"),
                            ("system", "KiliCare"),
                            ("desk", "Support agent"),
                            ("supervisor", "Supervisor"),
                            ("warehouse", "Warehouse"),
                            ("counter", "Kilishop counter"),
                            ("rider", "Rider"),
                            ("finance", "Finance"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when it counted")),
                ("recorded_at", models.DateTimeField(verbose_name="when it was written")),
                ("clause", models.CharField(blank=True, max_length=8)),
                ("code", models.CharField(blank=True, max_length=24)),
                ("text", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
                (
                    "strike",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("silent", "No answer within the time"),
                            ("upheld", "Wrong or counterfeit item confirmed"),
                            ("no_stock", "No stock for a promised exchange"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seal", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("strike", ""), _negated=True),
                        fields=["ticket", "strike"],
                        name="event_strikes",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "number"), name="event_numbered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", None), ("party", "system")),
                            models.Q(models.Q(("party", "system"), _negated=True), ("by__isnull", False)),
                            _connector="OR",
                        ),
                        name="event_has_its_actor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "against",
                    models.CharField(
                        choices=[
                            ("deduction", "A deduction that was not shown before"),
                            ("liability", "Who bears the cost"),
                            ("count", "What is said to have been in the parcel"),
                        ],
                        max_length=10,
                    ),
                ),
                ("text", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("is_upheld", models.BooleanField(null=True)),
                ("clause", models.CharField(blank=True, max_length=8)),
                ("answer", models.TextField(blank=True)),
                (
                    "liable",
                    models.CharField(
                        blank=True,
                        choices=[("shop", "The shop"), ("kilimall", "Kilimall"), ("nobody", "Nobody")],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "judge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="returns.ticket",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="returns.ticketevent",
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["due_at", "id"],
                        name="objection_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "party"), name="objection_once_per_event"),
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("ticket", "party"),
                        name="objection_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("clause", ""),
                                ("is_upheld", None),
                                ("liable", ""),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("is_upheld__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                                models.Q(("clause", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="objection_is_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(
                                models.Q(("answered_by", models.F("by")), _negated=True),
                                models.Q(
                                    ("judge", None),
                                    models.Q(("answered_by", models.F("judge")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="objection_is_answered_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("against__in", ["deduction", "count"]), ("party", "customer")),
                            models.Q(("against", "liability"), ("party", "seller")),
                            _connector="OR",
                        ),
                        name="objection_of_a_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "upto",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="returns.message"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="read_marks",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "party"), name="read_mark_once"),
                    models.CheckConstraint(
                        condition=models.Q(("party__in", ["customer", "seller", "kilimall"])),
                        name="read_mark_of_a_side",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "came",
                    models.CharField(
                        choices=[
                            ("as_ordered", "The goods of the order"),
                            ("other", "Other goods than those of the order"),
                            ("empty", "Nothing, or worthless filling"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("found", "Yes, it is there"),
                            ("not_found", "No, it is not there"),
                            ("untested", "It can't be tested here"),
                        ],
                        max_length=10,
                    ),
                ),
                ("findings", models.JSONField(default=dict)),
                ("proposed", models.CharField(blank=True, max_length=8)),
                ("has_passed", models.BooleanField()),
                ("is_counted", models.BooleanField(default=True)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("restock", "Back on the shelf, as new"),
                            ("refurbish", "To be refurbished"),
                            ("scrap", "To be scrapped"),
                            ("to_seller", "To the seller"),
                            ("to_customer", "To the customer"),
                            ("held", "Held: counterfeit or dangerous"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection",
                        to="returns.ticket",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection",
                        to="returns.ticketevent",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("came", "as_ordered"), _negated=True),
                        fields=["at"],
                        name="inspection_of_cheats",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("came__in", ["as_ordered", "other", "empty"])),
                        name="inspection_knows_what_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "disposition__in",
                                ["restock", "refurbish", "scrap", "to_seller", "to_customer", "held"],
                            )
                        ),
                        name="inspection_disposes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "Photo"), ("video", "Video")], default="photo", max_length=5
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                ("file", models.FileField(max_length=120, upload_to="evidence/%Y/%m/")),
                ("original_name", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("seconds", models.PositiveSmallIntegerField(null=True)),
                ("added_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("checks", models.PositiveSmallIntegerField(default=0)),
                ("check_after", models.DateTimeField(null=True)),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unreadable", "This video can't be read. Please take it again."),
                            ("too_long", "This video is longer than 60 seconds. Please send a shorter one."),
                            (
                                "unplayable",
                                "Browsers can't play this kind of video. Please send an MP4, MOV or WebM.",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="returns.draft",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="returns.message",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="returns.ticket",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="returns.ticketevent",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "indexes": [
                    models.Index(
                        condition=models.Q(("checked_at", None), ("removed_at", None)),
                        fields=["added_at", "id"],
                        name="evidence_waits",
                    ),
                    models.Index(fields=["by", "added_at"], name="evidence_of_a_day"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("draft", None),
                                ("ticket__isnull", False),
                                models.Q(("event", None), ("message", None), _connector="OR"),
                            ),
                            models.Q(("event", None), ("message", None), ("ticket", None)),
                            _connector="OR",
                        ),
                        name="evidence_of_a_ticket_or_a_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "video"),
                            models.Q(("checked_at__isnull", False), ("refusal", ""), ("seconds", None)),
                            _connector="OR",
                        ),
                        name="evidence_photo_is_checked_at_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refusal", ""),
                            models.Q(("checked_at", None), ("removed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_refused_is_removed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("address", models.CharField(max_length=300)),
                ("booked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("collected", "Collected"),
                            ("failed", "Nobody handed the goods over"),
                            ("missed", "The rider did not come"),
                            ("called_off", "Called off"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collections",
                        to="returns.ticket",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collection",
                        to="returns.ticketevent",
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")), fields=("ticket",), name="collection_one_awaited"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="collection_has_a_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("event", None), ("outcome", "")),
                            models.Q(
                                ("outcome__in", ["collected", "failed", "missed", "called_off"]),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="collection_ends_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waybill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("number", models.CharField(max_length=40)),
                ("replaced_at", models.DateTimeField()),
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="old_waybills",
                        to="returns.parcel",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(django.db.models.functions.text.Upper("number"), name="waybill_number_typed")
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "route",
                    models.CharField(
                        choices=[("wallet", "Kilimall wallet"), ("mpesa", "M-Pesa")], max_length=10
                    ),
                ),
                (
                    "liable",
                    models.CharField(
                        choices=[("shop", "The shop"), ("kilimall", "Kilimall"), ("nobody", "Nobody")],
                        max_length=10,
                        verbose_name="who bears the cost",
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "objection",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund",
                        to="returns.objection",
                        verbose_name="objection",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="returns.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("paid_at", None)),
                        fields=["decided_at", "id"],
                        name="refund_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="refund_is_not_negative"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("objection", None)),
                        fields=("ticket",),
                        name="refund_once_per_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("objection", None),
                            models.Q(("paid_at__isnull", False), ("route", "wallet")),
                            _connector="OR",
                        ),
                        name="refund_of_an_objection_is_paid_at_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("step", "What happened"),
                            ("reminder_24", "24 hours left"),
                            ("reminder_3", "3 hours left"),
                            ("objected", "An objection was raised"),
                            ("judged", "An objection was answered"),
                            ("message", "Somebody wrote a message"),
                            ("home_sent", "Goods of a closed ticket go home"),
                            ("home_here", "They are at the counter"),
                            ("home_shelf", "They are kept on the shelf"),
                            ("home_gone", "They were disposed of"),
                            ("waits_3", "The parcel waits since 3 days"),
                            ("waits_60", "The parcel waits since 60 days"),
                            ("waits_83", "The parcel waits for a week more"),
                        ],
                        default="step",
                        max_length=12,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("customer", "Customer"),
                            ("seller", "Seller"),
                            ("kilimall", "Kilimall"),
                            ("system", "The clock"),
                        ],
                        max_length=10,
                    ),
                ),
                ("channel", models.CharField(choices=[("email", "E-mail"), ("sms", "SMS")], max_length=6)),
                ("written_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("told_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                ("parked_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=200)),
                (
                    "hand_back",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="returns.handback",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="returns.message",
                    ),
                ),
                (
                    "segment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="returns.clocksegment",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="returns.objection",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="returns.ticket",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="returns.ticketevent",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped_at", None), ("parked_at", None), ("told_at", None)),
                        fields=["channel", "not_before", "id"],
                        name="notice_waits",
                    ),
                    models.Index(
                        condition=models.Q(("parked_at__isnull", False)),
                        fields=["parked_at"],
                        name="notice_parked",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("hand_back", None), ("message", None), ("objection", None)),
                        fields=("event", "kind", "audience", "channel"),
                        name="notice_once",
                    ),
                    models.UniqueConstraint(
                        fields=("message", "kind", "audience", "channel"), name="notice_of_a_message_once"
                    ),
                    models.UniqueConstraint(
                        fields=("objection", "kind", "audience", "channel"),
                        name="notice_of_an_objection_once",
                    ),
                    models.UniqueConstraint(
                        fields=("hand_back", "kind", "audience", "channel"), name="notice_of_a_hand_back_once"
                    ),
                    models.UniqueConstraint(
                        fields=("segment", "kind", "audience", "channel"), name="notice_reminds_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("hand_back__isnull", True),
                                ("kind", "step"),
                                ("message__isnull", True),
                                ("objection__isnull", True),
                                ("segment__isnull", True),
                            ),
                            models.Q(
                                ("hand_back__isnull", True),
                                ("kind__in", ["objected", "judged"]),
                                ("message__isnull", True),
                                ("objection__isnull", False),
                                ("segment__isnull", True),
                            ),
                            models.Q(
                                ("hand_back__isnull", True),
                                ("kind", "message"),
                                ("message__isnull", False),
                                ("objection__isnull", True),
                                ("segment__isnull", True),
                            ),
                            models.Q(
                                ("hand_back__isnull", False),
                                (
                                    "kind__in",
                                    [
                                        "home_sent",
                                        "home_here",
                                        "home_shelf",
                                        "home_gone",
                                        "waits_3",
                                        "waits_60",
                                        "waits_83",
                                    ],
                                ),
                                ("message__isnull", True),
                                ("objection__isnull", True),
                                ("segment__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "step",
                                            "message",
                                            "objected",
                                            "judged",
                                            "home_sent",
                                            "home_here",
                                            "home_shelf",
                                            "home_gone",
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("hand_back__isnull", True),
                                ("message__isnull", True),
                                ("objection__isnull", True),
                                ("segment__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="notice_has_its_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("told_at", None)),
                            models.Q(("parked_at", None), ("told_at", None)),
                            models.Q(("dropped_at", None), ("parked_at", None)),
                            _connector="OR",
                        ),
                        name="notice_ends_in_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dropped_at", None), ("parked_at", None)),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notice_untold_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="number")),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("queued", "Waits to be sent"),
                            ("submitting", "Being sent"),
                            ("submitted", "Taken by the provider"),
                            ("unknown", "Outcome not known"),
                            ("paid", "Paid"),
                            ("failed", "Failed: somebody must look"),
                            ("to_wallet", "Paid into the wallet instead"),
                        ],
                        default="queued",
                        editable=False,
                        max_length=50,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="since")),
                ("look_at", models.DateTimeField(null=True, verbose_name="looked at")),
                ("attempts_made", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("receipt", models.CharField(max_length=32, null=True, unique=True, verbose_name="receipt")),
                ("failure", models.CharField(blank=True, max_length=24, verbose_name="failure")),
                ("needs_release", models.BooleanField(default=False)),
                ("last_event", models.PositiveIntegerField(default=0)),
                (
                    "first_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout",
                        to="returns.refund",
                    ),
                ),
                (
                    "withdrawal",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout",
                        to="returns.withdrawal",
                    ),
                ),
            ],
            options={
                "verbose_name": "payout",
                "verbose_name_plural": "payouts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("look_at__isnull", False)),
                        fields=["look_at", "id"],
                        name="payout_looked_at",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payout_is_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refund", None), ("withdrawal__isnull", False)),
                            models.Q(("refund__isnull", False), ("withdrawal", None)),
                            _connector="OR",
                        ),
                        name="payout_has_one_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "failed",
                                    "paid",
                                    "queued",
                                    "submitted",
                                    "submitting",
                                    "to_wallet",
                                    "unknown",
                                ],
                            )
                        ),
                        name="payout_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt__isnull", False), ("state", "paid")),
                            models.Q(models.Q(("state", "paid"), _negated=True), ("receipt", None)),
                            _connector="OR",
                        ),
                        name="payout_paid_has_its_receipt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["paid", "to_wallet"]), _negated=True),
                            ("look_at", None),
                            _connector="OR",
                        ),
                        name="payout_ended_is_left_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by", None),
                            models.Q(
                                ("first_by__isnull", False),
                                models.Q(("first_by", models.F("second_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payout_released_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_release", False),
                            ("second_by__isnull", False),
                            ("state__in", ["queued", "to_wallet"]),
                            _connector="OR",
                        ),
                        name="payout_sent_when_released",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="RefundComponent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("goods", "Price paid for the goods"),
                            ("delivery_fee", "Delivery fee"),
                            ("return_freight", "Your courier's fee"),
                            ("minus_gift", "Lost or damaged gift"),
                            ("minus_invoice_tax", "Tax of the lost paper invoice"),
                            ("gift_back", "Deduction for the gift, paid back"),
                            ("invoice_tax_back", "Deduction for the invoice, paid back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("clause", models.CharField(max_length=8)),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="returns.refund",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("refund", "kind"), name="component_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__lte", 0), ("kind__startswith", "minus_")),
                            models.Q(
                                models.Q(("kind__startswith", "minus_"), _negated=True), ("amount__gte", 0)
                            ),
                            _connector="OR",
                        ),
                        name="component_has_its_sign",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("at", models.DateTimeField()),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="returns.ledgeraccount",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="returns.ledgeraccount",
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="returns.refund",
                    ),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="returns.withdrawal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="transfer_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refund", None), ("withdrawal__isnull", False)),
                            models.Q(("refund__isnull", False), ("withdrawal", None)),
                            _connector="OR",
                        ),
                        name="transfer_has_one_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="transfer_between_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=19, unique=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("conversation", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("suspected", models.CharField(blank=True, max_length=24)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="returns.payout",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("payout", "number"), name="attempt_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("payout",), name="attempt_one_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayoutEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("release", "Released by a second person"),
                            ("submit", "Sent to the provider"),
                            ("put_off", "Not taken: tried again later"),
                            ("accept", "Taken by the provider"),
                            ("lose_sight", "No sure answer"),
                            ("confirm", "Confirmed as paid"),
                            ("fail", "Confirmed as failed"),
                            ("retry", "To be sent anew"),
                            ("divert", "Paid into the wallet instead"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("queued", "Waits to be sent"),
                            ("submitting", "Being sent"),
                            ("submitted", "Taken by the provider"),
                            ("unknown", "Outcome not known"),
                            ("paid", "Paid"),
                            ("failed", "Failed: somebody must look"),
                            ("to_wallet", "Paid into the wallet instead"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("queued", "Waits to be sent"),
                            ("submitting", "Being sent"),
                            ("submitted", "Taken by the provider"),
                            ("unknown", "Outcome not known"),
                            ("paid", "Paid"),
                            ("failed", "Failed: somebody must look"),
                            ("to_wallet", "Paid into the wallet instead"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="returns.payout",
                    ),
                ),
            ],
            options={
                "ordering": ["payout", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("payout", "number"), name="payout_event_numbered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="returns.payoutattempt",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProviderMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_timeout", models.BooleanField(default=False)),
                ("is_listed", models.BooleanField()),
                ("source", models.GenericIPAddressField()),
                ("body", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applied", "It moved its payout"),
                            ("nothing_new", "It says what is known"),
                            ("not_sure", "The provider is asked instead"),
                            ("misfit", "It does not fit its payout"),
                            ("unreadable", "It can't be read"),
                            ("contradicts", "It says paid, after we were told that it failed"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="returns.payoutattempt",
                    ),
                ),
                (
                    "query",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="returns.statusquery",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["received_at", "id"],
                        name="message_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("query", None)),
                        fields=("attempt", "sha256", "is_timeout"),
                        name="message_stored_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("query__isnull", False)),
                        fields=("query", "sha256"),
                        name="message_answers_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", ""), ("read_at", None)),
                            models.Q(("read_at__isnull", False), models.Q(("finding", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="message_read_has_a_finding",
                    ),
                ],
            },
        ),
        migrations.RunPython(add_triggers, migrations.RunPython.noop),
        migrations.RunPython(holidays.seed, migrations.RunPython.noop),
    ]
