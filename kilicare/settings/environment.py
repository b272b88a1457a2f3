"""Reads settings from the environment and names, in one line, the one it can't read."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

import environ

T = TypeVar("T")

ENV = environ.Env()
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
LOOPBACK = "127.0.0.1"
YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def refuse(problem: str) -> NoReturn:
    """Leave with one line on the error stream and exit status 1."""
    raise SystemExit(f"kilicare: {problem}")


def given(name: str) -> str:
    """The variable's text without outer blanks; "" where it is missing or empty."""
    return str(ENV.str(name, default="")).strip()


def read(name: str, cast: Callable[[str], T], expected: str, *, default: T) -> T:
    """The variable as `cast` understands it. Its text is never shown: it may be a secret."""
    text = given(name)
    if not text:
        return default
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # django-environ only warns of an address that it half understands
            return cast(text)
    except (ValueError, LookupError, Warning, environ.ImproperlyConfigured):
        refuse(f"{name} can't be read: expected {expected}")


def flag(name: str, *, default: bool) -> bool:
    """A switch. Unlike django-environ's own, it doesn't take a typing error for "off"."""

    def cast(text: str) -> bool:
        if text.lower() not in YES | NO:
            raise ValueError(text)
        return text.lower() in YES

    return read(name, cast, "1 or 0", default=default)


def number(name: str, *, default: int, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""

    def cast(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return read(name, cast, f"a whole number from {low} to {high}", default=default)


def words(name: str, *, default: list[str]) -> list[str]:
    """A list, its items separated by commas."""

    def cast(text: str) -> list[str]:
        return [word.strip() for word in text.split(",") if word.strip()]

    return read(name, cast, "a,b,c", default=default)


def folder(name: str, *, default: Path) -> Path:
    """An absolute folder path; "~" is the home folder, a relative one starts at the working folder."""
    return read(name, lambda text: Path(text).expanduser().absolute(), "a folder", default=default)


def made_folder(name: str, *, default: Path) -> Path:
    """A folder as above, made where it is missing."""
    path = folder(name, default=default)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        refuse(f"{name} can't be used: {path}: {problem.strerror}")
    return path


def choice(name: str, options: list[str], *, default: str) -> str:
    """One of the given words, in capitals."""
    expected = "one of " + ", ".join(options)
    return read(name, lambda text: options[options.index(text.upper())], expected, default=default)


def database(name: str, *, default: str) -> dict[str, Any]:
    """A Django database from an address such as `sqlite:////path` or `postgres://user@host/name`."""

    def cast(url: str) -> dict[str, Any]:
        config: dict[str, Any] = environ.Env.db_url_config(url)
        if config.get("ENGINE") not in ENGINES or not config["NAME"]:
            raise ValueError(name)
        return config

    expected = "sqlite:////path/to/file or postgres://user:password@host/name"
    return read(name, cast, expected, default=cast(default))


def mail(name: str, *, default: dict[str, Any]) -> dict[str, Any]:
    """Django's mail settings from an address such as `smtp://user:password@host:25`."""
    expected = "smtp+tls://user:password@host:587, consolemail: or filemail:////folder"
    return read(name, environ.Env.email_url_config, expected, default=default)


def sms(name: str, *, default: str) -> dict[str, str]:
    """What sends SMS: `file:`, or `africastalking://username:key@host?from=SENDER`.

    A host that is this machine plays the provider, and has no certificate.
    """

    def cast(text: str) -> dict[str, str]:
        if text == "file:":
            return {"kind": "file"}
        url = urlsplit(text)
        if url.scheme != "africastalking" or not (url.username and url.password and url.hostname):
            raise ValueError(name)
        place = f"{url.hostname}:{url.port}" if url.port else url.hostname
        scheme = "http" if url.hostname == LOOPBACK else "https"
        return {
            "kind": url.scheme,
            "url": f"{scheme}://{place}/version1/messaging",
            "username": unquote(url.username),
            "key": unquote(url.password),
            "sender": parse_qs(url.query).get("from", [""])[0],
        }

    expected = "file: or africastalking://username:key@api.africastalking.com?from=SENDER"
    return read(name, cast, expected, default=cast(default))


def redis(name: str, *, default: str) -> str:
    """Where the broker listens, in Celery's own form."""
    known = ("redis://", "rediss://", "redis+socket://")

    def cast(url: str) -> str:
        if not url.startswith(known) or url in known:
            raise ValueError(name)
        return url

    return read(name, cast, "redis://host:port/number or redis+socket:///path", default=default)
