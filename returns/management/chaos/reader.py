"""Somebody who loads pages, one after another, while the rest breaks."""

import http.client
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

PATIENCE = 20.0
"""Seconds that a page has."""


class Page(NamedTuple):
    """An address, who asks for it, and words that must stand there."""

    path: str
    cookie: str
    words: str


@dataclass
class Reader:
    """Loads the pages in turn. One that doesn't come, or lacks its words, is kept in `failed`."""

    port: int
    pages: Sequence[Page]
    loads: int = 0
    failed: list[str] = field(default_factory=list)

    def load(self) -> None:
        """The next page."""
        page = self.pages[self.loads % len(self.pages)]
        self.loads += 1
        try:
            status, text = self._ask(page)
        except (OSError, http.client.HTTPException) as problem:
            self.failed.append(f"{page.path}: {problem!r}")
            return
        if status != http.HTTPStatus.OK or page.words not in text:
            self.failed.append(f"{page.path}: {status}")

    def is_answered(self) -> bool:
        """Whether the server is up."""
        try:
            return self._ask(Page("/readyz", "", ""))[0] == http.HTTPStatus.OK
        except OSError:
            return False

    def _ask(self, page: Page) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            link.request("GET", page.path, headers={"Cookie": page.cookie})
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()
