"""Every address of the portal, built from the URLconf: a new one is walked through by itself."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

SAMPLES = ["1", "x", "abc", "AB-1", "ABC234", "sms", str(UUID(int=1)), "2026-11-25"]


class Address(NamedTuple):
    """One address and the name of its view."""

    path: str
    name: str


def every_address() -> list[Address]:
    """All of them, with made-up values in their places."""
    return list(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[Any], before: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        path = before + _filled(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, path, inner)
        elif isinstance(entry, URLPattern):
            yield Address(path, f"{namespace}{entry.name or ''}")


def _filled(pattern: Any) -> str:
    if isinstance(pattern, RoutePattern):
        route = str(pattern)
        for place, converter in pattern.converters.items():
            kind = next((name for name, known in get_converters().items() if known is converter), "")
            value = next(sample for sample in SAMPLES if _fits(converter, sample))
            route = route.replace(f"<{kind}:{place}>", value).replace(f"<{place}>", value)
        return route
    text, places = normalize(pattern.regex.pattern)[0]
    return text % dict.fromkeys(places, "x-x")


def _fits(converter: Any, sample: str) -> bool:
    try:
        converter.to_python(sample)
    except ValueError:
        return False
    return re.fullmatch(converter.regex, sample) is not None
