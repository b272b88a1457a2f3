"""Each event of a ticket's history is sealed with the one before."""

from importlib import import_module

from django.db import migrations, models

from kilicare.kernel.chain import seal

append_only = import_module("returns.migrations.0002_append_only")
TABLE = "returns_ticketevent"
SEALED = (
    "ticket_id number step from_state to_state party role by_id at recorded_at clause code text details strike"
).split()
BATCH = 300


def seal_what_stands(apps, schema_editor):
    """SQLite has just built the table anew, without its triggers; PostgreSQL's are switched off meanwhile."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_append_only")
    _seal(apps.get_model("returns", "TicketEvent").objects)
    if on_postgresql:
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_append_only")
    else:
        append_only.add_triggers_to(TABLE, schema_editor)


def _seal(events):
    tickets = list(events.order_by("ticket_id").values_list("ticket_id", flat=True).distinct())
    for first in range(0, len(tickets), BATCH):
        last = {}
        rows = list(events.filter(ticket_id__in=tickets[first : first + BATCH]).order_by("ticket_id", "number"))
        for event in rows:
            values = [getattr(event, name) for name in SEALED]
            event.seal = last[event.ticket_id] = seal(last.get(event.ticket_id, ""), values)
        events.bulk_update(rows, ["seal"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("returns", "0008_wallet")]
    operations = [
        migrations.AddField("ticketevent", "seal", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.RunPython(seal_what_stands, migrations.RunPython.noop),
    ]
