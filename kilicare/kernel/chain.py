"""A chain of records: each is sealed with a hash over itself and the seal before it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any


def seal(before: str, values: Sequence[Any]) -> str:
    """The seal (SHA-256, 64 hex figures) of a record that follows the one with the seal `before` ("": none).

    Values are None, texts, numbers, moments with a zone, and lists and dictionaries of them as JSON has
    them. The same values give the same seal, whichever zone a moment is told in and whatever order a
    dictionary has. Raises TypeError for anything else.
    """
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    text = json.dumps([before, *plain], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
