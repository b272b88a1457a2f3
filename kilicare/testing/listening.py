"""What the suite writes into logs is listened to: no secret, token or whole phone number may be in it."""

import logging
import re
from collections.abc import Iterable

from django.conf import settings

TELLING = re.compile(
    r"(?:\+|(?<![\w-]))(?:254|256|234)\d{9,10}(?![\w-])"  # a whole phone number; no end of a random id
    r"|/hooks/[\w-]{12,}"  # where a provider's answers come in
    r"|(?i:bearer|basic)\s+[\w.~+/=-]{12,}"
)
LONG_ENOUGH = 8


def secrets() -> list[str]:
    """The secrets that the settings hold just now."""
    names = ("key", "secret", "password")
    held = [settings.SECRET_KEY, *(settings.MPESA[name] for name in names)]
    return [secret for secret in held if len(secret) >= LONG_ENOUGH]


def told(lines: Iterable[str], also: Iterable[str] = ()) -> list[str]:
    """The lines that tell what none may; `also` are secrets that the settings don't hold."""
    kept = [*secrets(), *also]
    return [line for line in lines if TELLING.search(line) or any(secret in line for secret in kept)]


class Listener(logging.Handler):
    """Hears every line as it would be written, and keeps those that tell."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.heard: list[str] = []
        self.lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.lines += 1
        self.heard += told([self.format(record)])
