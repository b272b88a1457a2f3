"""Payouts: the tables of what leaves by M-Pesa. A refund may now end in two transfers."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("returns", "0003_holidays"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="refund_phone",
            field=models.CharField(blank=True, editable=False, max_length=16),
        ),
        migrations.AlterField(
            model_name="ledgeraccount",
            name="kind",
            field=models.CharField(
                choices=[
                    ("refunds", "Refunds paid by Kilimall"),
                    ("wallet", "A customer's wallet"),
                    ("mpesa", "Kilimall's M-Pesa account"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="refund",
            name="route",
            field=models.CharField(
                choices=[("wallet", "Kilimall wallet"), ("mpesa", "M-Pesa")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="setback",
            name="part",
            field=models.CharField(
                choices=[
                    ("lapse", "Clocks that run out"),
                    ("settle", "Refunds that wait"),
                    ("remind", "Reminders and extensions"),
                    ("codes", "Sign-in messages"),
                    ("email", "E-mails"),
                    ("sms", "SMS"),
                    ("payout", "Payouts to M-Pesa"),
                    ("reconcile", "Payouts without an answer"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="refund_route",
            field=models.CharField(
                choices=[("wallet", "Kilimall wallet"), ("mpesa", "M-Pesa")], default="wallet", max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="refund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="returns.refund"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refund_phone", ""), ("refund_route", "wallet")),
                    models.Q(("refund_route", "mpesa"), models.Q(("refund_phone", ""), _negated=True)),
                    _connector="OR",
                ),
                name="ticket_mpesa_has_its_number",
            ),
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
                (
                    "refund",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payout",
                        to="returns.refund",
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
                ("last_event", models.PositiveIntegerField(default=0)),
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
            name="PayoutEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["payout", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("payout", "number"), name="payout_event_numbered_once")
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
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="returns.payout",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("key", models.CharField(max_length=19, unique=True)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("conversation", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("suspected", models.CharField(blank=True, max_length=24)),
                ("ended_at", models.DateTimeField(null=True)),
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
            name="StatusQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="returns.payoutattempt",
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("asked_at", models.DateTimeField()),
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
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
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
    ]
