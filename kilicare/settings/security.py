"""Who may reach the portal, what a browser may do with its pages, and when it refuses to start.

It runs in *production* unless DEBUG is on; DEBUG is on by itself only while no SECRET_KEY is given. DEMO
(one-click sign-in, a clock that skips) needs DEBUG, yet shows production's error pages. Outside production
only this machine's own names are answered to: a forgotten variable opens no debugger or demo to the world.
"""

import secrets
from pathlib import Path
from typing import Literal

from csp.constants import NONCE, NONE, SELF

from kilicare.settings import environment as env
from kilicare.settings.base import SITE_URL, VAR_DIR

KEY_LENGTH, KEY_VARIETY = 50, 5  # as much as Django's own check asks for
OWN_NAMES = ["localhost", ".localhost", "127.0.0.1", "[::1]"]


def _is_weak(key: str) -> bool:
    return len(key) < KEY_LENGTH or len(set(key)) < KEY_VARIETY or key.startswith("django-insecure-")


def _own_key(path: Path) -> str:
    """This machine's own key, drawn once, so that a restart keeps people signed in."""
    if not path.exists():
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(KEY_LENGTH), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii")


_key = env.given("SECRET_KEY")
_development = env.flag("DEBUG", default=not _key)
PRODUCTION = not _development
DEMO = env.flag("DEMO", default=False)
DEBUG = _development and not DEMO
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default=OWN_NAMES)

if PRODUCTION and DEMO:
    env.refuse("DEMO signs anybody in: it needs DEBUG=1 and never runs in production")
if PRODUCTION and _is_weak(_key):
    env.refuse(f"SECRET_KEY is missing or weak: production needs {KEY_LENGTH} random characters")
if PRODUCTION and "*" in ALLOWED_HOSTS:
    env.refuse("ALLOWED_HOSTS answers to any name: production needs its own ones")
if PRODUCTION and not SITE_URL.startswith("https://"):
    env.refuse("SITE_URL is missing or not https: the links in production's messages lead there")
if _development and not set(ALLOWED_HOSTS) <= set(OWN_NAMES):
    env.refuse("ALLOWED_HOSTS opens a machine with DEBUG to others: set DEBUG=0 and a SECRET_KEY")

# Where a fault run ends a process of its own.
FAILPOINT = env.given("FAILPOINT")
if PRODUCTION and FAILPOINT:
    env.refuse("FAILPOINT ends processes on purpose: production has none")

SECRET_KEY = _key or _own_key(VAR_DIR / "secret_key")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", default=[])

# How many proxies of ours stand in front: only then are their headers believed.
TRUSTED_PROXY_HOPS = env.number("TRUSTED_PROXY_HOPS", default=0, low=0, high=9)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_HOPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_HOPS else None

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0  # a year
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
_lax: Literal["Lax"] = "Lax"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = _lax
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "media-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its ticks and arrows so
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": PRODUCTION,
    },
}
