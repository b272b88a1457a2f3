"""Static files: production and the demo serve them compressed, under hashed names, as collected."""

from kilicare.settings.files import FILES
from kilicare.settings.base import BASE_DIR, VAR_DIR
from kilicare.settings.security import DEBUG, DEMO, PRODUCTION

COLLECTED = PRODUCTION or DEMO
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static" if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED  # elsewhere nothing is collected: they are served where they lie
WHITENOISE_AUTOREFRESH = DEBUG

_hashed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": FILES,
    "staticfiles": {"BACKEND": _hashed if COLLECTED else _plain},
}
