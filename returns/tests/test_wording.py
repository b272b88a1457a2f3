"""Every state and step has its words, they leave nothing unfilled, and each side is called "you"."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from returns.enums import CLOSED_STATES, OPEN_STATES, Party, ReturnMethod, Role, Service, State, Step
from returns.models import MACHINES
from returns.policy import clocks
from returns.policy.clocks import Clock
from returns.policy.permissions import PERMISSIONS
from returns.policy.terms import FIRST
from returns.policy.turns import Offered, Turn
from returns.queries.diagrams import arrows
from returns.queries.wording import (
    awaited,
    effect_of,
    label_of,
    lapse_of,
    moment_text,
    next_of,
    task_of,
    told_of,
    until_text,
)
from returns.queries.wording.effects import LABELS
from returns.queries.wording.news import inside

NOW = datetime.fromisoformat("2026-11-25T14:00:00+00:00")
BY_CLOCK = frozenset({Role.SYSTEM})
CLOCKS = [clock for clock in vars(clocks).values() if isinstance(clock, Clock)]
READERS = (Party.CUSTOMER, Party.SELLER, Party.KILIMALL)
OWN_NAME = {Party.CUSTOMER: "the customer", Party.SELLER: "the seller", Party.KILIMALL: "\0"}
"""How the others call a side: what it reads itself says "you"."""
AT_COUNTER = (Step.SHELVE, Step.DISPOSE, Step.CONFIRM)
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


def turn(state: State, holder: str, **more: object) -> Turn:
    stands = Turn("KE", state, holder, None, "", Offered.NOTHING, "", None)
    return replace(stands, **more)


def is_sentence(text: str) -> bool:
    return text[0].isupper() and text.endswith(".") and "%" not in text


def names(text: str, reader: Party) -> bool:
    """Whether a text calls its own reader by the name that the others use."""
    return OWN_NAME[reader] in text.lower()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("step", Step)
def test_every_step_is_told_to_every_side_in_its_own_person(step: Step, reader: Party) -> None:
    told = told_of(step, FIRST, reader)

    assert is_sentence(told)
    assert not names(told, reader)
    assert is_sentence(told_of(step, FIRST))


def test_the_numbers_are_those_of_the_terms() -> None:
    assert told_of(Step.TAKE_OVER, FIRST, Party.SELLER) == (
        "You did not answer within 48 hours, so Kilimall has taken over. Your shop gets a mark."
    )
    assert told_of(Step.TAKE_OVER, FIRST).startswith("The seller did not answer within 48 hours")


@pytest.mark.parametrize("service", Service)
def test_every_step_that_a_person_takes_says_what_it_will_do(service: Service) -> None:
    assert MACHINES[service]
    for step in {arrow.step for arrow in arrows(service)}:
        text = effect_of(step, service, money="KES 1,500")
        assert bool(text) == (PERMISSIONS[step] != BY_CLOCK)
        assert not text or is_sentence(text)
        takers = {role.party for role in PERMISSIONS[step]} & set(READERS)
        assert not any(names(text, party) for party in takers), step


def test_a_step_that_two_sides_know_is_called_by_what_each_does() -> None:
    names_of = [(label_of(step, Party.CUSTOMER), label_of(step, Party.KILIMALL)) for step in LABELS]

    assert names_of == [
        ("I sent it by my own courier", "Take the goods in"),
        ("I have the new item", "Handed out"),
    ]
    assert label_of(Step.ACCEPT, Party.CUSTOMER) == "Accept the solution"


def test_what_a_yes_pays_is_named() -> None:
    paid = effect_of(Step.APPROVE, Service.REFUND_ONLY, money="KES 1,500")
    assert paid == "KES 1,500 is paid to the customer now. Nothing comes back."


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("clock", CLOCKS)
def test_every_clock_says_what_its_end_does(clock: Clock, reader: Party) -> None:
    text = lapse_of(clock.then, FIRST, reader)

    assert is_sentence(text)
    assert not names(text, reader)
    assert is_sentence(lapse_of(clock.then, FIRST))


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_state_says_whose_turn_it_is(state: State) -> None:
    for holder in HELD.get(state, [Party.CUSTOMER]):
        stands = turn(state, holder)
        task = task_of(stands, NOW)
        assert is_sentence(task)
        assert not names(task, holder)
        for reader in {*READERS} - {holder} | {Party.KILIMALL}:
            said = awaited(stands, reader)
            assert said[-1] not in ".!"
            assert said[0].islower() or said.startswith("Kilimall")
            assert not names(said, reader)
    assert is_sentence(next_of(state, Party.CUSTOMER))
    assert not names(next_of(state, Party.CUSTOMER), Party.CUSTOMER)
    assert next_of(state, Party.SELLER) == ""


@pytest.mark.parametrize("state", sorted(CLOSED_STATES))
def test_a_closed_ticket_asks_nothing_of_anybody(state: State) -> None:
    closed = turn(state, "")
    assert (task_of(closed, NOW), awaited(closed), lapse_of("", FIRST)) == ("", "", "")
    for reader in READERS:
        assert is_sentence(next_of(state, reader))
        assert not names(next_of(state, reader), reader)


@pytest.mark.parametrize("due_step", AT_COUNTER)
def test_who_must_fetch_a_parcel_is_told_so(due_step: Step) -> None:
    home = turn(State.SENDING_BACK, Party.KILIMALL, due_step=due_step)
    new = turn(State.REPLACEMENT_SHIPPED, Party.CUSTOMER, due_step=due_step)

    assert task_of(new, NOW) == "Fetch the new item at the counter."
    assert task_of(home, NOW) == "Hand the goods out to the customer who shows the pick-up code."
    assert awaited(home, Party.CUSTOMER) == (
        "you can fetch the goods at the counter: show your pick-up code there"
    )
    for stands in (home, new):
        assert awaited(stands, Party.SELLER) == "the customer must fetch the parcel at the counter"
    assert awaited(turn(State.SENDING_BACK, Party.KILIMALL), Party.CUSTOMER) == (
        "Kilimall must bring the goods back to you"
    )


@pytest.mark.parametrize(
    ("sentence", "after_colon"),
    [
        ("The seller said no.", "the seller said no."),
        ("A solution is offered", "a solution is offered"),
        ("Kilimall's own network has it.", "Kilimall's own network has it."),
        ("KES 400 was paid.", "KES 400 was paid."),
    ],
)
def test_a_sentence_goes_on_after_a_colon(sentence: str, after_colon: str) -> None:
    assert inside(sentence) == after_colon


def test_a_new_item_is_reported_missing_when_it_may_be() -> None:
    late = datetime.fromisoformat("2026-12-01T21:00:00+00:00")
    stands = turn(State.REPLACEMENT_SHIPPED, Party.CUSTOMER, missing_from=late)

    assert task_of(stands, late - timedelta(seconds=1)) == (
        "Say when you have the new item. If it does not come, you can report it missing here "
        "from Wed 2 Dec 2026."
    )
    assert task_of(stands, late) == "Say when you have the new item, or that it has not come."


@pytest.mark.parametrize(
    ("offered", "task"),
    [
        (Offered.GRANTED, "The seller agreed. Choose how the goods come back."),
        (Offered.OTHER, "Look at the offer: accept it, or ask Kilimall to decide."),
        (Offered.FINAL, "Accept the solution, or let it go: it is final."),
    ],
)
def test_an_offer_asks_what_may_be_answered(offered: Offered, task: str) -> None:
    assert task_of(turn(State.SOLUTION_OFFERED, Party.CUSTOMER, offered=offered), NOW) == task


@pytest.mark.parametrize(
    ("method", "task"),
    [
        (ReturnMethod.KILISHOP, "Bring the goods to a Kilishop counter and give the reference."),
        (ReturnMethod.COLLECTION, "Book a time at which a rider collects the goods at your door."),
        ("", "The rider could not come. Choose another way to send the goods."),
        (ReturnMethod.COURIER, "Send the goods by your courier, then enter the waybill number here."),
    ],
)
def test_goods_go_back_in_the_way_that_was_chosen(method: ReturnMethod, task: str) -> None:
    assert task_of(turn(State.AWAITING_RETURN, Party.CUSTOMER, method=method), NOW) == task


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("KE", "Wed 25 Nov 2026, 17:00 EAT"),
        ("UG", "Wed 25 Nov 2026, 17:00 EAT"),
        ("NG", "Wed 25 Nov 2026, 15:00 WAT"),
    ],
)
def test_a_moment_is_told_on_the_country_s_own_clocks(country: str, text: str) -> None:
    assert moment_text(NOW, country) == text


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
