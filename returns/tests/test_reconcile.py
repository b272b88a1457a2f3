"""`manage.py reconcile`: statements of the simulator's, as they come over HTTP and tampered with."""

import sys
from datetime import timedelta
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from returns.actions.finance import divert_payout, record_finding
from returns.enums import PayoutState
from returns.gateways.statement import StatementError, Unreadable, read_statement
from returns.models import Payout, PayoutEvent, Ticket
from returns.policy.statement import Stated, compare, period_of
from returns.queries.statement import held_payouts
from returns.tests.payouts import Box, engine, payout, refund_by_mpesa
from returns.tests.test_wallet import rich, take
from returns.tests.views.doors import at
from returns.tests.world import NOON

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=2)
DAY = timedelta(days=1)
HEADER = "Receipt No.,Completion Time,Initiation Time,Details,Transaction Status,Paid In,Withdrawn,Balance"
TO = "+254 ••••••101"


def send(now: Any = NOW) -> None:
    """What waits is sent, and the provider's clock shows the same moment."""
    with at(now):
        engine(now)


def paid(box: Box, amount: str = "1500.00", now: Any = NOW) -> Payout:
    """A refund that has arrived."""
    refund_by_mpesa(amount)
    send(now)
    box.deliver()
    engine(now)
    last = Payout.objects.latest("pk")
    assert last.state == PayoutState.PAID
    return last


def lost(box: Box, ack: str = "ok") -> Payout:
    """One that the provider has paid, and of which we hear nothing."""
    refund_by_mpesa()
    box.goes(ack=ack, status="silent")
    send()
    box.take()
    return Payout.objects.latest("pk")


def statement(box: Box) -> str:
    """The operator's statement as it is downloaded."""
    answer = httpx.get(f"{box.simulator.url}/_sim/statement.csv")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv")
    return answer.text


