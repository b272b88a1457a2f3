"""What a log line looks like, and what is blotted out of it: codes, tokens, keys, whole phone numbers."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

WORDS = "code|otp|token|password|passcode|secret"
NAMES = rf"{WORDS}|key|apikey|cookies?|authorization|session|sessionid|csrf\w*|credentials?|signature|seed"
SECRET_NAME = re.compile(rf"(?:^|[_-])(?:{NAMES})(?:[_-]|$)", re.IGNORECASE)
# As people type it: with blanks or dashes, with the country or without; not the end of a longer name.
PHONE = re.compile(
    r"(?:(?<![\w.-])|(?<=%2B))(\+\d{3}[ -]?\d|25[46][ -]?\d|234[ -]?\d|0\d{2})"
    r"(?:[ -]?\d){3,7}[ -]?(\d{3})(?![\w-]|\.\d)"
)
SECRET_TEXT = [
    re.compile(r"(/\S*\?)\S+"),  # what was asked of a page: a name, a number, a code
    re.compile(r"(/reset/[^\s/-]+-)[^\s/]+"),  # the link that sets a password
    re.compile(r"(/hooks/(?:sms/)?)(?!sms/)[^\s/]+"),  # where a provider's callbacks come in
    re.compile(r"(/messages/off/)[^\s/]+"),  # the link that leaves out mails
    re.compile(r"(://[^:/@\s]*:)[^@\s]+(?=@)"),  # the password in an address
    re.compile(r"(?i)(\b(?:bearer|basic)\s+)[\w.~+/=-]{8,}"),
    re.compile(
        r"(?i)(\b(?:sessionid|csrftoken|csrfmiddlewaretoken|api-?key)\b['\"]?\s*[:=]\s*['\"]?)[\w.~+/-]+"
    ),
    re.compile(r"(?i)(\b(?:password|secret|token)\b['\"]?\s*[:=]\s*['\"\[(]*)[^\s'\",;)\]]+"),
    re.compile(rf"(?i)(\b(?:{WORDS})\b(?:\s+is)?[\s:='\"\[(]+)[\w.~+/-]*\d[\w.~+/-]*"),
]


def blot(value: Any) -> Any:
    """The value with every secret in its texts blotted out, however deep; no plain value: its repr."""
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, dict):
        return {name: _entry(str(name), entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [blot(item) for item in value]
    return _blot_text(value if isinstance(value, str) else repr(value))


def _blot_text(text: str) -> str:
    for pattern in SECRET_TEXT:
        text = pattern.sub(r"\1***", text)
    return PHONE.sub(r"\1***\2", text)


def _entry(name: str, value: Any) -> Any:
    """A named value. A number under such a name is an HTTP status or a count; anything else is a secret."""
    plain = value is None or isinstance(value, (int, float))
    return blot(value) if plain or not SECRET_NAME.search(name) else "***"


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
