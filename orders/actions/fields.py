"""Read the fields of a feed's JSON object: each is of its kind, within its bounds, or named."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext as _

Word = TypeVar("Word", bound=TextChoices)

AMOUNT: Final = re.compile(r"[0-9]{1,10}(\.[0-9]{1,9})?", re.ASCII)
PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
AMOUNT_LIMIT: Final = Decimal(10) ** 10
"""A DecimalField(12, 2) holds less than this."""
YEARS: Final = range(2000, 2100)
"""A moment outside of these is a slip, and would overflow a deadline."""


class FeedError(ValueError):
    """A field that can't be taken: `field` is its path, `reason` says why in plain words."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class Fields:
    """The fields of one JSON object, and the path that leads to it.

    Every reader raises FeedError. A field that may be absent says so with `needed=False` or a
    default; null and an empty text count as absent.
    """

    __slots__ = ("_path", "_row")

    def __init__(self, row: object, path: str = "") -> None:
        if not isinstance(row, Mapping):
            raise FeedError(path, _("is not an object"))
        self._row = row
        self._path = path

    def path(self, name: str) -> str:
        """Where a field stands, seen from the feed's line: `lines[0].quantity`."""
        return f"{self._path}.{name}" if self._path else name

    def error(self, name: str, reason: str) -> FeedError:
        """The error that names a field."""
        return FeedError(self.path(name), reason)

    def _raw(self, name: str, *, needed: bool) -> object:
        value = self._row.get(name)
        if value is None or value == "":
            if needed:
                raise self.error(name, _("is missing"))
            return None
        return value

    def text(self, name: str, limit: int, *, needed: bool = True) -> str:
        """A text of one line and at most `limit` characters; an absent one is empty."""
        value = self._raw(name, needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(name, _("is not a text"))
        text = " ".join(value.split())
        if UNPRINTABLE.search(text):
            raise self.error(name, _("holds characters that can't be stored"))
        if len(text) > limit:
            raise self.error(name, _("is longer than %d characters") % limit)
        if needed and not text:
            raise self.error(name, _("is missing"))
        return text

    def texts(self, name: str, limit: int, most: int = 1000) -> tuple[str, ...]:
        """A list of texts; an absent one is empty."""
        values = self._list(name, most, needed=False)
        items = Fields({str(place): value for place, value in enumerate(values)}, self.path(name))
        return tuple(items.text(str(place), limit) for place in range(len(values)))

    def phone(self, name: str, *, needed: bool = True) -> str:
        """A phone number as E.164 writes it: +254712345678."""
        text = self.text(name, 16, needed=needed)
        if text and not PHONE.fullmatch(text):
            raise self.error(name, _("is not a phone number like +254712345678"))
        return text

    def email(self, name: str) -> str:
        """An e-mail address in lower case; an absent one is empty."""
        text = self.text(name, 254, needed=False).lower()
        try:
            if text:
                validate_email(text)
        except ValidationError:
            raise self.error(name, _("is not an e-mail address")) from None
        return text

    def choice(self, name: str, words: type[Word]) -> Word:
        """One of the words of an enumeration."""
        value = self._raw(name, needed=True)
        word = next((word for word in words if word == value), None)
        if word is None:
            raise self.error(name, _("is none of: %s") % ", ".join(words.values))
        return word

    def choice_or_none(self, name: str, words: type[Word]) -> Word | None:
        """One of the words of an enumeration, or None where the field is absent."""
        return None if self._raw(name, needed=False) is None else self.choice(name, words)

    def whole(self, name: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`, both included."""
        value = self._raw(name, needed=default is None)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.error(name, _("is not a whole number"))
        if not low <= value <= high:
            raise self.error(name, _("is not from %(low)d to %(high)d") % {"low": low, "high": high})
        return value

    def amount(self, name: str, digits: int, default: Decimal | None = None) -> Decimal:
        """An amount of money of zero or more, with at most `digits` decimals."""
        value = self._raw(name, needed=default is None)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise self.error(name, _("is not an amount"))
        if not AMOUNT.fullmatch(text := str(value)):
            raise self.error(name, _("is not an amount from 0 to 9999999999.99"))
        amount = Decimal(text)
        if amount != round(amount, digits):
            raise self.error(name, _("has more than %d decimals") % digits)
        return amount

    def flag(self, name: str) -> bool:
        """True or false; an absent one is false."""
        value = self._raw(name, needed=False)
        if value is None:
            return False
        if not isinstance(value, bool):
            raise self.error(name, _("is neither true nor false"))
        return value

    def moment(self, name: str) -> datetime:
        """A moment of ISO 8601 with its zone, in UTC."""
        value = self._raw(name, needed=True)
        if not isinstance(value, str):
            raise self.error(name, _("is not a moment like 2026-03-02T15:20:00+03:00"))
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise self.error(name, _("is not a moment like 2026-03-02T15:20:00+03:00")) from None
        if moment.tzinfo is None:
            raise self.error(name, _("has no zone"))
        if moment.year not in YEARS:
            raise self.error(name, _("is not a year that an order can have"))
        return moment.astimezone(UTC)

    def moment_or_none(self, name: str) -> datetime | None:
        """A moment, or None where the field is absent."""
        return None if self._raw(name, needed=False) is None else self.moment(name)

    def inner(self, name: str) -> "Fields":
        """The fields of the object in a field."""
        return Fields(self._raw(name, needed=True), self.path(name))

    def inner_or_none(self, name: str) -> "Fields | None":
        """The fields of the object in a field, or None where it is absent."""
        return None if self._raw(name, needed=False) is None else self.inner(name)

    def items(self, name: str, most: int, *, needed: bool = False) -> Iterator["Fields"]:
        """The fields of each object in a list."""
        for place, row in enumerate(self._list(name, most, needed=needed)):
            yield Fields(row, f"{self.path(name)}[{place}]")

    def _list(self, name: str, most: int, *, needed: bool) -> list[object]:
        values = self._raw(name, needed=needed)
        if values is None:
            return []
        if not isinstance(values, list):
            raise self.error(name, _("is not a list"))
        if needed and not values:
            raise self.error(name, _("is empty"))
        if len(values) > most:
            raise self.error(name, _("has more than %d entries") % most)
        return values
