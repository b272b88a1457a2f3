"""The browser of the journeys: this system's own. As a command: says whether the journeys could run."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str:
    """Where it is: CHROMIUM, or one on the PATH. "" where there is none."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), "")


if __name__ == "__main__":
    print("The suite passed." if program() else "The suite passed, but for the browser journeys: no chromium")  # noqa: T201
