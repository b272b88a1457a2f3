"""What sends SMS. Mail's own settings stand with Django's in `base`.

Outside production both go to files by default. Production must say where they go: a forgotten variable would
swallow every code and every notice.
"""

from kilicare.settings import environment as env
from kilicare.settings.security import PRODUCTION

SMS = env.sms("SMS_URL", default="file:")

for _name, _what in (("EMAIL_URL", "mail"), ("SMS_URL", "SMS")):
    if PRODUCTION and not env.given(_name):
        env.refuse(f"{_name} is missing: production must say what sends {_what}")
