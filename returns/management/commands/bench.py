"""Measure all of it: the import, the sweep, the pages. Each on a new database beside the configured one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

FULL: Final[dict[str, tuple[str, ...]]] = {"bench_import": (), "bench_sweep": (), "bench_pages": ()}
QUICK: Final = {
    "bench_import": ("--orders", "500", "--target", "1"),
    "bench_sweep": ("--tickets", "60"),
    "bench_pages": ("--few", "60", "--tickets", "120", "--times", "2"),
}
EMPTY: Final = "kilicare_bench_empty"
NEW: Final = "kilicare_bench"


class Command(BaseCommand):
    """`bench`: three benches one after another, each a process of its own, so that its memory is too."""

    help = "Measure import, sweep and pages beside their floors, each on a new database of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--quick` shows that it works; its figures say little."""
        parser.add_argument("--quick", action="store_true", help="a small run, in seconds")

    def handle(self, *args: Any, quick: bool, **options: Any) -> None:
        """Run them all. Raises CommandError, naming those that broke or missed their goal."""
        failed = []
        with database(EMPTY) as empty:
            if manage(empty, "migrate", "--verbosity=0"):
                raise CommandError("the migrations fail")
            for name, arguments in (QUICK if quick else FULL).items():
                self.stdout.write(f"\n$ manage.py {' '.join((name, *arguments))}")
                self.stdout.flush()
                with database(NEW, empty) as url:
                    if manage(url, name, *arguments):
                        failed.append(name)
        if failed:
            raise CommandError(f"not as wanted: {', '.join(failed)}")


@contextmanager
def database(name: str, like: str = "") -> Iterator[str]:
    """The address of a new database, a copy of the one at another address; it is gone afterwards."""
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix="kilicare-bench-") as folder:
            file = Path(folder) / f"{name}.sqlite3"
            if like:
                shutil.copyfile(like.removeprefix("sqlite:///"), file)
            yield f"sqlite:///{file}"
        return
    template = f" TEMPLATE {urlsplit(like).path[1:]}" if like else ""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}{template}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def manage(url: str, name: str, *arguments: str) -> int:
    """A command on that database, as a process; its exit status."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), name, *arguments]
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
