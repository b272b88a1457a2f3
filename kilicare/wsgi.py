"""The door for gunicorn and its like."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from kilicare.celery import app as celery_app
from kilicare.processes.memory import settle

NEVER_AGAIN = 3  # gunicorn starts a worker that ended with any other status again, for ever

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kilicare.settings")

try:
    application = get_wsgi_application()
except SystemExit as refused:
    sys.stderr.write(f"{refused}\n")
    raise SystemExit(NEVER_AGAIN) from None
settle()

__all__ = ["application", "celery_app"]
