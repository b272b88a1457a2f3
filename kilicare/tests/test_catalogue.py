"""The Kiswahili catalogue: every text of the portal is there, whole, and compiled as it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation.template import templatize

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "locale" / "sw" / "LC_MESSAGES"
CALLED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLACES = re.compile(r"%\(\w+\)[+\-0-9.]*[sdf]|%[sd]|%%|\{\w+\}|</?\w+>|https?://\S+")
IN_TEMPLATES = re.compile(r"""\b(?:_|n?gettext)\((u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")""")
"""What Django's own extraction makes of a template."""
SINGULAR = {"Approve this one"}
"""Where the singular needs no number and its plural has one, other languages count as they like."""


def catalogue() -> polib.POFile:
    return polib.pofile(str(FOLDER / "django.po"))


def sources() -> Iterator[tuple[Path, str]]:
    """Every Python file and template of the portal that people read something of."""
    for folder in ("kilicare", "orders", "returns"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {"tests", "management", "testing", "migrations"} & set(path.parts):
                yield path, path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield path, templatize(path.read_text())


def texts_of(path: Path, source: str) -> Iterator[str]:
    """The texts that a file gives to the translation."""
    if path.suffix != ".py":
        yield from (ast.literal_eval(text) for text in IN_TEMPLATES.findall(source))
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_text_of_the_sources_is_in_the_catalogue() -> None:
    known = {entry.msgid for entry in catalogue()}
    texts = {text for path, source in sources() for text in texts_of(path, source)}
    assert len(texts) > 1500
    assert sorted(texts - known) == []


def test_nothing_is_untranslated_fuzzy_or_left_over() -> None:
    po = catalogue()
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []
    assert [entry.msgid for entry in po.obsolete_entries()] == []


def test_what_is_filled_in_is_filled_in_there_too() -> None:
    for entry in catalogue():
        for there in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            if entry.msgid not in SINGULAR:
                wanted = entry.msgid_plural or entry.msgid
                assert sorted(PLACES.findall(there)) == sorted(PLACES.findall(wanted)), entry.msgid


def test_what_is_compiled_is_what_stands_in_the_catalogue() -> None:
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(FOLDER / "django.mo"))}
    written = {entry.msgid: entry.msgstr for entry in catalogue()}
    assert compiled == written


@pytest.mark.parametrize("word", ["muuzaji", "mteja", "kifurushi", "rejesho", "pochi", "ushahidi"])
def test_the_glossary_names_the_words_that_the_catalogue_uses(word: str) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    assert word in glossary
    assert any(word in entry.msgstr.lower() for entry in catalogue())


def test_a_page_speaks_kiswahili_to_who_chose_it() -> None:
    with translation.override("sw"):
        assert translation.gettext("Go on") == "Endelea"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (forms.CharField(max_length=3), "xxxx"),
        (forms.CharField(min_length=3), "x"),
        (forms.CharField(), ""),
        (forms.CharField(), "a\x00"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "1234"),
        (forms.DecimalField(max_digits=5, decimal_places=1), "1.23"),
        (forms.DecimalField(max_digits=3, decimal_places=2), "123"),
        (forms.DecimalField(), "x"),
        (forms.IntegerField(min_value=1), "0"),
        (forms.IntegerField(max_value=1), "2"),
        (forms.IntegerField(), "x"),
        (forms.DateField(), "x"),
        (forms.UUIDField(), "x"),
        (forms.ChoiceField(choices=[("a", "a")]), "b"),
        (forms.MultipleChoiceField(choices=[("a", "a")]), ["b"]),
        (forms.EmailField(), "x"),
    ],
)
def test_what_djangos_own_fields_say_is_kiswahili_too(field: forms.Field, value: Any) -> None:
    said = []
    for language in ("en", "sw"):
        with translation.override(language), pytest.raises(forms.ValidationError) as refused:
            field.clean(value)
        with translation.override(language):
            said.append([str(text) for text in refused.value.messages])
    assert said[0] != said[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "language"), [("sw", "sw"), ("sw-KE,en;q=0.5", "sw"), ("fr", "en"), ("", "en"), ("en,sw", "en")]
)
def test_a_stranger_reads_what_the_browser_asks_for(asked: str, language: str) -> None:
    page = Client().get("/find/", headers={"Accept-Language": asked})
    assert f'<html lang="{language}">' in page.content.decode()
    chosen = Client()
    chosen.post("/accounts/language/", {"language": "sw", "next": "/find/"})
    page = chosen.get("/find/", headers={"Accept-Language": asked})
    assert '<html lang="sw">' in page.content.decode()
