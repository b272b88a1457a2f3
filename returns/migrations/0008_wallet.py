"""Wallets keep their balance, and money can be taken out of them."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

append_only = import_module("returns.migrations.0002_append_only")
ONE_REASON = Q(refund=None, withdrawal__isnull=False) | Q(refund__isnull=False, withdrawal=None)
ZERO = {"max_digits": 12, "decimal_places": 2}


def to(model, kind=models.ForeignKey, **more):
    return kind(on_delete=django.db.models.deletion.PROTECT, to=model, **more)


def count_balances(apps, schema_editor):
    accounts, transfers = (apps.get_model("returns", name).objects for name in ("LedgerAccount", "Transfer"))
    for wallet in accounts.filter(kind="wallet").iterator():
        came, went = (
            transfers.filter(**{side: wallet}).aggregate(sum=models.Sum("amount"))["sum"] or 0
            for side in ("credit", "debit")
        )
        accounts.filter(pk=wallet.pk).update(balance=came - went)


def add_triggers(apps, schema_editor):
    """SQLite has built the ledger's table anew, without its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        append_only.add_triggers_to("returns_transfer", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("returns", "0007_sellers_side")]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customer", to("orders.customer", related_name="withdrawals")),
                ("token", models.UUIDField()),
                ("currency", models.CharField(max_length=3)),
                ("fee", models.DecimalField(**ZERO)),
                ("amount", models.DecimalField(**ZERO)),
                ("asked_at", models.DateTimeField(verbose_name="asked for")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(amount__gt=0, fee__gte=0), name="withdrawal_is_positive"),
                    models.UniqueConstraint(fields=["customer", "token"], name="withdrawal_once_per_form"),
                ]
            },
        ),
        migrations.AlterField(
            model_name="ledgeraccount",
            name="kind",
            field=models.CharField(
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
        migrations.AddField("ledgeraccount", "balance", models.DecimalField(default=0, **ZERO)),
        migrations.RunPython(count_balances, migrations.RunPython.noop),
        migrations.AddConstraint(
            "ledgeraccount",
            models.CheckConstraint(condition=Q(balance__gte=0), name="account_is_not_overdrawn"),
        ),
        migrations.AlterField(
            "payout", "refund", to("returns.refund", models.OneToOneField, null=True, related_name="payout")
        ),
        migrations.AddField(
            "payout",
            "withdrawal",
            to("returns.withdrawal", models.OneToOneField, null=True, related_name="payout"),
        ),
        migrations.AddConstraint(
            "payout", models.CheckConstraint(condition=ONE_REASON, name="payout_has_one_reason")
        ),
        migrations.AlterField("transfer", "refund", to("returns.refund", null=True, related_name="transfers")),
        migrations.AddField(
            "transfer", "withdrawal", to("returns.withdrawal", null=True, related_name="transfers")
        ),
        migrations.AddConstraint(
            "transfer", models.CheckConstraint(condition=ONE_REASON, name="transfer_has_one_reason")
        ),
        migrations.RunPython(add_triggers, migrations.RunPython.noop),
    ]
