"""Evidence may be a video, may be uploaded before its form, is checked, and goes after its time."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

REFUSALS = [
    ("unreadable", "This video can't be read. Please take it again."),
    ("too_long", "This video is longer than 60 seconds. Please send a shorter one."),
    ("unplayable", "Browsers can't play this kind of video. Please send an MP4, MOV or WebM."),
]
PARTS = [
    ("lapse", "Clocks that run out"),
    ("settle", "Refunds that wait"),
    ("remind", "Reminders and extensions"),
    ("codes", "Sign-in messages"),
    ("email", "E-mails"),
    ("sms", "SMS"),
    ("payout", "Payouts to M-Pesa"),
    ("reconcile", "Payouts without an answer"),
    ("hand_back", "Goods of closed tickets"),
    ("videos", "Videos to check"),
    ("forget", "Files past their time"),
]
COLUMNS = {
    "kind": models.CharField(choices=[("photo", "Photo"), ("video", "Video")], default="photo", max_length=5),
    "seconds": models.PositiveSmallIntegerField(null=True),
    "checked_at": models.DateTimeField(null=True),
    "checks": models.PositiveSmallIntegerField(default=0),
    "check_after": models.DateTimeField(null=True),
    "refusal": models.CharField(blank=True, choices=REFUSALS, default="", max_length=12),
    "removed_at": models.DateTimeField(null=True),
}
LAWS = {
    "evidence_of_a_ticket_or_a_draft": (
        (Q(ticket__isnull=False, draft=None) & (Q(event=None) | Q(message=None)))
        | Q(ticket=None, event=None, message=None)
    ),
    "evidence_photo_is_checked_at_once": (
        Q(kind="video") | Q(checked_at__isnull=False, seconds=None, refusal="")
    ),
    "evidence_refused_is_removed": Q(refusal="") | Q(removed_at__isnull=False, checked_at=None),
}


def check_photos(apps, schema_editor):
    """What is there are photos, which were made anew as they came."""
    apps.get_model("returns", "Evidence").objects.update(checked_at=F("added_at"))


class Migration(migrations.Migration):
    dependencies = [("returns", "0011_messages"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RemoveConstraint(model_name="evidence", name="evidence_of_a_ticket_or_a_draft"),
        *(
            migrations.AddField(
                model_name="evidence", name=name, field=column, preserve_default=name != "refusal"
            )
            for name, column in COLUMNS.items()
        ),
        *(
            migrations.AlterField(
                model_name="evidence", name=name, field=models.PositiveIntegerField(default=0)
            )
            for name in ("width", "height")
        ),
        migrations.RunPython(check_photos, migrations.RunPython.noop),
    ]
