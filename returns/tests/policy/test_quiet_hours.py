"""When a reminder by SMS waits for the morning."""

from datetime import datetime, timedelta

import pytest

from returns.enums import NoticeKind, Step, Topic
from returns.policy.notices import AUDIENCES, DISPENSABLE, quiet_until, topic_of

NIGHT = datetime.fromisoformat("2026-11-03T22:15:00+03:00")
MORNING = datetime.fromisoformat("2026-11-04T07:00:00+03:00")


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-03T20:59:59+03:00", None),
        ("2026-11-03T21:00:00+03:00", "2026-11-04T07:00:00+03:00"),
        ("2026-11-03T23:59:00+03:00", "2026-11-04T07:00:00+03:00"),
        ("2026-11-04T00:00:00+03:00", "2026-11-04T07:00:00+03:00"),
        ("2026-11-04T06:59:59+03:00", "2026-11-04T07:00:00+03:00"),
        ("2026-11-04T07:00:00+03:00", None),
        ("2026-11-30T23:00:00+03:00", "2026-12-01T07:00:00+03:00"),
    ],
)
def test_between_nine_and_seven_the_phone_is_left_alone(at: str, until: str | None) -> None:
    expected = datetime.fromisoformat(until) if until else None
    assert quiet_until(NoticeKind.REMINDER_24, datetime.fromisoformat(at), None) == expected


@pytest.mark.parametrize(
    ("due", "waits"),
    [
        (MORNING + timedelta(hours=1, seconds=1), True),
        (MORNING + timedelta(hours=1), False),
        (MORNING - timedelta(hours=2), False),
    ],
)
def test_what_would_come_too_late_in_the_morning_comes_at_night(due: datetime, waits: bool) -> None:
    assert (quiet_until(NoticeKind.REMINDER_3, NIGHT, due) is not None) == waits


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if not kind.reminds])
def test_what_happened_is_told_at_once(kind: NoticeKind) -> None:
    assert quiet_until(kind, NIGHT, None) is None


def test_what_can_be_left_out_asks_nothing_and_decides_nothing() -> None:
    assert topic_of(NoticeKind.REMINDER_3, Step.APPROVE) is None
    assert topic_of(NoticeKind.REMINDER_24, Step.APPROVE) is Topic.FIRST_REMINDER
    assert topic_of(NoticeKind.MESSAGE, Step.APPROVE) is Topic.MESSAGES
    assert topic_of(NoticeKind.STEP, Step.RECEIVE) is Topic.PROGRESS
    assert set(DISPENSABLE) <= set(AUDIENCES)
    needed = [step for step in AUDIENCES if topic_of(NoticeKind.STEP, step) is None]
    assert {Step.APPROVE, Step.REJECT, Step.RULE_AGAINST, Step.FAIL, Step.EXPIRE, Step.ARRIVE} <= set(needed)
