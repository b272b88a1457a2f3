"""A statement held against our payouts, row by row: what differs, and what only seems to."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from returns.enums import PayoutState
from returns.policy.statement import Held, Kind, Period, Stated, compare, period_of

NOON = datetime.fromisoformat("2026-11-03T12:00:00+03:00")
DAY = Period(
    datetime.fromisoformat("2026-11-03T00:00:00+03:00"), datetime.fromisoformat("2026-11-04T00:00:00+03:00")
)
KEY, OTHER_KEY = "KC0123456789abcdef", "KCfedcba9876543210"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TO = "Business Payment to Customer via API to"


def row(receipt: str = "SG632NMUAB", **values: Any) -> Stated:
    """A payment of 1,500 as the statement has it."""
    own: dict[str, Any] = {
        "line": 5,
        "at": NOON + MINUTE,
        "is_completed": True,
        "status": "completed",
        "withdrawn": Decimal(1500),
        "details": f"{TO} 254712000101 - A CUSTOMER",
    }
    return Stated(receipt=receipt, **(own | values))


def held(**values: Any) -> Held:
    """The same as we have it."""
    own: dict[str, Any] = {
        "ticket": "KC-ABCD-2345",
        "state": PayoutState.PAID,
        "receipt": "SG632NMUAB",
        "amount": Decimal("1500.00"),
        "phone": "+254712000101",
        "keys": frozenset({KEY}),
        "sent_at": NOON,
        "ended_at": NOON + 2 * MINUTE,
    }
    return Held(**(own | values))


def lost(**values: Any) -> Held:
    """One whose outcome we don't know."""
    return held(**{"state": PayoutState.UNKNOWN, "receipt": "", **values})


def kinds(rows: list[Stated], payouts: list[Held], period: Period = DAY) -> list[Kind]:
    return [difference.kind for difference in compare(rows, payouts, period).found]


@pytest.mark.parametrize(
    "charge",
    [
        {"reason": "Business Payment to Customer Charge"},
        {"details": "B2C Fee to 254712000101 - A CUSTOMER"},
        {"details": "Business Payment to Customer Charge"},
    ],
)
def test_a_charge_under_a_payments_receipt_is_no_payment(charge: dict[str, str]) -> None:
    comparison = compare([row(line=4, withdrawn=Decimal(9), **charge), row()], [held()], DAY)

    assert (comparison.found, comparison.agreeing, comparison.differences) == ((), 1, 0)


def test_a_receipt_is_the_same_in_small_letters() -> None:
    assert kinds([row()], [held(receipt="sg632nmuab")]) == []


def test_a_payment_that_bears_the_customers_charge_is_a_payment() -> None:
    words = "Business payment to Customer Withdrawal Charge Paid"
    assert kinds([row(reason=words)], [held()]) == []
    assert kinds([row(reason=words)], []) == [Kind.STRANGE]


def test_a_name_makes_no_payment_a_charge() -> None:
    details = f"{TO} 254712000101 - JOHN CHARGE FEE"
    assert kinds([row(details=details)], []) == [Kind.STRANGE]


@pytest.mark.parametrize(
    ("stated", "payout", "kind"),
    [
        ({"withdrawn": Decimal("1500.01")}, held(), Kind.OTHER_AMOUNT),
        ({"details": f"{TO} X. Original conversation ID is {KEY}."}, lost(), Kind.NOT_PAID_HERE),
        ({"details": KEY, "withdrawn": Decimal(7)}, lost(), Kind.NOT_PAID_HERE),
        ({"details": f"{OTHER_KEY} {KEY}"}, lost(), Kind.NOT_PAID_HERE),
        ({"details": KEY, "receipt": "SG632NMUAC"}, held(), Kind.OTHER_RECEIPT),
        ({"is_completed": False, "status": "failed"}, held(), Kind.UNDONE),
        ({"receipt": "R1", "withdrawn": Decimal(0), "linked": "SG632NMUAB"}, held(), Kind.UNDONE),
        ({"withdrawn": Decimal(0)}, held(), Kind.UNDONE),
        *(({}, lost(state=state), Kind.NOT_PAID_HERE) for state in PayoutState if state != PayoutState.PAID),
    ],
)
def test_each_difference_is_told_once(stated: dict[str, Any], payout: Held, kind: Kind) -> None:
    comparison = compare([row(**stated)], [payout], DAY)

    assert [(found.kind, found.row, found.held) for found in comparison.found] == [
        (kind, row(**stated), payout)
    ]
    assert (comparison.agreeing, comparison.differences) == (0, 1)


