"""What people type or scan, as it is kept."""

from datetime import date

from django.core.exceptions import ValidationError

from kilicare.accounts.models import User
from kilicare.accounts.phones import parse_phone

YEARS = range(2000, 2100)


def day_typed(text: str) -> date | None:
    """A day such as 2026-11-03, of this century; None for what is none."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year in YEARS else None


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
