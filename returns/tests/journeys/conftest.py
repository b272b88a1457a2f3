"""The whole portal as `manage.py demo` runs it: web server, worker, beat, broker, and its sample data."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from kilicare.processes.group import wait_until
from kilicare.testing import child

RUNS = re.compile(r"KiliCare runs at (http://127\.0\.0\.1:\d+)/")


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demo of the journeys' own, until the last of them; its address."""
    place = tmp_path_factory.mktemp("portal")
    with (place / "said").open("w") as said:
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            # Not measured for coverage, and quick to look for what is due: people wait here.
            env={
                "PATH": os.environ["PATH"],
                "VAR_DIR": str(place),
                "TICK_SECONDS": "1",
                "PORT": child.free_port(),
            },
            stdout=said,
            stderr=said,
        )

    def address() -> str:
        found = RUNS.search((place / "said").read_text())
        return found[1] if found else ""

    try:
        assert wait_until(lambda: bool(address()) or demo.poll() is not None, 120)
        assert address(), (place / "said").read_text()
        yield address()
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


@dataclass
class Visitor:
    """A browser page in somebody's hands, and what its console complained of."""

    page: Page
    portal: str
    complaints: list[str]

    def open(self, path: str) -> None:
        """Go to a page of the portal."""
        self.page.goto(self.portal + path)

    def be(self, username: str) -> None:
        """Become one of the demo's people."""
        self.open("/")
        self.page.locator(f"form[action='/demo/enter/{username}/'] button").click()
        self.page.wait_for_load_state()

    def skip(self, name: str) -> None:
        """Move the demo's clock ahead."""
        self.page.locator(f".demo-bar button[value='{name}']").click()
        self.page.wait_for_load_state()

    def take(self, label: str, **answers: str) -> None:
        """Unfold a step, answer its questions by their names, and send it."""
        step = self.page.locator("details.step", has=self.page.locator(f"summary:has-text('{label}')")).first
        if step.get_attribute("open") is None:
            step.locator("summary").click()
        for name, answer in answers.items():
            self._answer(step, name, answer)
        step.locator("button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def choose(self, name: str, value: str) -> None:
        """Tap on the row of a radio button: its label covers it."""
        self.page.locator(f"[name='{name}'][value='{value}'] + label").click()

    def _answer(self, step: object, name: str, answer: str) -> None:
        field = step.locator(f"[name='{name}']")  # type: ignore[attr-defined]
        kind = field.first.get_attribute("type")
        if kind == "radio":
            step.locator(f"[name='{name}'][value='{answer}'] + label").click()  # type: ignore[attr-defined]
        elif kind == "file":
            field.set_input_files(answer)
            self.page.locator("[data-pending]").first.wait_for(state="detached")
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(answer)
        else:
            field.fill(answer)

    @property
    def text(self) -> str:
        """What the page says."""
        return self.page.locator("body").inner_text()

    def has_no_sideways_scroll(self) -> bool:
        """Whether everything fits the width of the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.fixture
def visit(browser: Browser, portal: str) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors, each with a browser of their own; at the end no page may have complained."""
    visitors, contexts = [], []

    def visit(width: int = 360, *, script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 780},
            java_script_enabled=script,
        )
        contexts.append(context)
        visitor = Visitor(context.new_page(), portal, [])
        visitor.page.on(
            "console",
            lambda said: visitor.complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitors.append(visitor)
        return visitor

    yield visit
    for context in contexts:
        context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two photos on a phone."""
    folder: Path = tmp_path_factory.mktemp("photos")
    paths = []
    for name, colour in (("fault.jpg", "firebrick"), ("label.jpg", "burlywood")):
        image = Image.new("RGB", (640, 480), colour)
        ImageDraw.Draw(image).line((40, 40, 600, 440), fill="black", width=9)
        image.save(folder / name)
        paths.append(str(folder / name))
    return paths
