"""Numbers that customers proved to be theirs: refunds may be paid to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
        ("returns", "0005_payouts_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="VerifiedNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phone", models.CharField(max_length=16, unique=True, verbose_name="number")),
                ("verified_at", models.DateTimeField(verbose_name="verified")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="numbers", to="orders.customer"
                    ),
                ),
            ],
            options={
                "verbose_name": "verified number",
                "verbose_name_plural": "verified numbers",
                "ordering": ["verified_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("phone__regex", r"^\+254(?:7|1)\d{8}$")),
                        name="number_is_a_kenyan_mobile",
                    )
                ],
            },
        ),
    ]
