"""Every state and step has its words, and they leave nothing unfilled."""

from datetime import datetime

import pytest

from returns.enums import CLOSED_STATES, OPEN_STATES, Party, Role, Service, State, Step
from returns.models import MACHINES
from returns.policy import clocks
from returns.policy.clocks import Clock
from returns.policy.permissions import PERMISSIONS
from returns.policy.terms import FIRST
from returns.queries.diagrams import arrows
from returns.queries.wording import (
    awaited,
    effect_of,
    lapse_of,
    moment_text,
    next_of,
    task_of,
    told_of,
    until_text,
)

BY_CLOCK = frozenset({Role.SYSTEM})
CLOCKS = [clock for clock in vars(clocks).values() if isinstance(clock, Clock)]
HELD = {
    State.SELLER_REVIEW: [Party.SELLER],
    State.EVIDENCE_REQUESTED: [Party.CUSTOMER, Party.SELLER],
    State.REPLACEMENT_PENDING: [Party.SELLER, Party.KILIMALL],
    **{
        state: [Party.KILIMALL]
        for state in (
            State.KILIMALL_REVIEW,
            State.RETURN_IN_TRANSIT,
            State.INSPECTION,
            State.SENDING_BACK,
            State.REFUND_PROCESSING,
        )
    },
}


def is_sentence(text: str) -> bool:
    return text[0].isupper() and text.endswith(".") and "%" not in text


@pytest.mark.parametrize("step", Step)
def test_every_step_is_told(step: Step) -> None:
    assert is_sentence(told_of(step, FIRST))


def test_the_numbers_are_those_of_the_terms() -> None:
    assert "48 hours" in told_of(Step.TAKE_OVER, FIRST)


@pytest.mark.parametrize("service", Service)
def test_every_step_that_a_person_takes_says_what_it_will_do(service: Service) -> None:
    assert MACHINES[service]
    for step in {arrow.step for arrow in arrows(service)}:
        text = effect_of(step, service, money="KES 1,500")
        assert bool(text) == (PERMISSIONS[step] != BY_CLOCK)
        assert not text or is_sentence(text)


def test_what_a_yes_pays_is_named() -> None:
    paid = effect_of(Step.APPROVE, Service.REFUND_ONLY, money="KES 1,500")
    assert paid == "KES 1,500 is paid to the customer now. Nothing comes back."


@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_says_what_its_end_does(clock: Clock) -> None:
    assert is_sentence(lapse_of(clock.then, FIRST))


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_state_says_whose_turn_it_is(state: State) -> None:
    for holder in HELD.get(state, [Party.CUSTOMER]):
        assert is_sentence(task_of(state, holder))
        said = awaited(state, holder)
        assert said[-1] not in ".!"
        assert said[0].islower() or said.startswith("Kilimall")
        assert awaited(state, holder, Step.SHELVE) == "the customer must fetch the parcel at the counter"
    assert is_sentence(next_of(state))


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_a_closed_ticket_asks_nothing_of_anybody(state: State) -> None:
    assert (task_of(state, ""), awaited(state, ""), lapse_of("", FIRST)) == ("", "", "")
    assert is_sentence(next_of(state))


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("KE", "Wed 25 Nov 2026, 17:00 EAT"),
        ("UG", "Wed 25 Nov 2026, 17:00 EAT"),
        ("NG", "Wed 25 Nov 2026, 15:00 WAT"),
    ],
)
def test_a_moment_is_told_on_the_country_s_own_clocks(country: str, text: str) -> None:
    assert moment_text(datetime.fromisoformat("2026-11-25T14:00:00+00:00"), country) == text


@pytest.mark.parametrize(
    ("country", "moment", "text"),
    [
        ("KE", "2026-12-01T21:00:00+00:00", "Tue 1 Dec 2026, 24:00 EAT"),
        ("NG", "2026-12-31T23:00:00+00:00", "Thu 31 Dec 2026, 24:00 WAT"),
        ("KE", "2026-12-01T23:00:00+00:00", "Wed 2 Dec 2026, 02:00 EAT"),
        ("NG", "2026-12-01T21:00:00+00:00", "Tue 1 Dec 2026, 22:00 WAT"),
    ],
)
def test_a_time_that_ends_at_midnight_ends_with_its_day(country: str, moment: str, text: str) -> None:
    assert until_text(datetime.fromisoformat(moment), country) == text
    assert until_text(datetime.fromisoformat(moment), country, brief=True) == text.replace(" 2026", "")
