"""What people type or scan, as it is kept."""

from django.core.exceptions import ValidationError

from kilicare.accounts.models import User
from kilicare.accounts.phones import parse_phone


def reference_typed(text: str) -> str:
    """A reference as it is kept, however it was typed or scanned: `kc abcd 2345` too."""
    bare = "".join(sign for sign in text.upper() if sign.isalnum())
    return f"{bare[:2]}-{bare[2:6]}-{bare[6:]}" if len(bare) == 10 else text.strip().upper()


def phone_typed(text: str, user: User) -> str:
    """A phone as it is kept; what is none is searched as it stands and found nowhere."""
    try:
        return parse_phone(text, user.country)
    except ValidationError:
        return text
