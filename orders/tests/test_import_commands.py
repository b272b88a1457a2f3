"""The commands: where a feed comes from, what is printed, and how they end."""

import gzip
import json
import sys
from io import BufferedReader, BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, reset_queries

from orders.actions.feed import parse_order
from orders.actions.importing import Import
from orders.actions.streaming import MOST_BYTES, numbered_lines
from orders.management.feed_command import FeedCommand
from orders.models import Category, Order
from orders.tests.feeds import feed_order

FEED = "".join(json.dumps(feed_order(number)) + "\n" for number in ("KE1", "KE2")).encode()
PACKED = gzip.compress(FEED, mtime=0)


class Terminal(StringIO):
    """A stream that people watch."""

    def isatty(self):
        return True


def run(*arguments, command="import_orders", stderr=None):
    """Run a command; its exit status, its output, its errors."""
    out, err = StringIO(), stderr or StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def feed_file(tmp_path):
    def write(content, name="feed.jsonl"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.django_db
class TestImportOrders:
    @pytest.mark.parametrize(("content", "name"), [(FEED, "feed.jsonl"), (PACKED, "feed.jsonl.gz")])
    def test_a_file_is_taken_in(self, feed_file, content, name):
        assert run(feed_file(content, name)) == (
            0,
            "created: 2, updated: 0, unchanged: 0, refused: 0\n",
            "",
        )
        assert run(feed_file(content, name))[1] == "created: 0, updated: 0, unchanged: 2, refused: 0\n"

    def test_a_machine_with_debug_keeps_no_statement_in_memory(self, feed_file, settings):
        settings.DEBUG = True
        reset_queries()
        assert run(feed_file(FEED))[0] == 0
        assert connection.queries == []
        assert settings.DEBUG is True

    @pytest.mark.parametrize("content", [FEED, PACKED])
    def test_a_dash_is_standard_input(self, monkeypatch, content):
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BufferedReader(BytesIO(content))))
        assert run("-") == (0, "created: 2, updated: 0, unchanged: 0, refused: 0\n", "")

    def test_an_empty_feed_is_no_fault(self, feed_file):
        assert run(feed_file(b"")) == (0, "created: 0, updated: 0, unchanged: 0, refused: 0\n", "")

    def test_a_refused_line_is_told_on_the_error_stream_and_ends_with_1(self, feed_file):
        status, out, err = run(feed_file(FEED + b"\n{}\n" + FEED.replace(b"KE1", b"KE3")))
        assert (status, out) == (1, "created: 3, updated: 0, unchanged: 1, refused: 1\n")
        assert err == "line 4: country: is missing\n"

    def test_a_remark_alone_is_no_refusal(self, feed_file):
        status, _, err = run(feed_file(json.dumps(feed_order("KE1", signed_at=None)).encode()))
        assert status == 0
        assert err == "line 1 (KE1): signed_at: is missing though the order is completed: no window opens\n"

    @pytest.mark.parametrize("damaged", [PACKED[:-9], PACKED[:-8] + bytes(8)], ids=["cut off", "wrong sum"])
    def test_what_a_damaged_file_still_gives_is_taken(self, feed_file, damaged):
        status, out, err = run(feed_file(damaged))
        assert (status, out) == (
            1,
            f"created: {Order.objects.count()}, updated: 0, unchanged: 0, refused: 1\n",
        )
        assert err.endswith(": the file is damaged from here on\n")

    def test_a_bar_is_drawn_on_a_terminal_only(self, feed_file, capsys, monkeypatch):
        path = feed_file(FEED + b"{}\n")
        _, _, watched = run(path, stderr=Terminal())
        bar = capsys.readouterr().err
        assert "100%" in bar
        assert "line 3: country: is missing" in watched
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BufferedReader(BytesIO(FEED))))
        run("-", stderr=Terminal())
        assert "2 lines" in capsys.readouterr().err
        run(path)
        assert capsys.readouterr().err == ""

    def test_a_table_of_categories_is_taken_in(self, feed_file):
        row = {"code": "kettle", "name": "Kettle", "policy_class": "standard"}
        path = feed_file(json.dumps(row).encode())
        assert run(path, command="import_categories")[:2] == (
            0,
            "created: 1, updated: 0, unchanged: 0, refused: 0\n",
        )
        assert Category.objects.get().is_classed


def test_a_file_that_is_not_there_is_said_in_one_line(tmp_path):
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(CommandError, match="can't be read"):
            run(path)


def unreachable(*_arguments):
    raise OperationalError("connection refused\n")


def test_a_database_that_is_away_is_said_in_one_line(feed_file):
    class Away(FeedCommand):
        take_in = staticmethod(unreachable)

    with pytest.raises(CommandError, match=r"The database doesn't answer: connection refused$"):
        call_command(Away(), str(feed_file(FEED)))


@pytest.mark.django_db
def test_a_database_that_goes_away_stops_the_import():
    lines = list(enumerate(FEED.splitlines(), 1))
    run = Import(parse_order, "number", unreachable, report=print)
    with pytest.raises(OperationalError):
        run.run(lines, lambda counts: None)


def test_an_overlong_line_is_cut_and_the_next_one_read():
    stream = BytesIO(b"a" * (3 * MOST_BYTES) + b"\nb\n\n  \nc")
    lines = list(numbered_lines(stream))
    assert [(number, len(line)) for number, line in lines] == [(1, MOST_BYTES + 1), (2, 2), (5, 1)]
