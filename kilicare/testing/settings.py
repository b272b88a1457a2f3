"""The suite's settings: the ones people run, on a database of its own, with nothing leaving the process.

`TEST_DATABASE_URL` names a PostgreSQL server to test on; without it the suite runs on SQLite. What else the
environment says is for running the portal, not for testing it. This file stands outside of the settings'
package, so that the environment is laid before any of them is read.
"""

import atexit
import os
import shutil
import tempfile

_address = os.environ.get("TEST_DATABASE_URL", "")
for _name in (
    "SECRET_KEY",
    "DEBUG",
    "DEMO",
    "ALLOWED_HOSTS",
    "PORT",
    "SITE_URL",
    "SMS_URL",
    "MPESA_URL",
    "FAILPOINT",
    "TICK_SECONDS",
):
    os.environ.pop(_name, None)
_folder = tempfile.mkdtemp(prefix="kilicare-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["VAR_DIR"], os.environ["MEDIA_ROOT"] = _folder, f"{_folder}/media"
os.environ["DATABASE_URL"] = _address
os.environ["LOG_LEVEL"] = "INFO"  # as in production, for whoever listens: see the suite's conftest
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # a browser's loop stays in the thread where it was started

from kilicare.settings import *  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://"
