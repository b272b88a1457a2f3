"""Where things are, what the portal is made of, and what it keeps its rows in."""

from pathlib import Path

import django_stubs_ext

from kilicare.settings import environment as env
from kilicare.settings.accounts import ACCOUNTS_MIDDLEWARE

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.made_folder("VAR_DIR", default=BASE_DIR / "var")
MEDIA_ROOT = env.folder("MEDIA_ROOT", default=VAR_DIR / "media")
LOCALE_PATHS = [BASE_DIR / "locale"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_structlog",
    "phonenumber_field",
    # Ours come last: their admin closes what the others opened.
    "kilicare.accounts",
    "orders",
    "returns",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kilicare.compression.TextGZipMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "kilicare.addresses.NoNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    *ACCOUNTS_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kilicare.context.site",
                "kilicare.demo.context",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
ROOT_URLCONF = "kilicare.urls"
WSGI_APPLICATION = "kilicare.wsgi.application"
ASGI_APPLICATION = "kilicare.asgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PORT = env.number("PORT", default=8000, low=1, high=65535)
SITE_URL = env.given("SITE_URL") or f"http://127.0.0.1:{PORT}"
RETURNS_ADDRESS = env.given("RETURNS_ADDRESS") or "Kilimall Returns, Mombasa Road, Nairobi"
HELP_PHONE = env.given("HELP_PHONE") or "+254 709 876 000"

# SQLite: a writing transaction takes its lock at once (a deferred one fails when it comes to write), readers
# go on beside it (WAL), and 20 seconds' patience outlasts any transaction of ours.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000",
}
POSTGRES_OPTIONS = {"connect_timeout": 5}
_database = env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/kilicare.sqlite3")
_on_sqlite = _database["ENGINE"].endswith("sqlite3")
DATABASES = {
    "default": _database
    | {
        "OPTIONS": (SQLITE_OPTIONS if _on_sqlite else POSTGRES_OPTIONS) | _database.get("OPTIONS", {}),
        "CONN_MAX_AGE": 0 if _on_sqlite else 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
# Redis is the broker only: with sessions and cache in the database, no page notices that it is down.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kilicare_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

USE_TZ = True
TIME_ZONE = "Africa/Nairobi"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("sw", "Kiswahili")]
PHONENUMBER_DEFAULT_REGION = "KE"
PHONENUMBER_DB_FORMAT = "E164"

# Evidence is 6 photos of 10 MB at most; a file over 1 MB goes to the disk while it arrives.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kilicare.kernel.receiving.CappedUploadHandler",
]

_mail = env.mail("EMAIL_URL", default={"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"})
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail.get("EMAIL_HOST") or "localhost"
EMAIL_HOST_USER = _mail.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = _mail.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(_mail.get("EMAIL_USE_SSL"))
EMAIL_PORT = _mail.get("EMAIL_PORT") or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.given("MAIL_FROM") or "KiliCare <care@kilicare.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
