"""Structured logs: coloured lines for people in development, JSON elsewhere."""

from kilicare.logs import configure, logging_config
from kilicare.settings import environment as env
from kilicare.settings.security import DEBUG

LOG_LEVEL = env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], default="INFO")
LOGGING = logging_config(LOG_LEVEL, for_people=DEBUG)
configure()

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""  # it would ask the database for the user of every page
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # DEBUG
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = 10
