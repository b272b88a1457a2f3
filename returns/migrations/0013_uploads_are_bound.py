"""The laws of evidence, once its rows keep them: PostgreSQL changes no table that has just been written to."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

uploads = import_module("returns.migrations.0012_uploads")


class Migration(migrations.Migration):
    dependencies = [("returns", "0012_uploads")]

    operations = [
        *(
            migrations.AddConstraint(
                model_name="evidence", constraint=models.CheckConstraint(condition=law, name=name)
            )
            for name, law in uploads.LAWS.items()
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=Q(checked_at=None, removed_at=None),
                fields=["added_at", "id"],
                name="evidence_waits",
            ),
        ),
        migrations.AddIndex(
            model_name="evidence", index=models.Index(fields=["by", "added_at"], name="evidence_of_a_day")
        ),
        migrations.AlterField(
            model_name="setback",
            name="part",
            field=models.CharField(choices=uploads.PARTS, max_length=10),
        ),
    ]
