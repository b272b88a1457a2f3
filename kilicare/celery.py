"""The Celery app and its beat. The schedule stands in code and names its tasks: it imports none of them."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kilicare.settings")

app = Celery("kilicare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Each tick finds by itself what is due: one that waited for longer than its interval may go.
app.conf.beat_schedule = {
    "tick-engine": {
        "task": "returns.tasks.tick_engine",
        "schedule": 30.0,
        "options": {"queue": "engine", "expires": 30},
    },
    "relay-outbox": {
        "task": "returns.tasks.relay_outbox",
        "schedule": 5.0,
        "options": {"queue": "notices", "expires": 5},
    },
}
