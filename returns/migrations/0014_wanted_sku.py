"""The make that a customer wants in exchange, named when applying."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("returns", "0013_uploads_are_bound")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="wanted_sku",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
