"""Who gets goods of a closed ticket back is told of it, and reminded while they wait."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0014_wanted_sku"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_has_its_cause",
        ),
        migrations.AddField(
            model_name="handback",
            name="remind_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="hand_back",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="returns.handback",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("step", "What happened"),
                    ("reminder_24", "24 hours left"),
                    ("reminder_3", "3 hours left"),
                    ("objected", "An objection was raised"),
                    ("judged", "An objection was answered"),
                    ("message", "Somebody wrote a message"),
                    ("home_sent", "Goods of a closed ticket go home"),
                    ("home_here", "They are at the counter"),
                    ("home_shelf", "They are kept on the shelf"),
                    ("home_gone", "They were disposed of"),
                    ("waits_3", "The parcel waits since 3 days"),
                    ("waits_60", "The parcel waits since 60 days"),
                    ("waits_83", "The parcel waits for a week more"),
                ],
                default="step",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="handback",
            index=models.Index(
                condition=models.Q(("remind_at__isnull", False)),
                fields=["remind_at", "id"],
                name="hand_back_reminds",
            ),
        ),
        migrations.AddConstraint(
            model_name="handback",
            constraint=models.CheckConstraint(
                condition=models.Q(("remind_at", None), ("due_at__isnull", False), _connector="OR"),
                name="hand_back_reminds_of_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("hand_back", None), ("message", None), ("objection", None)),
                fields=("event", "kind", "audience", "channel"),
                name="notice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("hand_back", "kind", "audience", "channel"), name="notice_of_a_hand_back_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("hand_back__isnull", True),
                        ("kind", "step"),
                        ("message__isnull", True),
                        ("objection__isnull", True),
                        ("segment__isnull", True),
                    ),
                    models.Q(
                        ("hand_back__isnull", True),
                        ("kind__in", ["objected", "judged"]),
                        ("message__isnull", True),
                        ("objection__isnull", False),
                        ("segment__isnull", True),
                    ),
                    models.Q(
                        ("hand_back__isnull", True),
                        ("kind", "message"),
                        ("message__isnull", False),
                        ("objection__isnull", True),
                        ("segment__isnull", True),
                    ),
                    models.Q(
                        ("hand_back__isnull", False),
                        (
                            "kind__in",
                            [
                                "home_sent",
                                "home_here",
                                "home_shelf",
                                "home_gone",
                                "waits_3",
                                "waits_60",
                                "waits_83",
                            ],
                        ),
                        ("message__isnull", True),
                        ("objection__isnull", True),
                        ("segment__isnull", True),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "kind__in",
                                [
                                    "step",
                                    "message",
                                    "objected",
                                    "judged",
                                    "home_sent",
                                    "home_here",
                                    "home_shelf",
                                    "home_gone",
                                ],
                            ),
                            _negated=True,
                        ),
                        ("hand_back__isnull", True),
                        ("message__isnull", True),
                        ("objection__isnull", True),
                        ("segment__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="notice_has_its_cause",
            ),
        ),
    ]
