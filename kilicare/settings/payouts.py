"""What pays refunds to M-Pesa. Without MPESA_URL nobody is offered it, and all refunds go to the wallet."""

from kilicare.settings import environment as env
from kilicare.settings.base import SITE_URL
from kilicare.settings.security import PRODUCTION, TRUSTED_PROXY_HOPS

MPESA_URL = env.given("MPESA_URL").rstrip("/")
MPESA = {
    "url": MPESA_URL,
    "key": env.given("MPESA_KEY"),
    "secret": env.given("MPESA_SECRET"),
    "shortcode": env.given("MPESA_SHORTCODE"),
    "initiator": env.given("MPESA_INITIATOR"),
    "password": env.given("MPESA_PASSWORD"),
    "certificate": env.given("MPESA_CERTIFICATE"),
    "callbacks": env.given("MPESA_CALLBACKS").rstrip("/") or SITE_URL.rstrip("/"),
}
# Where callbacks may come from, if it is known: others are kept and asked about, and move nothing.
MPESA_SOURCES = frozenset(env.words("MPESA_SOURCES", default=[]))

if MPESA_URL:
    for _name, _value in MPESA.items():
        if not _value:
            env.refuse(f"MPESA_{_name.upper()} is missing: MPESA_URL needs it")
    if PRODUCTION and not MPESA_URL.startswith("https://"):
        env.refuse("MPESA_URL is not https: money leaves there")
    if PRODUCTION and MPESA_SOURCES and not TRUSTED_PROXY_HOPS:
        env.refuse("MPESA_SOURCES needs TRUSTED_PROXY_HOPS: without it all callbacks come from the proxy")
