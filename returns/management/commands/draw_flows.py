"""Print the machines as diagrams: `manage.py draw_flows` writes docs/flows.md."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from returns.queries.diagrams import draw


class Command(BaseCommand):
    """Writes docs/flows.md, or with --check says whether it is true to the code."""

    help = "Write docs/flows.md: one Mermaid diagram per machine, from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check writes nothing."""
        parser.add_argument("--check", action="store_true", help="only compare; exit 1 if it differs")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the page, or compare it."""
        page = Path(settings.BASE_DIR) / "docs" / "flows.md"
        if options["check"]:
            if not page.exists() or page.read_text() != draw():
                raise SystemExit("docs/flows.md is not what the code says: manage.py draw_flows")
            return
        page.parent.mkdir(exist_ok=True)
        page.write_text(draw())
        self.stdout.write(f"Wrote {page.name}.")
