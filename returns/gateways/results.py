"""The provider's callbacks, read with care: codes as numbers or words, pairs that are missing or doubled."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from returns.policy.payouts import SUCCESS

NUL = "\\u0000"


class UnreadableError(Exception):
    """No callback of the provider's."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a callback says: whose it is, its code, and its details by name (the first of each)."""

    key: str
    conversation: str
    code: str
    details: Mapping[str, Any]

    @property
    def is_success(self) -> bool:
        """Whether it reports what was asked for: of a payment, that it was made."""
        return self.code == SUCCESS

    def text(self, name: str) -> str:
        """A detail in words; "" where it is missing."""
        value = self.details.get(name)
        return "" if value is None else str(value).strip()

    def amount(self, name: str) -> Decimal | None:
        """A detail that is an amount, whatever it is written as; None for what is none."""
        try:
            found = Decimal(self.text(name))
        except InvalidOperation:
            return None
        return found if found.is_finite() else None


def read(body: bytes) -> Said:
    """The callback in a body. Raises UnreadableError."""
    try:
        found = json.loads(body)["Result"]
        code = found["ResultCode"]
        pairs = dict(reversed(list(_pairs(found))))  # of two with one name the first counts
        text = json.dumps(found, ensure_ascii=False)
        text.encode()  # no database takes half a sign
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as odd:
        raise UnreadableError(type(odd).__name__) from odd
    if NUL in text:
        raise UnreadableError("NUL")
    if isinstance(code, bool) or not isinstance(code, int | str):
        raise UnreadableError("ResultCode")
    key, conversation = found.get("OriginatorConversationID"), found.get("ConversationID")
    return Said(str(key or ""), str(conversation or ""), str(code).strip(), pairs)


def _pairs(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The details; a single pair may stand without its list."""
    listed = (found.get("ResultParameters") or {}).get("ResultParameter") or []
    for pair in [listed] if isinstance(listed, dict) else listed:
        yield str(pair["Key"]), pair.get("Value")
