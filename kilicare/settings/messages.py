"""What sends SMS. Mail's own settings stand with Django's in `base`."""

from kilicare.settings import environment as env

SMS = env.sms("SMS_URL", default="file:")
