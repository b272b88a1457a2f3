"""The sides of a ticket write to each other; photos and notices may belong to a message."""

import uuid
from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

append_only = import_module("returns.migrations.0002_append_only")
SIDES = ["customer", "seller", "kilimall"]
PARTIES = [("customer", "Customer"), ("seller", "Seller"), ("kilimall", "Kilimall"), ("system", "The clock")]
KINDS = [
    ("step", "What happened"),
    ("reminder_24", "24 hours left"),
    ("reminder_3", "3 hours left"),
    ("objected", "An objection was raised"),
    ("judged", "An objection was answered"),
    ("message", "Somebody wrote a message"),
    ("waits_3", "The parcel waits since 3 days"),
    ("waits_60", "The parcel waits since 60 days"),
    ("waits_83", "The parcel waits for a week more"),
]
OF_OBJECTION = ["objected", "judged"]
ROW = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def to(model, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, **more)


def party():
    return models.CharField(choices=PARTIES, max_length=10)


def check(condition, name):
    return models.CheckConstraint(condition=condition, name=name)


def add_triggers(apps, schema_editor):
    append_only.add_triggers_to("returns_message", schema_editor)


class Migration(migrations.Migration):
    dependencies = [("returns", "0010_goods"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ROW,
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("party", party()),
                ("is_internal", models.BooleanField(default=False)),
                ("is_masked", models.BooleanField(default=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", to(settings.AUTH_USER_MODEL, related_name="+")),
                ("ticket", to("returns.ticket", related_name="messages")),
            ],
            options={
                "ordering": ["ticket", "id"],
                "constraints": [
                    check(
                        Q(party="kilimall") | Q(party__in=SIDES, is_internal=False), name="message_of_a_side"
                    ),
                    check(~Q(text=""), name="message_says_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ROW,
                ("party", party()),
                ("at", models.DateTimeField()),
                ("ticket", to("returns.ticket", related_name="read_marks")),
                ("upto", to("returns.message", related_name="+")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "party"), name="read_mark_once"),
                    check(Q(party__in=SIDES), name="read_mark_of_a_side"),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="evidence", name="evidence_of_a_ticket_or_a_draft"),
        migrations.AddField(
            model_name="evidence", name="message", field=to("returns.message", null=True, related_name="photos")
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=check(
                Q(ticket__isnull=False, draft=None) & (Q(event=None) | Q(message=None))
                | Q(ticket=None, draft__isnull=False, event=None, message=None),
                name="evidence_of_a_ticket_or_a_draft",
            ),
        ),
        migrations.RemoveConstraint(model_name="notice", name="notice_once"),
        migrations.RemoveConstraint(model_name="notice", name="notice_has_its_cause"),
        migrations.AddField(
            model_name="notice", name="message", field=to("returns.message", null=True, related_name="notices")
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=KINDS, default="step", max_length=12),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=Q(objection=None, message=None),
                fields=("event", "kind", "audience", "channel"),
                name="notice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("message", "kind", "audience", "channel"), name="notice_of_a_message_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=check(
                Q(kind="step", segment=None, objection=None, message=None)
                | Q(kind__in=OF_OBJECTION, segment=None, objection__isnull=False, message=None)
                | Q(kind="message", segment=None, objection=None, message__isnull=False)
                | (
                    ~Q(kind__in=["step", "message", *OF_OBJECTION])
                    & Q(segment__isnull=False, objection=None, message=None)
                ),
                name="notice_has_its_cause",
            ),
        ),
        migrations.RunPython(add_triggers, migrations.RunPython.noop),
    ]
