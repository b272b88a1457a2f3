"""The machines as graphs: nothing is stuck, nothing is out of reach, everybody's steps are theirs."""

import pytest
from django.core.management import call_command

from returns.enums import CLOSED_STATES, FOUNDING, OPEN_STATES, Role, Service, State, Step
from returns.policy.notices import AUDIENCES
from returns.policy.permissions import PERMISSIONS
from returns.queries.diagrams import arrows

SYSTEM_ONLY = {step for step, roles in PERMISSIONS.items() if roles == {Role.SYSTEM}}
OF_SERVICE = {
    Service.REFUND_ONLY: {
        State.SELLER_REVIEW,
        State.SOLUTION_OFFERED,
        State.SELLER_REJECTED,
        State.KILIMALL_REVIEW,
        State.EVIDENCE_REQUESTED,
        State.REFUND_PROCESSING,
        State.REFUNDED,
        State.REJECTED,
        State.CANCELLED,
        State.EXPIRED,
    },
}
REPLACING = {
    State.REPLACEMENT_PENDING,
    State.REPLACEMENT_CHOICE,
    State.REPLACEMENT_SHIPPED,
    State.EXCHANGED,
}
OF_SERVICE[Service.EXCHANGE] = set(State)
OF_SERVICE[Service.RETURN_REFUND] = set(State) - REPLACING


@pytest.mark.parametrize("service", Service)
def test_exactly_the_states_of_the_service_are_reached(service: Service) -> None:
    reached = {State.SELLER_REVIEW}
    for _round in State:
        reached |= {arrow.target for arrow in arrows(service) if arrow.source in reached}

    assert reached == OF_SERVICE[service]


@pytest.mark.parametrize("service", Service)
def test_every_open_state_has_a_way_out_and_a_closed_one_none(service: Service) -> None:
    leaving = {arrow.source for arrow in arrows(service) if arrow.source != arrow.target}

    assert leaving == OF_SERVICE[service] & OPEN_STATES
    assert not {arrow for arrow in arrows(service) if arrow.source in CLOSED_STATES}


@pytest.mark.parametrize("service", Service)
def test_every_open_state_leads_to_an_end(service: Service) -> None:
    ending = set(CLOSED_STATES)
    for _round in State:
        ending |= {arrow.source for arrow in arrows(service) if arrow.target in ending}

    assert ending >= OF_SERVICE[service]


def test_every_step_is_somebodys_and_not_everybodys() -> None:
    assert set(PERMISSIONS) == set(Step)
    for step, roles in PERMISSIONS.items():
        assert roles, step
        assert roles != set(Role), step


def test_every_step_is_an_arrow_of_some_machine() -> None:
    taken = {arrow.step for service in Service for arrow in arrows(service)}

    assert taken == set(Step) - FOUNDING


def test_every_state_and_step_has_its_words() -> None:
    for word in (*State, *Step, *Role):
        assert str(word.label) != word.value
    assert set(AUDIENCES) == set(Step) - {Step.ASK_EVIDENCE, Step.ANSWER}


def test_no_step_of_a_clock_is_a_persons() -> None:
    assert {Step.TAKE_OVER, Step.EXPIRE, Step.RULE_BY_DEFAULT, Step.ESCALATE} <= SYSTEM_ONLY


def test_the_written_diagrams_are_the_code() -> None:
    call_command("draw_flows", "--check")
