"""The Celery app. Its settings and its beat table are in `settings.jobs`; it imports no task."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kilicare.settings")

app = Celery("kilicare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
