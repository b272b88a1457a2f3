"""What the two commands that read a feed share: the file, the bar, the remarks, the counts."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from typing import Any, ClassVar, Protocol, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _
from tqdm import tqdm

from orders.actions.importing import AfterBatch, Counts, Lines, Remark, Report
from orders.actions.streaming import Feed, open_feed


class Import(Protocol):
    """An import of the actions."""

    def __call__(self, lines: Lines, report: Report, after_batch: AfterBatch) -> Counts:
        """Take the lines in."""
        ...


class FeedCommand(BaseCommand):
    """Takes a feed in. Exit status 1 if a line was refused or the feed can't be read."""

    take_in: ClassVar[Import]

    def add_arguments(self, parser: CommandParser) -> None:
        """One argument: the file."""
        parser.add_argument("file", help=_("JSON Lines, may be packed with gzip; - is standard input"))

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Read, report, count."""
        try:
            with open_feed(file, cast("BufferedReader", sys.stdin.buffer)) as feed, statements_unkept():
                counts = self._run(feed)
        except OSError as error:
            text = _("%(file)s can't be read: %(error)s") % {"file": file, "error": error}
            raise CommandError(text) from None
        except OperationalError as error:
            raise CommandError(_("The database doesn't answer: %s") % str(error).strip()) from None
        self.stdout.write(str(counts))
        if counts.refused:
            sys.exit(1)

    def _run(self, feed: Feed) -> Counts:
        with bar_for(feed, on_terminal=self.stderr.isatty()) as bar:

            def report(remark: Remark) -> None:
                with tqdm.external_write_mode(file=sys.stderr):
                    self.stderr.write(str(remark))

            def after_batch(counts: Counts) -> None:
                done = counts.total if feed.size is None else feed.place
                bar.update(done - bar.n)

            return type(self).take_in(feed, report, after_batch)


@contextmanager
def statements_unkept() -> Iterator[None]:
    """Keep no statement in memory, as Django does while DEBUG is on: a million orders' would fill it."""
    debug, settings.DEBUG = settings.DEBUG, False
    try:
        yield
    finally:
        settings.DEBUG = debug


def bar_for(feed: Feed, *, on_terminal: bool) -> tqdm:
    """A bar over the bytes of a file; a pipe's end is unknown, so its lines are counted."""
    if feed.size is None:
        return tqdm(unit=_(" lines"), disable=not on_terminal)
    return tqdm(total=feed.size, unit="B", unit_scale=True, disable=not on_terminal)
