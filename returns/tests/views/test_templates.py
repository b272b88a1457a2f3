"""Laws of the templates: each is used, each component says what it is given, no page has loose scripts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import TemplateDoesNotExist, engines

HOME = Path(settings.BASE_DIR)
ROOT = HOME / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
COMPONENTS = [name for name in PAGES if name.startswith("components/")]
OWN_PAGES = [
    name for name in PAGES if name.startswith("returns/") or ("/" not in name and name != "base.html")
]
ERRORS = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
"""Found by the status alone."""

OF_ADMIN = re.compile(r"admin/(orders|returns)/\w+/change_list\.html")
"""Found by the model's name."""

DRAWN = {"totp_svg"}
"""What code of ours draws as HTML."""

INCLUDE = re.compile(r"{%\s*include\s+([^%]+?)\s*%}")
NAME = re.compile(r"(?<![\w.|])([a-z_]\w*)\b(?!=[^=])")
KEYWORDS = {
    "forloop",
    "block",
    "in",
    "not",
    "and",
    "or",
    "is",
    "if",
    "as",
    "with",
    "only",
    "trimmed",
    "count",
    "by",
}
TEXT = re.compile(r'"[^"{]*"')
SCREENED = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)


def source(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def every_source() -> str:
    """All that may name a template: the code without its tests, and the templates."""
    code = [path for app in ("kilicare", "orders", "returns") for path in (HOME / app).rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in code if "/tests/" not in str(path)]
    return "\n".join([*texts, *map(source, TEMPLATES)])


def is_override(name: str) -> bool:
    """Whether a package of others looks for it: it has one of its own under the same name."""
    loaders = [
        loader for loader in engines["django"].engine.template_loaders[0].loaders if "app" in str(loader)
    ]
    for loader in loaders:
        try:
            loader.get_template(name)
        except TemplateDoesNotExist:
            continue
        return True
    return False


def test_every_template_is_used() -> None:
    known = every_source()
    stems = {name: re.sub(r"(_subject|_message)?\.(txt|html)$", "", name) for name in TEMPLATES}
    unused = [
        name
        for name in TEMPLATES
        if f'"{name}"' not in known
        and f'"{stems[name]}"' not in known
        and name not in ERRORS
        and not OF_ADMIN.fullmatch(name)
        and not is_override(name)
    ]

    assert unused == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_included_is_given_all_it_needs_and_no_more(name: str) -> None:
    for words in () if is_override(name) else INCLUDE.findall(source(name)):
        assert words.endswith(" only") or "/" not in words.split()[0], f"{name}: {words}"
        included = words.split()[0].strip('"')
        if included.startswith("components/"):
            given = set(re.findall(r"(\w+)=", words))
            assert given - needed(included) <= {"csrf_token"}, f"{name}: {included} takes no such thing"
            assert needed(included) - given <= optional(included), f"{name}: {included} lacks something"


def optional(name: str) -> set[str]:
    """What a component may be left without: it asks first whether it is there."""
    return set(re.findall(r"{%\s*if (\w+)\s*%}", source(name)))


def header(name: str) -> str:
    """The comment at the top of a component."""
    found = re.match(r"{# (.+?) #}\n", source(name))
    assert found, f"{name} does not say what it is given"
    return found[1]


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_what_it_is_given(name: str) -> None:
    said = header(name)

    missing = {word for word in needed(name) if not re.search(rf"\b{word}\b", said)}
    assert not missing, f"{name}: {sorted(missing)}"
    assert bool(needed(name)) != ("No variables." in said)


def needed(name: str) -> set[str]:
    """The variables that a template asks of whoever includes it."""
    return asked(SCREENED.sub("", source(name)))


def asked(text: str) -> set[str]:
    """The variables that a template looks up, but for those that its own tags make."""
    used: set[str] = set()
    made: set[str] = set()
    for variable, tag in re.findall(r"{{(.+?)}}|{%(.+?)%}", TEXT.sub("''", text)):
        name, _space, words = tag.strip().partition(" ")
        own = set(re.findall(r"\bas (\w+)", words))
        if name == "for":
            own |= set(re.findall(r"\w+", words.partition(" in ")[0]))
        if name in {"blocktranslate", "with"}:
            own |= set(re.findall(r"(\w+)=", words))
        made |= own
        if name not in {"load", "block", "endblock"}:
            used |= set(NAME.findall(variable or words)) - own | ({name} & {"csrf_token"})
    return used - made - KEYWORDS


def test_the_walk_sees_every_kind_of_variable() -> None:
    text = """
        {{ a.b|default:c }}{% if d == e and not f %}{{ g }}{% elif h %}{% else %}{{ i }}{% endif %}
        {% for x, y in j.z %}{{ x }}{{ forloop.counter }}{% empty %}{{ k }}{% endfor %}
        {% load i18n %}{% url "returns:home" l as link %}{{ link }}{% translate "word" as r %}{{ r }}
        {% include "x" with o=p.q only %}
        {% blocktranslate trimmed with m=n.o %}{{ m }} words{% endblocktranslate %}{% crispy s.form %}{# t #}
    """

    assert asked(SCREENED.sub("", text)) == set("acdefghijklnps")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_loose_in_a_page(name: str) -> None:
    html = re.sub(r"{[%#].*?[%#]}", "", SCREENED.sub("", source(name)))

    # A mail cannot bring a sheet along, so its rules stand in its head; never on an element.
    own_rules = "" if name.startswith("mail/") else "<style|"
    assert not re.search(own_rules + r"\sstyle=|\son\w+=|javascript:", html)
    for script in re.findall(r"<script[^>]*>", html):
        assert "src=" in script or "nonce=" in script or "application/json" in script, script
    assert not re.search(r"""(src|href|action)=["'](https?:)?//""", html)
    assert set(re.findall(r"{{ (\w+)\|safe }}", html)) <= DRAWN
    assert html.count("|safe") == html.count("|safe }}")
    assert "autoescape off" not in html


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_page_has_one_heading_and_a_title(name: str) -> None:
    html = source(name)

    assert len(re.findall(r"<h1[ >]", html)) == (name != "base.html")
    assert re.search(r"{% block title %}\s*\S|<title>\S", html)
