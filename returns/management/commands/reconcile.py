"""`reconcile FILE`: what of the operator's statement differs from our payouts. It changes nothing."""

import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kilicare.accounts.phones import masked_phone
from kilicare.kernel.money import Money
from returns.gateways.statement import StatementError, Unreadable, read_statement
from returns.policy.payouts import CURRENCY
from returns.policy.statement import Comparison, Difference, Held, Kind, Period, Stated, compare, period_of
from returns.queries.payouts import KENYA
from returns.queries.statement import held_payouts
from returns.queries.typed import day_typed

SECOND = timedelta(seconds=1)
WORDS = {
    Kind.STRANGE: "paid there, unknown to us: {there} to {number}",
    Kind.NOT_PAID_HERE: "paid there, {state} with us: {there} to {number}, {ticket} over {here}",
    Kind.OTHER_AMOUNT: "{there} there, {here} with us: {ticket}",
    Kind.OTHER_RECEIPT: "paid there, with us as {receipt}: {there} to {number}, {ticket} over {here}",
    Kind.UNDONE: "{status} there, paid with us: {ticket} over {here}",
    Kind.TWICE: "this receipt stands on line {first} too: {there} to {number}",
    Kind.ABSENT: "{receipt}: paid with us, not on the statement: {here} to {phone}",
    Kind.BY_THE_BORDER: "{receipt}: paid with us near midnight, look on the other day's statement: {here}",
}


class Command(BaseCommand):
    """Exit status 1 if anything differs, or the statement can't be read."""

    help = "Hold the operator's statement (CSV, whole days) against our payouts, and print what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and its days where its rows don't tell them."""
        parser.add_argument("file", help="the statement as CSV; - is standard input")
        parser.add_argument("--first", metavar="DAY", help="its first day (that of its first row)")
        parser.add_argument("--last", metavar="DAY", help="its last day (that of its last row)")

    def handle(self, *_args: Any, file: str, first: str | None, last: str | None, **_options: Any) -> None:
        """Read, compare, count. Raises CommandError for what is no statement, or no day."""
        read = _read(file)
        rows = [row for row in read if isinstance(row, Stated)]
        unread = [row for row in read if isinstance(row, Unreadable)]
        period = _period(rows, first, last)
        comparison = compare(rows, held_payouts(rows, period), period)
        for row in unread:
            self.stdout.write(f"line {row.line}: can't be read: {row.why}")
        for difference in comparison.found:
            self.stdout.write(_told(difference))
        self.stdout.write(_counts(len(rows), len(unread), comparison, period))
        if unread or comparison.differences:
            sys.exit(1)


def _read(file: str) -> list[Stated | Unreadable]:
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else Path(file).open("rb") as lines:
            return list(read_statement(lines))
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
    except StatementError as error:
        raise CommandError(f"{file} is no statement: {error}") from None


def _period(rows: list[Stated], first: str | None, last: str | None) -> Period:
    """From one midnight to another: as it is told, else as the rows have it."""
    days = [day_typed(text) if text else None for text in (first, last)]
    if (first and not days[0]) or (last and not days[1]):
        raise CommandError("give a day such as 2026-11-03")
    own = period_of(rows)
    start = KENYA.midnight(days[0]) if days[0] else own.start if own else None
    end = KENYA.day_end(KENYA.midnight(days[1])) if days[1] else own.end if own else None
    if start is None or end is None:
        raise CommandError("the statement has no row: say its days with --first and --last")
    if end <= start:
        raise CommandError("the last day lies before the first")
    return Period(start, end)


def _told(difference: Difference) -> str:
    """A difference on one line; no number in it is whole."""
    row, held = difference.row, difference.held
    values = {"first": f"{difference.first}", **_of_row(row), **_of_held(held)}
    text = WORDS[difference.kind].format(**values)
    return f"line {row.line}: {row.receipt}: {text}" if row else f"{values['ticket']}: {text}"


def _of_row(row: Stated | None) -> dict[str, str]:
    if row is None:
        return {}
    return {
        "there": Money(row.withdrawn, CURRENCY).label(),
        "number": masked_phone(f"+{row.number}") if row.number else "nobody named",
        "status": row.status,
    }


def _of_held(held: Held | None) -> dict[str, str]:
    if held is None:
        return {}
    return {
        "here": Money(held.amount, CURRENCY).label(),
        "phone": masked_phone(held.phone),
        "ticket": held.ticket,
        "state": held.state,
        "receipt": held.receipt,
    }


def _counts(rows: int, unread: int, comparison: Comparison, period: Period) -> str:
    first, last = (KENYA.local(moment).date() for moment in (period.start, period.end - SECOND))
    return (
        f"{first} to {last}: {rows} rows, {unread} unreadable; "
        f"payments: {comparison.agreeing} agree, {comparison.differences} differ"
    )
