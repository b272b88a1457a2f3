"""The door for gunicorn and its like."""

import os

from django.core.wsgi import get_wsgi_application

from kilicare.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kilicare.settings")

application = get_wsgi_application()

__all__ = ["application", "celery_app"]