def said(monkeypatch: pytest.MonkeyPatch, text: str | bytes, *options: str) -> tuple[list[str], int]:
    """What the command says of a statement, and its exit status; nothing has moved."""
    raw = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(raw)))
    before = standing()
    out, status = StringIO(), 0
    try:
        call_command("reconcile", "-", *options, stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    assert standing() == before
    return out.getvalue().splitlines(), status


def standing() -> list[Any]:
    return [*Payout.objects.order_by("pk").values(), PayoutEvent.objects.count()]


def ticket_of(row: Payout) -> str:
    return row.refund.ticket.reference


def line_of(text: str, receipt: str) -> int:
    """Where a payment stands; its charge stands above it."""
    return max(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(receipt))


def test_what_was_paid_over_the_wire_agrees(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    for amount in ("1500.75", "20.00", "7000.00"):
        paid(box, amount)

    assert said(monkeypatch, statement(box)) == (
        ["2026-11-03 to 2026-11-03: 6 rows, 0 unreadable; payments: 3 agree, 0 differ"],
        0,
    )


def test_what_was_taken_out_of_a_wallet_agrees_and_is_named(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(rich(), "600")
    send(NOW + DAY / 12)
    text = statement(box)
    (told, _counts), status = said(monkeypatch, text)
    assert (told.endswith(f", Withdrawal {payout().withdrawal_id} over KES 600"), status) == (True, 1)

    box.deliver()
    engine(NOW + DAY / 12)
    assert said(monkeypatch, text)[1] == 0


@pytest.mark.parametrize(
    ("ack", "state"),
    [("ok", "submitted"), ("error", "unknown"), ("reset", "unknown"), ("html", "unknown")],
)
def test_what_was_paid_and_never_told_of_is_found_by_its_key(
    box: Box, monkeypatch: pytest.MonkeyPatch, ack: str, state: str
) -> None:
    paid(box)
    silent = lost(box, ack)
    text = statement(box)
    receipt = box.executed[1]["receipt"]

    told = f"paid there, {state} with us: KES 1,500 to {TO}, {ticket_of(silent)} over KES 1,500"
    lines, status = said(monkeypatch, text)
    assert lines == [
        f"line {line_of(text, receipt)}: {receipt}: {told}",
        "2026-11-03 to 2026-11-03: 4 rows, 0 unreadable; payments: 1 agree, 1 differ",
    ]
    assert status == 1


def left_to_finance(box: Box) -> dict[str, Any]:
    """One of which we heard nothing for a day, and what a person says with a step on it."""
    world, _ticket = refund_by_mpesa()
    box.goes(status="silent")
    send()
    box.take()
    engine(NOW + DAY)
    return {"by": world.people["finance"], "reason": "By the statement.", "now": NOW + DAY}


def test_what_finance_records_by_the_statement_agrees_afterwards(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    saying = left_to_finance(box)
    record_finding(payout().pk, receipt=box.executed[0]["receipt"].lower(), **saying)
    assert payout().state == PayoutState.PAID

    assert said(monkeypatch, statement(box))[1] == 0


def test_what_failed_on_both_sides_is_no_difference(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    paid(box)
    refund_by_mpesa()
    box.goes(code="2040")
    send()
    for _round in range(2):
        box.deliver()
        engine(NOW)
    assert Payout.objects.latest("pk").state == PayoutState.TO_WALLET

    assert said(monkeypatch, statement(box))[1] == 0


def test_what_finance_paid_another_way_by_mistake_is_told(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    saying = left_to_finance(box)
    record_finding(payout().pk, receipt="", **saying)
    divert_payout(payout().pk, **saying)
    assert payout().state == PayoutState.TO_WALLET

    lines, status = said(monkeypatch, statement(box))
    assert f"paid there, to_wallet with us: KES 1,500 to {TO}, {ticket_of(payout())}" in lines[0]
    assert status == 1


TAMPERED: dict[str, tuple[str, str, str]] = {
    "another amount": (
        '"-1,500.00"',
        '"-1,400.00"',
        "line {line}: {receipt}: KES 1,400 there, KES 1,500 with us: {ticket}",
    ),
    "failed": (
        'Completed,,"-1,500.00"',
        'FAILED,,"-1,500.00"',
        "line {line}: {receipt}: failed there, paid with us: {ticket} over KES 1,500",
    ),
    "reversed": (
        'Completed,,"-1,500.00"',
        "Reversed,,",
        "line {line}: {receipt}: reversed there, paid with us: {ticket} over KES 1,500",
    ),
    "another state": (
        'Completed,,"-1,500.00"',
        'Done,,"-1,500.00"',
        "line {line}: can't be read: Transaction Status",
    ),
    "no amount": (
        'Completed,,"-1,500.00"',
        "Completed,,lots",
        "line {line}: can't be read: Withdrawn",
    ),
}


@pytest.mark.parametrize(("before", "after", "told"), TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_row_gives_its_own_line(
    box: Box, monkeypatch: pytest.MonkeyPatch, before: str, after: str, told: str
) -> None:
    ours = paid(box)
    text = statement(box)
    assert text.count(before) == 1
    lines, status = said(monkeypatch, text.replace(before, after))

    line = line_of(text, ours.receipt or "")
    assert lines[0] == told.format(line=line, receipt=ours.receipt, ticket=ticket_of(ours))
    is_unread = "can't be read" in told
    absent = f"{ticket_of(ours)}: {ours.receipt}: paid with us, not on the statement: KES 1,500 to {TO}"
    assert lines[1:-1] == [absent] * is_unread
    assert status == 1


def rows_of(text: str, receipt: str) -> list[str]:
    return [line for line in text.splitlines(keepends=True) if line.startswith(receipt)]


def test_what_is_not_on_the_statement_is_missed(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = paid(box)
    paid(box, "20.00")
    text = statement(box)
    for line in rows_of(text, gone.receipt or ""):
        text = text.replace(line, "")

    lines, status = said(monkeypatch, text)
    assert lines == [
        f"{ticket_of(gone)}: {gone.receipt}: paid with us, not on the statement: KES 1,500 to {TO}",
        "2026-11-03 to 2026-11-03: 2 rows, 0 unreadable; payments: 1 agree, 1 differ",
    ]
    assert status == 1


def test_another_day_is_another_statements(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = paid(box), paid(box, "20.00", NOW + DAY)
    whole = statement(box)
    text = whole
    for line in rows_of(text, first.receipt or ""):
        text = text.replace(line, "")

    assert said(monkeypatch, text)[1] == 0
    lines, status = said(monkeypatch, text, "--first", "2026-11-03")
    assert lines[0].startswith(f"{ticket_of(first)}: {first.receipt}: paid with us, not on the statement")
    assert (lines[-1][:24], status) == ("2026-11-03 to 2026-11-04", 1)
    assert said(monkeypatch, f"{HEADER}\n", "--first", "2026-11-05", "--last", "2026-11-05") == (
        ["2026-11-05 to 2026-11-05: 0 rows, 0 unreadable; payments: 0 agree, 0 differ"],
        0,
    )
    assert second.receipt in whole


def test_near_midnight_the_other_days_statement_may_have_it(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_by_mpesa()
    late = NOON.replace(hour=23, minute=59)
    send(late)
    box.deliver()
    engine(late + timedelta(minutes=2))

    lines, status = said(monkeypatch, f"{HEADER}\n", "--first", "2026-11-04", "--last", "2026-11-04")
    assert lines[0] == (
        f"{ticket_of(payout())}: {payout().receipt}: paid with us near midnight, "
        "look on the other day's statement: KES 1,500"
    )
    assert status == 0


def other_rows(*rows: str) -> str:
    return "\n".join(["Short Code:,600000", "", HEADER, *rows, ""])


def test_what_nobody_here_knows_is_told_without_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    lines, status = said(
        monkeypatch,
        other_rows(
            'SG632NMUAB,03-11-2026 12:00:00,,Business Payment to 254712000101 - A,Completed,,"-1,500.00",',
            "SG632NMUAC,03-11-2026 12:01:00,,Settlement to the bank,Completed,,90000,",
            "SG632NMUAD,03-11-2026 12:02:00,,From the bank,Completed,5000.00,,",
            "SG632NMUAB,03-11-2026 12:03:00,,Business Payment to 2547******101,Completed,,1500.00,",
        ),
    )

    assert lines == [
        f"line 4: SG632NMUAB: paid there, unknown to us: KES 1,500 to {TO}",
        "line 5: SG632NMUAC: paid there, unknown to us: KES 90,000 to nobody named",
        "line 7: SG632NMUAB: this receipt stands on line 4 too: KES 1,500 to +254 •••••••101",
        "2026-11-03 to 2026-11-03: 4 rows, 0 unreadable; payments: 0 agree, 3 differ",
    ]
    assert status == 1


def test_a_second_payment_under_our_key_is_told(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = paid(box)
    text = statement(box)
    twin = rows_of(text, ours.receipt or "")[1].replace(ours.receipt or "", "SG632NMUAB")
    lines, status = said(monkeypatch, text + twin)

    assert lines[0] == (
        f"line 7: SG632NMUAB: paid there, with us as {ours.receipt}: KES 1,500 to {TO}, "
        f"{ticket_of(ours)} over KES 1,500"
    )
    assert status == 1


def test_a_reversal_names_what_came_back(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = paid(box)
    text = statement(box)
    reversal = (
        f"SG632NMUAB,{NOW:%d-%m-%Y %H:%M:%S},,Reversal,Completed,1500.00,,,,Reversal,,{ours.receipt},\n"
    )
    lines, status = said(monkeypatch, text + reversal)

    assert lines[0] == f"line 7: SG632NMUAB: completed there, paid with us: {ticket_of(ours)} over KES 1,500"
    assert status == 1


def test_any_shape_of_the_file_is_read(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another order and case, more columns, a mark at the beginning, LF, sums at the end."""
    ours = paid(box)
    text = (
        "\ufeffWITHDRAWN,paid in,Extra,receipt no,TRANSACTION  STATUS,Completion_Time\n"
        f'" 1,500 ",,x,{(ours.receipt or "").lower()},COMPLETED,{NOW:%Y-%m-%d %H:%M}\n\n'
        '"1,500.00",0.00,,,,\n'
    )

    assert said(monkeypatch, text) == (
        ["2026-11-03 to 2026-11-03: 1 rows, 0 unreadable; payments: 1 agree, 0 differ"],
        0,
    )


ODD = {
    "S1,03-11-2026 12:00:00,,x,Completed,,1.5.0,": "Withdrawn",
    "S1,03-11-2026 12:00:00,,x,Completed,KES 5,,": "Paid In",
    "S1,03-11-2026 12:00:00,,x,Completed,,,": "neither Paid In nor Withdrawn",
    "S1,03-11-2026 12:00:00,,x,,,5,": "Transaction Status",
    "S1,31-02-2026 12:00:00,,x,Completed,,5,": "Completion Time",
    "S1,01-01-0001 00:00:00,,x,Completed,,5,": "Completion Time",
    "S1,,,x,Completed,,5,": "Completion Time",
    "S-1,03-11-2026 12:00:00,,x,Completed,,5,": "Receipt No.",
    ",03-11-2026 12:00:00,,x,Completed,,5,": "Receipt No.",
    "S1,03-11-2026 12:00:00,,x, with a comma,Completed,,5,9": "its cells are not those of the header",
    'S1,"03-11-2026"x,,x,Completed,,5,': "its cells are not those of the header",
    "S1\0,03-11-2026 12:00:00,,x,Completed,,5,": "Receipt No.",
    "S1": "Transaction Status",
}


@pytest.mark.parametrize(("odd", "why"), ODD.items(), ids=ODD.values())
def test_a_row_that_cannot_be_read_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, odd: str, why: str
) -> None:
    good = "S2,03-11-2026 12:00:00,,Business Charge,Completed,,9,"
    assert said(monkeypatch, other_rows(good, odd, good)) == (
        [
            f"line 5: can't be read: {why}",
            "2026-11-03 to 2026-11-03: 2 rows, 1 unreadable; payments: 0 agree, 0 differ",
        ],
        1,
    )


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (b"", [], "- is no statement: no row names the columns Receipt No., Completion Time"),
        (b"PK\x03\x04\xff\xfe", [], "- is no statement"),
        (b"receipt,amount\n1,2\n", [], "- is no statement"),
        (HEADER.encode(), [], "the statement has no row: say its days"),
        (HEADER.encode(), ["--first", "2026-11-03"], "the statement has no row: say its days"),
        (HEADER.encode(), ["--first", "03-11-2026"], "give a day such as 2026-11-03"),
        (HEADER.encode(), ["--last", "2026-02-30"], "give a day such as 2026-11-03"),
        (HEADER.encode(), ["--first", "2026-11-04", "--last", "2026-11-03"], "lies before the first"),
    ],
)
def test_what_is_no_statement_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, text: bytes, options: list[str], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        said(monkeypatch, text, *options)


def test_a_file_is_read_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = tmp_path / "statement.csv"
    with pytest.raises(CommandError, match="No such file"):
        call_command("reconcile", str(file))
    file.write_text(other_rows("S2,03-11-2026 12:00:00,,Business Charge,Completed,,9,"))
    out = StringIO()
    call_command("reconcile", str(file), stdout=out)

    assert out.getvalue().startswith("2026-11-03 to 2026-11-03: 1 rows")


def test_statements_of_the_database_do_not_grow_with_the_rows(
    box: Box, django_assert_num_queries: Any
) -> None:
    paid(box)
    lines = [line.encode() for line in statement(box).splitlines(keepends=True)]
    rows = [row for row in read_statement(lines) if isinstance(row, Stated)]
    period = period_of(rows)
    assert period is not None
    for times in (1, 100):
        with django_assert_num_queries(4):
            assert len(held_payouts(rows * times, period)) == 1
    with django_assert_num_queries(6):
        held_payouts(rows * 300, period)


def test_one_that_was_never_sent_is_not_held(box: Box) -> None:
    refund_by_mpesa()
    with at(NOW):
        period = period_of([Stated(1, "S1", NOW, True, "completed", payout().amount, "")])
        assert period is not None
        assert held_payouts([], period) == []
    assert Ticket.objects.count() == 1


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "S1",
            "03-11-2026 12:00:00",
            "Completed",
            "Failed",
            "1,500.00",
            "-1",
            "",
            '"',
            "254712000101",
            "9" * 13,
        ]
    ),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(b"")
@example(HEADER.encode() + b'\n"')
@given(
    st.one_of(
        st.binary(),
        st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(st.lists(CELLS, max_size=10)).map(
            lambda rows: "\n".join([HEADER, *map(",".join, rows)]).encode("utf-8", "surrogatepass")
        ),
    )
)
def test_no_text_breaks_the_comparison(text: bytes) -> None:
    try:
        read = list(read_statement(text.splitlines(keepends=True)))
    except StatementError:
        return
    rows = [row for row in read if isinstance(row, Stated)]
    assert all(isinstance(row, Stated | Unreadable) for row in read)
    period = period_of(rows)
    if period is not None:
        compare(rows, held_payouts(rows, period), period)
