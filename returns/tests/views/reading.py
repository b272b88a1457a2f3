"""A page read as its reader's browser reads it: its words, links and forms with their fields.

What is wrong with its HTML, or a variable that its template was not given, fails the test that reads it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from kilicare.accounts.tests.reading import Reading
from returns.tests.world import photo

LANGUAGE = "/accounts/language/"
HEADINGS = {"h1", "h2", "h3", "h4"}
UNDEFINED = "\N{REFERENCE MARK}%s\N{REFERENCE MARK}"
"""What stands where a template names a variable that nobody set."""


@dataclass
class Field:
    """A control of a form; a choice has the values that it offers."""

    tag: str
    kind: str
    name: str
    attrs: Mapping[str, str]
    value: str = ""
    choices: list[str] = field(default_factory=list)

    @property
    def own_answer(self) -> Any:
        """What somebody in a hurry answers."""
        if self.tag == "select":
            return next(value for value in self.choices if value)
        if self.kind == "file":
            return upload()
        return self.value or ("As the other side can read." if self.tag == "textarea" else "")


@dataclass
class Form:
    """A form: where it leads, how, and what it asks."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """What it asks, each name once."""
        return list(dict.fromkeys(found.name for found in self.fields if found.name))

    def filled(self, **answers: Any) -> dict[str, Any]:
        """The form as somebody fills it in: what is there already stays, choices take their first."""
        data: dict[str, Any] = {}
        for found in self.fields:
            value = answers.get(found.name, found.own_answer)
            chosen = "checked" in found.attrs or found.name in answers
            unpressed = found.tag == "button" and found.name not in answers
            if unpressed or (found.kind == "checkbox" and not chosen):
                continue
            if found.name and (found.kind != "radio" or "checked" in found.attrs or found.name not in data):
                data[found.name] = value
        return data


@dataclass
class Page:
    """What stands on a page."""

    html: str
    text: str = ""
    title: str = ""
    forms: list[Form] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    def form_to(self, address: str) -> Form:
        """The one form that leads there."""
        (found,) = (form for form in self.forms if form.action == address)
        return found

    def leads_to(self, address: str) -> bool:
        """Whether a form leads there."""
        return any(form.action == address for form in self.forms)


def read(response: HttpResponse) -> Page:
    """The page of an answer. A template law that it breaks is an AssertionError."""
    html = response.content.decode()
    assert not re.findall(UNDEFINED % "(.*?)", html), "a variable that nobody set"
    reader = _Reader(html, response.wsgi_request.get_full_path())
    assert not reader.faults, reader.faults
    return reader.done()


def upload(name: str = "photo.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it: a real photo unless told otherwise."""
    return SimpleUploadedFile(name, photo().data if content is None else content, "image/jpeg")


class _Reader(Reading):
    def __init__(self, html: str, address: str) -> None:
        self.page, self.address = Page(html), address
        self.words: list[str] = []
        super().__init__(html)

    @property
    def form(self) -> Form | None:
        return self.page.forms[-1] if "form" in self.open else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a reader sees, then what the judge needs."""
        found = {name: value or "" for name, value in attrs}
        getattr(self, f"_{tag}", lambda _attrs: None)(found)
        if self.form and tag in {"input", "select", "textarea", "button"}:
            kind = found.get("type", "text") if tag == "input" else tag
            self.form.fields.append(Field(tag, kind, found.get("name", ""), found, found.get("value", "")))
        if tag in HEADINGS:
            self.page.headings.append((tag, ""))
        super().handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Keep the words where they stand."""
        super().handle_data(data)
        if "textarea" in self.open and self.form:
            self.form.fields[-1].value += data.removeprefix("\n")
        if HEADINGS & set(self.open):
            tag, words = self.page.headings[-1]
            self.page.headings[-1] = tag, f"{words}{data}".strip()
        if not {"script", "style", "title"} & set(self.open):
            self.words.append(data)

    def done(self) -> Page:
        self.page.text = " ".join(" ".join(self.words).split())
        self.page.title = self.title
        # The choice of the language stands under every page, and is no page's own.
        self.page.forms = [form for form in self.page.forms if form.action != LANGUAGE]
        return self.page

    def _a(self, attrs: dict[str, str]) -> None:
        self.page.links.append(attrs.get("href", ""))

    def _img(self, attrs: dict[str, str]) -> None:
        self.page.images.append(attrs.get("src", ""))

    def _form(self, attrs: dict[str, str]) -> None:
        action = attrs.get("action") or urlsplit(self.address).path
        self.page.forms.append(Form(action, attrs.get("method", "get").lower()))

    def _option(self, attrs: dict[str, str]) -> None:
        if self.form:
            self.form.fields[-1].choices.append(attrs.get("value", ""))
