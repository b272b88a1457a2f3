"""Whom a step is told to and through what, and when a clock reminds its holder."""

from datetime import timedelta

import pytest

from returns.enums import Channel, NoticeKind, Party, Service, State, Step
from returns.policy.notices import AUDIENCES, audiences, channels
from returns.policy.reminders import current_reminder, next_reminder, reminder_hours
from returns.policy.terms import FIRST
from returns.queries.diagrams import arrows
from returns.tests.world import NOON

HOUR = timedelta(hours=1)
CUSTOMERS = {
    State.SOLUTION_OFFERED,
    State.SELLER_REJECTED,
    State.EVIDENCE_REQUESTED,
    State.AWAITING_RETURN,
    State.INSPECTION_FAILED,
    State.REPLACEMENT_CHOICE,
    State.REPLACEMENT_SHIPPED,
}
UNMOVED = {Step.CHANGE_METHOD, Step.LOG_EARLY}
"""Steps that leave the customer's clock as it is."""


@pytest.mark.parametrize("service", Service)
def test_no_customer_s_clock_begins_without_a_notice_on_every_channel(service: Service) -> None:
    for arrow in arrows(service):
        if arrow.target in CUSTOMERS and arrow.step not in UNMOVED:
            assert Party.CUSTOMER in audiences(arrow.step, Party.CUSTOMER, Party.KILIMALL), arrow
            assert channels(arrow.step, Party.CUSTOMER) == (Channel.EMAIL, Channel.SMS), arrow


def test_who_is_asked_for_proof_hears_of_it_and_who_sends_it_has_a_receipt() -> None:
    assert audiences(Step.ASK_EVIDENCE, "seller", Party.KILIMALL) == (Party.SELLER,)
    for sender in (Party.CUSTOMER, Party.SELLER):
        assert audiences(Step.ANSWER, "kilimall", sender) == (sender,)
    assert set(AUDIENCES) | {Step.ASK_EVIDENCE, Step.ANSWER} == set(Step)


@pytest.mark.parametrize("step", [Step.APPEAL, Step.ANSWER, Step.HAND_OVER, Step.CORRECT_WAYBILL])
def test_what_customers_did_is_confirmed_by_mail_alone(step: Step) -> None:
    assert Party.CUSTOMER in audiences(step, "kilimall", Party.CUSTOMER)
    assert channels(step, Party.CUSTOMER) == (Channel.EMAIL,)


@pytest.mark.parametrize("step", Step)
def test_every_step_is_told_to_somebody(step: Step) -> None:
    told = audiences(step, Party.CUSTOMER, Party.CUSTOMER)

    assert told
    assert all(channels(step, audience) for audience in told)


def test_sellers_get_no_sms() -> None:
    assert {channels(step, Party.SELLER) for step in Step} == {(Channel.EMAIL,)}


@pytest.mark.parametrize(
    ("holder", "length", "kinds"),
    [
        ("seller", 48, ["reminder_24", "reminder_3"]),
        ("customer", 24, ["reminder_3"]),
        ("customer", 3, []),
        ("kilimall", 48, []),
    ],
)
def test_a_clock_shorter_than_a_reminder_s_lead_has_none(holder: str, length: int, kinds: list[str]) -> None:
    due_at = NOON + length * HOUR
    hours = reminder_hours(holder, NOON, due_at, FIRST)

    assert [kind for _at, kind in hours] == kinds
    assert reminder_hours(holder, NOON, None, FIRST) == []


def test_the_last_hour_that_passed_speaks_for_all() -> None:
    due_at = NOON + 48 * HOUR
    hours = reminder_hours("seller", NOON, due_at, FIRST)

    assert next_reminder(hours, NOON) == NOON + 24 * HOUR
    assert next_reminder(hours, NOON + 24 * HOUR) == NOON + 45 * HOUR
    assert next_reminder(hours, NOON + 45 * HOUR) is None
    assert current_reminder(hours, NOON + 24 * HOUR) == NoticeKind.REMINDER_24
    assert current_reminder(hours, NOON + 47 * HOUR) == NoticeKind.REMINDER_3
    with pytest.raises(IndexError):
        current_reminder(hours, NOON)