@pytest.mark.parametrize(
    "stated",
    [
        {"is_completed": False, "status": "failed", "details": KEY},
        {"is_completed": False, "status": "failed", "linked": "SG632NMUAB"},
        {"withdrawn": Decimal(0), "receipt": "R1"},
    ],
)
def test_what_did_not_leave_and_is_not_ours_is_nothing(stated: dict[str, Any]) -> None:
    assert kinds([row(), row(**{"receipt": "R1", "line": 6, **stated})], [held()]) == []


@pytest.mark.parametrize(
    ("details", "fits"),
    [
        (f"{TO} 254712000101 - A", True),
        (f"{TO} +254712000101", True),
        ("to 0712000101 - A", True),
        ("to 2547******101 - A", True),
        ("to 2547****101 - A", True),
        ("to 0712****101 - A", True),
        ("to 2547******102 - A", False),
        ("to 25411*****101 - A", False),
        ("to 254712000102 - A", False),
        ("to 2547120001019 - A", False),
        ("to 12547120001010", False),
        ("to nobody", False),
        ("to 600000", False),
    ],
)
def test_a_number_is_recognised_as_statements_write_it(details: str, fits: bool) -> None:
    assert kinds([row(details=details)], [lost()]) == [Kind.NOT_PAID_HERE if fits else Kind.STRANGE]


@pytest.mark.parametrize(
    ("payout", "kind"),
    [
        (lost(amount=Decimal(1501)), Kind.STRANGE),
        (lost(sent_at=NOON - timedelta(days=2)), Kind.STRANGE),
        (lost(sent_at=NOON + 2 * HOUR), Kind.STRANGE),
        (lost(sent_at=NOON - timedelta(days=1)), Kind.NOT_PAID_HERE),
        (held(receipt="SG632NMUAC", ended_at=NOON + timedelta(days=1)), Kind.STRANGE),
    ],
)
def test_a_guess_needs_amount_and_time_and_falls_on_no_paid_one(payout: Held, kind: Kind) -> None:
    assert kinds([row()], [payout])[0] is kind


def test_no_payout_is_guessed_twice() -> None:
    rows = [row("R1", line=5), row("R2", line=6), row("R3", line=7)]
    first, second = lost(ticket="KC-1"), lost(ticket="KC-2", sent_at=NOON - HOUR)
    found = compare(rows, [first, second], DAY).found

    assert [(difference.kind, difference.held) for difference in found] == [
        (Kind.NOT_PAID_HERE, second),
        (Kind.NOT_PAID_HERE, first),
        (Kind.STRANGE, None),
    ]


def test_the_same_receipt_twice_names_the_first_line() -> None:
    comparison = compare([row(), row(line=9)], [held()], DAY)

    assert [(found.kind, found.row, found.first) for found in comparison.found] == [
        (Kind.TWICE, row(line=9), 5)
    ]
    assert comparison.agreeing == 1


@pytest.mark.parametrize(
    ("sent", "ended", "expected"),
    [
        ("2026-11-03T12:00", "2026-11-03T12:01", [Kind.ABSENT]),
        ("2026-11-03T00:00", "2026-11-03T00:01", [Kind.ABSENT]),
        ("2026-11-03T12:00", "2026-11-05T12:00", [Kind.ABSENT]),  # a person found it, days later
        ("2026-11-03T23:30", "2026-11-03T23:59", [Kind.ABSENT]),
        ("2026-11-03T23:30", "2026-11-04T00:00", [Kind.BY_THE_BORDER]),
        ("2026-11-02T23:59", "2026-11-03T00:01", [Kind.BY_THE_BORDER]),
        ("2026-11-02T23:58", "2026-11-02T23:59", []),
        ("2026-11-02T12:00", "2026-11-03T12:00", []),
        ("2026-11-04T00:00", "2026-11-04T00:01", []),
    ],
)
def test_what_we_paid_on_these_days_stands_on_the_statement(
    sent: str, ended: str, expected: list[Kind]
) -> None:
    sent_at, ended_at = (datetime.fromisoformat(f"{text}:00+03:00") for text in (sent, ended))
    comparison = compare([], [held(sent_at=sent_at, ended_at=ended_at)], DAY)

    assert [found.kind for found in comparison.found] == expected
    assert comparison.differences == expected.count(Kind.ABSENT)


def test_what_we_do_not_hold_as_paid_need_not_stand_there() -> None:
    assert kinds([], [lost(), lost(state=PayoutState.FAILED)]) == []


def test_the_days_are_those_of_the_rows() -> None:
    assert period_of([]) is None
    assert period_of([row()]) == DAY
    late = row(at=datetime.fromisoformat("2026-11-05T23:59:59+03:00"))
    assert period_of([late, row()]) == Period(DAY.start, DAY.end + timedelta(days=2))
