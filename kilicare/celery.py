"""The Celery app. Its settings and its beat table are in `settings.jobs`; it imports no task."""

import os
from typing import Any

from celery import Celery, signals

from kilicare.processes.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kilicare.settings")

app = Celery("kilicare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_process_init.connect
def begin(**_process: Any) -> None:
    """A worker's process has loaded everything and begins to work."""
    settle()
