"""Reads a page as a validator would: what is wrong with its HTML, in words."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NEED_NO_LABEL = {"hidden", "submit", "button"}
Attributes = dict[str, str | None]


class Reading(HTMLParser):
    """A page that was read. `faults` is empty for a sound one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.fields: list[tuple[str, Attributes]] = []
        self.links: list[str] = []
        self.autofocus = 0
        self.title = ""
        self.feed(page)
        self.close()
        self._judge()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the judge needs."""
        attributes = dict(attrs)
        if len(attributes) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if "style" in attributes or any(name.startswith("on") for name in attributes):
            self.faults.append(f"<{tag}> has a style or a script that the content policy refuses")
        self.tags[tag] += 1
        self.ids.update(filter(None, [attributes.get("id")]))
        self.labels.update(filter(None, [attributes.get("for") if tag == "label" else None]))
        self.links += filter(None, [attributes.get("href") if tag == "a" else None])
        self.autofocus += "autofocus" in attributes
        is_asked = tag in {"input", "select", "textarea"} and attributes.get("type") not in NEED_NO_LABEL
        if is_asked and "label" not in self.open:
            self.fields.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's `<path/>` closes itself; in HTML the slash of a void tag says nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Every tag closes the one that was opened last."""
        last = self.open.pop() if self.open else None
        if last != tag:
            self.faults.append(f"</{tag}> closes <{last}>")

    def handle_data(self, data: str) -> None:
        """Keep the title."""
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data

    def _judge(self) -> None:
        self.title = " ".join(self.title.split())
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self.faults += [f"the id {name} stands twice" for name, times in self.ids.items() if times > 1]
        self.faults += [f"{self.tags[tag]} <{tag}>" for tag in ("h1", "title", "main") if self.tags[tag] != 1]
        if self.title.startswith("·") or not self.title.endswith(" · KiliCare"):
            self.faults.append(f"the title is {self.title!r}")
        if self.autofocus > 1:
            self.faults.append(f"{self.autofocus} elements want the focus")
        for tag, attributes in self.fields:
            if not (attributes.get("id") in self.labels or attributes.get("aria-label")):
                self.faults.append(f"<{tag} name={attributes.get('name')}> has no label")
        for link in self.links:
            if link.startswith("#") and link[1:] not in self.ids:
                self.faults.append(f"{link} leads nowhere")
