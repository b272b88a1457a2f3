"""What every page shows."""

from django.conf import settings
from django.http import HttpRequest


def site(_request: HttpRequest) -> dict[str, str]:
    """The help line's phone, in the same place on each page; and where parcels go."""
    return {"help_phone": settings.HELP_PHONE, "returns_address": settings.RETURNS_ADDRESS}
