"""Take the list of Kilishops in."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from returns.actions.placing import BadListError, import_points


class Command(BaseCommand):
    """`import_points FILE`: an upsert by code, all of it or nothing; exit status 1 where a line is wrong."""

    help = "Take the list of Kilishops in: a CSV with the columns code, country, town, name, address, hours."

    def add_arguments(self, parser: CommandParser) -> None:
        """One argument: the file."""
        parser.add_argument("file", help="CSV in UTF-8; - is standard input")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Read, take, count."""
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
            placed = import_points(text.splitlines(keepends=True))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} can't be read: {error}") from None
        except BadListError as bad:
            raise CommandError(f"Nothing was taken.\n{bad}") from None
        self.stdout.write(
            f"created: {placed.created}, updated: {placed.updated}, unchanged: {placed.unchanged}"
        )
        if placed.unnamed:
            self.stdout.write(f"Not in the list, left as they are: {', '.join(placed.unnamed)}")
