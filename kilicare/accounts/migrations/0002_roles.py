"""Kilimall's roles stand as groups from the first day."""

from django.db import migrations

ROLES = ("desk", "supervisor", "warehouse", "counter", "rider", "finance")


def create_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.using(schema_editor.connection.alias).get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
