"""Every table of the tickets, each with its constraints and indexes: to add them later is to build the table anew."""

import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("orders", "0001_initial"),
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
                        choices=[("refunds", "Refunds paid by Kilimall"), ("wallet", "A customer's wallet")],
                        max_length=10,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="orders.customer",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "wallet")),
                        fields=("customer", "currency"),
                        name="account_one_wallet_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "wallet"), _negated=True),
                        fields=("kind", "currency"),
                        name="account_one_house_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("customer__isnull", False), ("kind", "wallet")),
                            models.Q(models.Q(("kind", "wallet"), _negated=True), ("customer", None)),
                            _connector="OR",
                        ),
                        name="account_wallet_has_its_customer",
                    ),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="orders.customer",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tickets", to="orders.shop"
                    ),
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
                        choices=[("wallet", "Kilimall wallet")], default="wallet", max_length=10
                    ),
                ),
                ("declared", models.JSONField(default=dict, editable=False)),
                ("facts", models.JSONField(default=dict, editable=False)),
                ("verdict", models.JSONField(default=dict, editable=False)),
                ("terms", models.CharField(editable=False, max_length=10)),
                ("draft_token", models.UUIDField(editable=False, null=True, unique=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Apply"),
                            ("approve", "Approve"),
                            ("offer", "Offer something else"),
                            ("reject", "Reject"),
                            ("hand_to_kilimall", "Hand to Kilimall"),
                            ("take_over", "Kilimall takes over"),
                            ("accept", "Accept the solution"),
                            ("accept_by_silence", "Accepted by silence"),
                            ("appeal", "Ask Kilimall to decide"),
                            ("expire", "Closed: no answer in time"),
                            ("withdraw", "Withdraw the application"),
                            ("ask_evidence", "Ask for more proof"),
                            ("answer", "Send the proof"),
                            ("close_file", "Decide without the proof"),
                            ("rule_offer", "Decide on a solution for the customer"),
                            ("rule_refund", "Decide for the customer: money back"),
                            ("rule_replace", "Decide for the customer: a new item"),
                            ("rule_against", "Decide against the customer"),
                            ("rule_send_back", "Decide against the customer: the goods go back"),
                            ("rule_delivered", "Decide that the new item was delivered"),
                            ("rule_by_default", "Granted, as the seller stayed silent"),
                            ("escalate", "Put before the supervisor"),
                            ("extend", "Time extended"),
                            ("hand_over", "Hand over the goods"),
                            ("change_method", "Change the return method"),
                            ("correct_waybill", "Correct the waybill"),
                            ("receive", "Receive the parcel"),
                            ("presume_received", "Presumed received"),
                            ("trace_parcel", "The parcel did not arrive: Kilimall looks into it"),
                            ("pass_goods", "Pass the goods"),
                            ("fail_goods", "Fail the goods"),
                            ("send_back", "Take the goods back"),
                            ("arrive", "Arrived at the counter"),
                            ("shelve", "Kept on the shelf"),
                            ("hand_back", "Hand the goods back"),
                            ("dispose", "Disposed of"),
                            ("dispatch", "Send the new item"),
                            ("no_stock", "No stock"),
                            ("offer_choice", "The new item is late: the customer chooses"),
                            ("refund_instead", "Take the money instead"),
                            ("confirm", "The new item was received"),
                            ("report_missing", "The new item has not come"),
                            ("settle", "The money was paid"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("flagged_at", models.DateTimeField(editable=False, null=True)),
                ("extended_at", models.DateTimeField(editable=False, null=True)),
                ("held_since", models.DateTimeField(editable=False, null=True)),
                ("held_due_at", models.DateTimeField(editable=False, null=True)),
                (
                    "held_due_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Apply"),
                            ("approve", "Approve"),
                            ("offer", "Offer something else"),
                            ("reject", "Reject"),
                            ("hand_to_kilimall", "Hand to Kilimall"),
                            ("take_over", "Kilimall takes over"),
                            ("accept", "Accept the solution"),
                            ("accept_by_silence", "Accepted by silence"),
                            ("appeal", "Ask Kilimall to decide"),
                            ("expire", "Closed: no answer in time"),
                            ("withdraw", "Withdraw the application"),
                            ("ask_evidence", "Ask for more proof"),
                            ("answer", "Send the proof"),
                            ("close_file", "Decide without the proof"),
                            ("rule_offer", "Decide on a solution for the customer"),
                            ("rule_refund", "Decide for the customer: money back"),
                            ("rule_replace", "Decide for the customer: a new item"),
                            ("rule_against", "Decide against the customer"),
                            ("rule_send_back", "Decide against the customer: the goods go back"),
                            ("rule_delivered", "Decide that the new item was delivered"),
                            ("rule_by_default", "Granted, as the seller stayed silent"),
                            ("escalate", "Put before the supervisor"),
                            ("extend", "Time extended"),
                            ("hand_over", "Hand over the goods"),
                            ("change_method", "Change the return method"),
                            ("correct_waybill", "Correct the waybill"),
                            ("receive", "Receive the parcel"),
                            ("presume_received", "Presumed received"),
                            ("trace_parcel", "The parcel did not arrive: Kilimall looks into it"),
                            ("pass_goods", "Pass the goods"),
                            ("fail_goods", "Fail the goods"),
                            ("send_back", "Take the goods back"),
                            ("arrive", "Arrived at the counter"),
                            ("shelve", "Kept on the shelf"),
                            ("hand_back", "Hand the goods back"),
                            ("dispose", "Disposed of"),
                            ("dispatch", "Send the new item"),
                            ("no_stock", "No stock"),
                            ("offer_choice", "The new item is late: the customer chooses"),
                            ("refund_instead", "Take the money instead"),
                            ("confirm", "The new item was received"),
                            ("report_missing", "The new item has not come"),
                            ("settle", "The money was paid"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
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
                ("inspection_appealed", models.BooleanField(default=False, editable=False)),
                ("found", models.JSONField(default=dict, editable=False)),
                ("arrived_at", models.DateTimeField(editable=False, null=True)),
                ("pickup_code", models.CharField(blank=True, editable=False, max_length=6)),
                ("replacement_lost", models.BooleanField(default=False, editable=False)),
                ("report_missing_from", models.DateTimeField(editable=False, null=True)),
                ("last_event", models.PositiveIntegerField(default=0, editable=False)),
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
                            ("state__in", ["cancelled", "exchanged", "expired", "refunded", "rejected"]),
                            _negated=True,
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
                        condition=models.Q(("asked_amount", None), ("asked_amount__gt", 0), _connector="OR"),
                        name="ticket_asks_an_amount_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_since__isnull", False), ("state", "evidence_requested")),
                            models.Q(
                                models.Q(("state", "evidence_requested"), _negated=True), ("held_since", None)
                            ),
                            _connector="OR",
                        ),
                        name="ticket_holds_the_desks_clock_while_asking",
                    ),
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
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="segments",
                        to="returns.ticket",
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
                (
                    "due_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Apply"),
                            ("approve", "Approve"),
                            ("offer", "Offer something else"),
                            ("reject", "Reject"),
                            ("hand_to_kilimall", "Hand to Kilimall"),
                            ("take_over", "Kilimall takes over"),
                            ("accept", "Accept the solution"),
                            ("accept_by_silence", "Accepted by silence"),
                            ("appeal", "Ask Kilimall to decide"),
                            ("expire", "Closed: no answer in time"),
                            ("withdraw", "Withdraw the application"),
                            ("ask_evidence", "Ask for more proof"),
                            ("answer", "Send the proof"),
                            ("close_file", "Decide without the proof"),
                            ("rule_offer", "Decide on a solution for the customer"),
                            ("rule_refund", "Decide for the customer: money back"),
                            ("rule_replace", "Decide for the customer: a new item"),
                            ("rule_against", "Decide against the customer"),
                            ("rule_send_back", "Decide against the customer: the goods go back"),
                            ("rule_delivered", "Decide that the new item was delivered"),
                            ("rule_by_default", "Granted, as the seller stayed silent"),
                            ("escalate", "Put before the supervisor"),
                            ("extend", "Time extended"),
                            ("hand_over", "Hand over the goods"),
                            ("change_method", "Change the return method"),
                            ("correct_waybill", "Correct the waybill"),
                            ("receive", "Receive the parcel"),
                            ("presume_received", "Presumed received"),
                            ("trace_parcel", "The parcel did not arrive: Kilimall looks into it"),
                            ("pass_goods", "Pass the goods"),
                            ("fail_goods", "Fail the goods"),
                            ("send_back", "Take the goods back"),
                            ("arrive", "Arrived at the counter"),
                            ("shelve", "Kept on the shelf"),
                            ("hand_back", "Hand the goods back"),
                            ("dispose", "Disposed of"),
                            ("dispatch", "Send the new item"),
                            ("no_stock", "No stock"),
                            ("offer_choice", "The new item is late: the customer chooses"),
                            ("refund_instead", "Take the money instead"),
                            ("confirm", "The new item was received"),
                            ("report_missing", "The new item has not come"),
                            ("settle", "The money was paid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "Apply"),
                            ("approve", "Approve"),
                            ("offer", "Offer something else"),
                            ("reject", "Reject"),
                            ("hand_to_kilimall", "Hand to Kilimall"),
                            ("take_over", "Kilimall takes over"),
                            ("accept", "Accept the solution"),
                            ("accept_by_silence", "Accepted by silence"),
                            ("appeal", "Ask Kilimall to decide"),
                            ("expire", "Closed: no answer in time"),
                            ("withdraw", "Withdraw the application"),
                            ("ask_evidence", "Ask for more proof"),
                            ("answer", "Send the proof"),
                            ("close_file", "Decide without the proof"),
                            ("rule_offer", "Decide on a solution for the customer"),
                            ("rule_refund", "Decide for the customer: money back"),
                            ("rule_replace", "Decide for the customer: a new item"),
                            ("rule_against", "Decide against the customer"),
                            ("rule_send_back", "Decide against the customer: the goods go back"),
                            ("rule_delivered", "Decide that the new item was delivered"),
                            ("rule_by_default", "Granted, as the seller stayed silent"),
                            ("escalate", "Put before the supervisor"),
                            ("extend", "Time extended"),
                            ("hand_over", "Hand over the goods"),
                            ("change_method", "Change the return method"),
                            ("correct_waybill", "Correct the waybill"),
                            ("receive", "Receive the parcel"),
                            ("presume_received", "Presumed received"),
                            ("trace_parcel", "The parcel did not arrive: Kilimall looks into it"),
                            ("pass_goods", "Pass the goods"),
                            ("fail_goods", "Fail the goods"),
                            ("send_back", "Take the goods back"),
                            ("arrive", "Arrived at the counter"),
                            ("shelve", "Kept on the shelf"),
                            ("hand_back", "Hand the goods back"),
                            ("dispose", "Disposed of"),
                            ("dispatch", "Send the new item"),
                            ("no_stock", "No stock"),
                            ("offer_choice", "The new item is late: the customer chooses"),
                            ("refund_instead", "Take the money instead"),
                            ("confirm", "The new item was received"),
                            ("report_missing", "The new item has not come"),
                            ("settle", "The money was paid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("remind_at", models.DateTimeField(null=True)),
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
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="orders.orderline",
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
                ("answers", models.JSONField(default=dict)),
                ("updated_at", models.DateTimeField()),
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
            name="ExchangeTicket",
            fields=[],
            options={
                "verbose_name": "exchange",
                "proxy": True,
            },
            bases=(django_fsm.ConcurrentTransitionMixin, "returns.ticket", models.Model),
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
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parcels",
                        to="returns.ticket",
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
            name="Refund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refund",
                        to="returns.ticket",
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("route", models.CharField(choices=[("wallet", "Kilimall wallet")], max_length=10)),
                ("decided_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
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
                    )
                ],
            },
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
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="returns.refund",
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
                        ],
                        max_length=20,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("clause", models.CharField(max_length=8)),
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
            name="RefundOnlyTicket",
            fields=[],
            options={
                "verbose_name": "refund only",
                "proxy": True,
            },
            bases=(django_fsm.ConcurrentTransitionMixin, "returns.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="ReturnRefundTicket",
            fields=[],
            options={
                "verbose_name": "return & refund",
                "proxy": True,
            },
            bases=(django_fsm.ConcurrentTransitionMixin, "returns.ticket", models.Model),
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
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="returns.ticket"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("open", "Apply"),
                            ("approve", "Approve"),
                            ("offer", "Offer something else"),
                            ("reject", "Reject"),
                            ("hand_to_kilimall", "Hand to Kilimall"),
                            ("take_over", "Kilimall takes over"),
                            ("accept", "Accept the solution"),
                            ("accept_by_silence", "Accepted by silence"),
                            ("appeal", "Ask Kilimall to decide"),
                            ("expire", "Closed: no answer in time"),
                            ("withdraw", "Withdraw the application"),
                            ("ask_evidence", "Ask for more proof"),
                            ("answer", "Send the proof"),
                            ("close_file", "Decide without the proof"),
                            ("rule_offer", "Decide on a solution for the customer"),
                            ("rule_refund", "Decide for the customer: money back"),
                            ("rule_replace", "Decide for the customer: a new item"),
                            ("rule_against", "Decide against the customer"),
                            ("rule_send_back", "Decide against the customer: the goods go back"),
                            ("rule_delivered", "Decide that the new item was delivered"),
                            ("rule_by_default", "Granted, as the seller stayed silent"),
                            ("escalate", "Put before the supervisor"),
                            ("extend", "Time extended"),
                            ("hand_over", "Hand over the goods"),
                            ("change_method", "Change the return method"),
                            ("correct_waybill", "Correct the waybill"),
                            ("receive", "Receive the parcel"),
                            ("presume_received", "Presumed received"),
                            ("trace_parcel", "The parcel did not arrive: Kilimall looks into it"),
                            ("pass_goods", "Pass the goods"),
                            ("fail_goods", "Fail the goods"),
                            ("send_back", "Take the goods back"),
                            ("arrive", "Arrived at the counter"),
                            ("shelve", "Kept on the shelf"),
                            ("hand_back", "Hand the goods back"),
                            ("dispose", "Disposed of"),
                            ("dispatch", "Send the new item"),
                            ("no_stock", "No stock"),
                            ("offer_choice", "The new item is late: the customer chooses"),
                            ("refund_instead", "Take the money instead"),
                            ("confirm", "The new item was received"),
                            ("report_missing", "The new item has not come"),
                            ("settle", "The money was paid"),
                        ],
                        max_length=20,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("moved", models.BooleanField()),
            ],
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
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="setbacks",
                        to="returns.ticket",
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
            name="TicketEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("open", "Apply"),
                            ("approve", "Approve"),
                            ("offer", "Offer something else"),
                            ("reject", "Reject"),
                            ("hand_to_kilimall", "Hand to Kilimall"),
                            ("take_over", "Kilimall takes over"),
                            ("accept", "Accept the solution"),
                            ("accept_by_silence", "Accepted by silence"),
                            ("appeal", "Ask Kilimall to decide"),
                            ("expire", "Closed: no answer in time"),
                            ("withdraw", "Withdraw the application"),
                            ("ask_evidence", "Ask for more proof"),
                            ("answer", "Send the proof"),
                            ("close_file", "Decide without the proof"),
                            ("rule_offer", "Decide on a solution for the customer"),
                            ("rule_refund", "Decide for the customer: money back"),
                            ("rule_replace", "Decide for the customer: a new item"),
                            ("rule_against", "Decide against the customer"),
                            ("rule_send_back", "Decide against the customer: the goods go back"),
                            ("rule_delivered", "Decide that the new item was delivered"),
                            ("rule_by_default", "Granted, as the seller stayed silent"),
                            ("escalate", "Put before the supervisor"),
                            ("extend", "Time extended"),
                            ("hand_over", "Hand over the goods"),
                            ("change_method", "Change the return method"),
                            ("correct_waybill", "Correct the waybill"),
                            ("receive", "Receive the parcel"),
                            ("presume_received", "Presumed received"),
                            ("trace_parcel", "The parcel did not arrive: Kilimall looks into it"),
                            ("pass_goods", "Pass the goods"),
                            ("fail_goods", "Fail the goods"),
                            ("send_back", "Take the goods back"),
                            ("arrive", "Arrived at the counter"),
                            ("shelve", "Kept on the shelf"),
                            ("hand_back", "Hand the goods back"),
                            ("dispose", "Disposed of"),
                            ("dispatch", "Send the new item"),
                            ("no_stock", "No stock"),
                            ("offer_choice", "The new item is late: the customer chooses"),
                            ("refund_instead", "Take the money instead"),
                            ("confirm", "The new item was received"),
                            ("report_missing", "The new item has not come"),
                            ("settle", "The money was paid"),
                        ],
                        max_length=20,
                    ),
                ),
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
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="returns.draft",
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
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("file", models.FileField(max_length=120, upload_to="evidence/%Y/%m/")),
                ("original_name", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("added_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "evidence",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draft", None), ("ticket__isnull", False)),
                            models.Q(("draft__isnull", False), ("event", None), ("ticket", None)),
                            _connector="OR",
                        ),
                        name="evidence_of_a_ticket_or_a_draft",
                    )
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="returns.ticketevent",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("step", "What happened"),
                            ("reminder_24", "24 hours left"),
                            ("reminder_3", "3 hours left"),
                        ],
                        default="step",
                        max_length=12,
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
                        fields=("event", "kind", "audience", "channel"), name="notice_once"
                    ),
                    models.UniqueConstraint(
                        fields=("segment", "kind", "audience", "channel"), name="notice_reminds_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "step"), ("segment", None)),
                            models.Q(models.Q(("kind", "step"), _negated=True), ("segment__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_reminds_of_a_segment",
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
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, unique=True)),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="returns.ledgeraccount",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="returns.ledgeraccount",
                    ),
                ),
                (
                    "refund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfer",
                        to="returns.refund",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="transfer_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="transfer_between_two",
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
                (
                    "parcel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="old_waybills",
                        to="returns.parcel",
                    ),
                ),
                ("carrier", models.CharField(blank=True, max_length=60)),
                ("number", models.CharField(max_length=40)),
                ("replaced_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(django.db.models.functions.text.Upper("number"), name="waybill_number_typed")
                ],
            },
        ),
    ]
