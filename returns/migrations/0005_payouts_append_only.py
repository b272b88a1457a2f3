"""A payout's history is append-only too. SQLite has built the ledger's table anew, without its triggers."""

from importlib import import_module

from django.db import migrations

append_only = import_module("returns.migrations.0002_append_only")


def add_triggers(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in ("returns_payoutevent",) if on_postgresql else ("returns_payoutevent", "returns_transfer"):
        append_only.add_triggers_to(table, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("returns", "0004_payouts")]
    operations = [migrations.RunPython(add_triggers, migrations.RunPython.noop)]
