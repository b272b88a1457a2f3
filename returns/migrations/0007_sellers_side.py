"""Who bears the cost of a refund, and the accounts of shops in the ledger."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

LIABLE = [("shop", "The shop"), ("kilimall", "Kilimall"), ("nobody", "Nobody")]


def say_who_is_liable(apps, schema_editor):
    """What was paid so far was paid by Kilimall alone; what still waits follows the rulings and the rules."""
    refunds = apps.get_model("returns", "Refund").objects
    waiting = refunds.filter(paid_at=None)
    lost = Q(ticket__reason="damaged") | Q(ticket__reason="missing", ticket__missing_kind="parcel")
    waiting.update(liable="shop")
    waiting.filter(ticket__reason="change_of_mind").update(liable="nobody")
    waiting.filter(lost, ticket__line__order__kind="local").update(liable="kilimall")
    for word, _label in LIABLE:
        waiting.filter(ticket__liable=word).update(liable=word)


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
        ("returns", "0006_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="refund",
            name="liable",
            field=models.CharField(
                choices=LIABLE, default="kilimall", max_length=10, verbose_name="who bears the cost"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(say_who_is_liable, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="ledgeraccount", name="account_one_house_each"),
        migrations.RemoveConstraint(model_name="ledgeraccount", name="account_wallet_has_its_customer"),
        migrations.AddField(
            model_name="ledgeraccount",
            name="shop",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="orders.shop",
            ),
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
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.UniqueConstraint(
                condition=Q(kind="shop"), fields=("shop", "currency"), name="account_one_shop_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.UniqueConstraint(
                condition=Q(customer=None, shop=None), fields=("kind", "currency"), name="account_one_house_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgeraccount",
            constraint=models.CheckConstraint(
                condition=Q(kind="wallet", customer__isnull=False, shop=None)
                | Q(kind="shop", customer=None, shop__isnull=False)
                | (~Q(kind__in=["wallet", "shop"]) & Q(customer=None, shop=None)),
                name="account_has_its_owner",
            ),
        ),
    ]
