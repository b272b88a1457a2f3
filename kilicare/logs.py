"""What a log line looks like, and what is blotted out of it: codes, tokens, keys, whole phone numbers."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

WORDS = "code|otp|token|password|secret"
SECRET_NAME = re.compile(rf"(?:^|_)(?:{WORDS}|key|cookie|authorization)(?:_|$)", re.IGNORECASE)
PHONE = re.compile(r"(?<![\w.-])(\+\d{4}|25[46]\d|234\d|0\d{2})\d{3,7}(\d{3})(?![\w-]|\.\d)")
SECRET_TEXT = [
    re.compile(r"(/\S*\?)\S+"),  # what was asked of a page: a name, a number, a code
    re.compile(r"(/reset/[^\s/-]+-)[^\s/]+"),  # the link that sets a password
    re.compile(r"(://[^:/@\s]*:)[^@\s]+(?=@)"),  # the password in an address
    re.compile(rf"(?i)(\b(?:{WORDS})\b(?:\s+is)?[\s:='\"]+)[\w.~+/-]*\d[\w.~+/-]*"),
]


def blot(value: Any) -> Any:
    """The value with every secret in its texts blotted out, however deep."""
    if isinstance(value, str):
        for pattern in SECRET_TEXT:
            value = pattern.sub(r"\1***", value)
        return PHONE.sub(r"\1***\2", value)
    if isinstance(value, dict):
        return {name: _entry(str(name), entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [blot(item) for item in value]
    return value


def _entry(name: str, value: Any) -> Any:
    """A named value. A number under such a name is an HTTP status or a count; a text is a secret."""
    return "***" if isinstance(value, str) and SECRET_NAME.search(name) else blot(value)


def blot_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog's processor: the last one before the line is written."""
    for name in list(event):
        if not name.startswith("_"):
            event[name] = _entry(name, event[name])
    return event


BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configure() -> None:
    """Send structlog's own events the way of all other log lines."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *BEFORE,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def logging_config(level: str, *, for_people: bool) -> dict[str, Any]:
    """Django's LOGGING: everything from `level` up to the error stream, as JSON or in colours for people."""
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if for_people
        else structlog.processors.JSONRenderer()
    )
    lines = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": BEFORE,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            blot_event,
            renderer,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": lines},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level},
            "django.request": {"level": "ERROR"},  # django_structlog tells of refused requests
        },
    }
