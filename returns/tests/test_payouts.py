"""Payouts to M-Pesa: paid once, to the right number, whatever the provider says, when, and how often."""

import copy
import json
import os
import signal
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from kilicare.kernel import failpoints
from returns.actions import paying, reconciling
from returns.actions.lapsing import lapse_clocks
from returns.actions.paying import send as send_one
from returns.actions.paying import send_payouts
from returns.actions.payouts import pause_payouts
from returns.actions.reconciling import ask, read_message
from returns.actions.refusal import RefusedError
from returns.enums import Finding, PayoutState, Service, State, Step
from returns.gateways.mpesa import (
    AccessError,
    BusyError,
    Mpesa,
    NotTakenError,
    Payment,
    UnknownOutcomeError,
    _taken,
    gateway,
)
from returns.models import (
    Notice,
    PayoutAttempt,
    PayoutEvent,
    PayoutPause,
    ProviderMessage,
    Refund,
    StatusQuery,
    Ticket,
    Transfer,
)
from returns.queries.invariants import INVARIANTS
from returns.tests.payouts import Box, engine, payout, refund_by_mpesa, send
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=2)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
OF_MONEY = [invariant for invariant in INVARIANTS if invariant.title[0] in "34567"]


def steps() -> list[str]:
    return list(PayoutEvent.objects.order_by("number").values_list("step", flat=True))


def findings() -> list[str]:
    return list(ProviderMessage.objects.order_by("pk").values_list("finding", flat=True))


def transfers() -> dict[str, Decimal]:
    """What went to the customer, by place; the shop's side has its own tests."""
    rows = Transfer.objects.filter(credit__kind__in=["mpesa", "wallet"])
    return {row.credit.kind: row.amount for row in rows.select_related("credit")}


def assert_paid_once(box: Box, amount: int = 1500) -> None:
    assert [paid["amount"] for paid in box.executed] == [amount]
    assert payout().state == PayoutState.PAID
    assert Ticket.objects.get().state == State.REFUNDED
    for invariant in OF_MONEY:
        assert list(invariant.offenders(NOW)) == [], invariant.title


def assert_nothing_moved(box: Box) -> None:
    assert Ticket.objects.get().state == State.REFUND_PROCESSING
    assert not Transfer.objects.exists()
    assert Refund.objects.get().paid_at is None


def test_whole_shillings_go_to_mpesa_and_the_cents_to_the_wallet(box: Box) -> None:
    refund_by_mpesa("1500.75")
    engine(NOW)
    assert payout().state == PayoutState.SUBMITTED
    assert_nothing_moved(box)

    assert box.deliver() == [200]
    engine(NOW + MINUTE)

    assert_paid_once(box)
    assert transfers() == {"mpesa": Decimal("1500.00"), "wallet": Decimal("0.75")}
    assert payout().receipt == box.executed[0]["receipt"]
    assert box.executed[0]["phone"] == "254712000101"
    assert steps() == ["submit", "accept", "confirm"]
    assert findings() == [Finding.APPLIED]


@pytest.mark.parametrize("amount", ["9.99", "250001.00"])
def test_what_mpesa_cannot_carry_goes_to_the_wallet(box: Box, amount: str) -> None:
    refund_by_mpesa(amount, price="300000.00")
    engine(NOW)

    assert box.executed == []
    assert transfers() == {"wallet": Decimal(amount)}
    assert Ticket.objects.get().state == State.REFUNDED


def test_without_a_provider_a_queued_payout_waits(box: Box, settings: Any) -> None:
    refund_by_mpesa()
    settings.MPESA = {**settings.MPESA, "url": ""}
    engine(NOW)

    assert (payout().state, steps()) == (PayoutState.QUEUED, [])
    assert_nothing_moved(box)


@pytest.mark.parametrize(
    ("ack", "state"),
    [("error", "unknown"), ("reset", "unknown"), ("html", "unknown"), ("ok", "submitted")],
)
def test_lost_answers_and_lost_callbacks_are_asked_about_not_paid_again(
    box: Box, ack: str, state: str
) -> None:
    refund_by_mpesa()
    box.goes(ack=ack)
    engine(NOW)
    box.take()  # the callback is lost
    assert payout().state == state

    engine(NOW + MINUTE)
    assert box.letters == []
    engine(NOW + 2 * MINUTE)
    box.deliver()
    engine(NOW + 3 * MINUTE)

    assert_paid_once(box)
    assert PayoutAttempt.objects.count() == 1


@pytest.mark.parametrize("answer", [None, UnknownOutcomeError("late"), NotTakenError("odd")])
def test_a_callback_that_overtakes_the_answer_ends_it(box: Box, answer: Exception | None) -> None:
    refund_by_mpesa()

    class Overtaken(Mpesa):
        """The real one, whose answer comes after the callback was read."""

        def pay(self, payment: Payment, *, token: str) -> str:
            conversation = super().pay(payment, token=token)
            box.deliver()
            engine(NOW)
            if answer:
                raise answer
            return conversation

    send_one(payout().pk, Overtaken(gateway().access), NOW)

    assert_paid_once(box)
    assert steps() == ["submit", "confirm"]


def test_duplicates_disorder_and_lateness_change_nothing(box: Box) -> None:
    refund_by_mpesa()
    box.goes(callbacks=3, timeout=True)
    engine(NOW)
    letters = sorted(box.take(4), key=lambda letter: "/result/" in letter[0])  # the timeout first
    for path, body in letters:
        assert send(path, body) == 200
    engine(NOW)
    assert_paid_once(box)

    for path, body in letters:
        assert send(path, copy.deepcopy(body) | {"late": True}) == 200
    engine(NOW + timedelta(hours=48))

    assert_paid_once(box)
    assert findings()[2:] == [Finding.NOTHING_NEW] * 2
    assert len(transfers()) == 1


def test_a_failure_is_confirmed_before_the_wallet_takes_it(box: Box) -> None:
    refund_by_mpesa()
    box.goes(code="2040")
    engine(NOW)
    box.deliver()
    engine(NOW)
    assert payout().state == PayoutState.UNKNOWN
    assert_nothing_moved(box)

    box.deliver()  # the answer to the question
    engine(NOW)

    assert (payout().state, payout().failure) == (PayoutState.TO_WALLET, "2040")
    assert box.executed == []
    assert transfers() == {"wallet": Decimal("1500.00")}
    assert Ticket.objects.get().state == State.REFUNDED


def test_a_failure_that_was_none_is_found_out(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    ((path, body),) = box.take()
    forged = copy.deepcopy(body)
    forged["Result"] |= {"ResultCode": 2040, "ResultParameters": {}}
    send(path, forged)
    engine(NOW)
    box.deliver()
    engine(NOW)

    assert_paid_once(box)


def test_an_empty_account_is_tried_again_with_a_new_key(box: Box) -> None:
    refund_by_mpesa()
    box.simulator.book.balance = 0
    engine(NOW)
    box.deliver()
    engine(NOW)
    box.deliver()
    engine(NOW)
    assert (payout().state, payout().look_at) == (PayoutState.QUEUED, NOW + HOUR)

    box.simulator.book.balance = 5000
    engine(NOW + HOUR)
    box.deliver()
    engine(NOW + HOUR)

    assert_paid_once(box)
    assert PayoutAttempt.objects.count() == 2
    assert len(set(PayoutAttempt.objects.values_list("key", flat=True))) == 2


def test_a_busy_provider_is_left_alone_for_a_while(box: Box) -> None:
    refund_by_mpesa()
    box.goes(ack="busy")
    engine(NOW)
    assert (payout().state, payout().look_at) == (PayoutState.QUEUED, NOW + MINUTE)

    box.goes()
    engine(NOW + MINUTE)
    box.deliver()
    engine(NOW + MINUTE)

    assert_paid_once(box)


def test_a_refused_key_stops_all_payouts(box: Box, settings: Any) -> None:
    refund_by_mpesa()
    refund_by_mpesa()
    settings.MPESA = {**settings.MPESA, "secret": "wrong"}
    engine(NOW)

    pause = PayoutPause.objects.get()
    assert (pause.is_on, pause.by, pause.reason) == (
        True,
        None,
        "The provider refuses our access: the key is refused",
    )
    assert PayoutAttempt.objects.count() == 1
    assert send_payouts(NOW + HOUR) == 0
    assert_nothing_moved_but(2)


def assert_nothing_moved_but(tickets: int) -> None:
    assert Ticket.objects.filter(state=State.REFUND_PROCESSING).count() == tickets
    assert not Transfer.objects.exists()


def test_a_token_that_another_process_made_void_is_renewed(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    box.deliver()
    box.simulator.book.new_token()
    refund_by_mpesa()
    engine(NOW)
    box.deliver()
    engine(NOW)

    assert len(box.executed) == 2


def test_what_the_provider_never_saw_is_sent_anew(box: Box) -> None:
    """As after a crash between the attempt's row and the call."""
    refund_by_mpesa()
    engine(NOW)
    box.take()
    box.simulator.book.entries.clear()
    for wait in (2, 5):
        engine(NOW + wait * MINUTE)
        box.deliver()
        engine(NOW + wait * MINUTE)
        assert payout().state == PayoutState.UNKNOWN

    engine(NOW + 15 * MINUTE)
    box.deliver()
    engine(NOW + 15 * MINUTE)
    assert payout().state == PayoutState.QUEUED
    engine(NOW + 15 * MINUTE)
    box.deliver()
    engine(NOW + 15 * MINUTE)

    assert_paid_once(box)
    assert PayoutAttempt.objects.count() == 2


def test_silence_for_a_day_is_left_to_a_person_and_paid_no_other_way(box: Box) -> None:
    refund_by_mpesa()
    box.goes(status="silent")
    engine(NOW)
    box.take()
    now = NOW
    while (look := payout().look_at) is not None:
        now = look
        engine(now)

    assert now - NOW >= timedelta(hours=24)
    assert payout().state == PayoutState.UNKNOWN
    assert_nothing_moved(box)


FORGERIES: dict[str, dict[str, Any]] = {
    "another key": {"OriginatorConversationID": "KC0000000000000000"},
    "no key": {"OriginatorConversationID": None},
    "another conversation": {"ConversationID": "AG_0"},
    "another amount": {"TransactionAmount": 1501},
    "no amount": {"TransactionAmount": None},
    "an odd amount": {"TransactionAmount": "lots"},
    "no number at all": {"TransactionAmount": "sNaN"},
    "a long receipt": {"TransactionReceipt": "S" * 33},
    "another number": {"ReceiverPartyPublicName": "254712000102 - A CUSTOMER"},
    "no number": {"ReceiverPartyPublicName": None},
    "no receipt": {"TransactionReceipt": ""},
    "no details": {"ResultParameters": {}},
    "an odd code": {"ResultCode": True},
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_success_moves_nothing(box: Box, forgery: dict[str, Any]) -> None:
    refund_by_mpesa()
    engine(NOW)
    ((path, body),) = box.take()
    forged = copy.deepcopy(body)
    for name, value in forgery.items():
        if name in forged["Result"]:
            forged["Result"][name] = value
        for pair in forged["Result"].get("ResultParameters", {}).get("ResultParameter", []):
            if pair["Key"] == name:
                pair["Value"] = value
    assert send(path, forged) == 200
    engine(NOW)

    assert payout().state == PayoutState.SUBMITTED
    assert findings() in ([Finding.MISFIT], [Finding.UNREADABLE])
    assert_nothing_moved(box)

    send(path, body)
    engine(NOW)
    assert_paid_once(box)


NO_CALLBACKS = [
    *(b"", b"[]", b"{}", b"\xff", b'{"Result": 1}', b"null", b'"x"', b"[" * 19_000),
    b'{"Result": {"ResultCode": "\\u0000"}}',
    b'{"Result": {"ResultCode": "\\ud800"}}',
]


@pytest.mark.parametrize("body", NO_CALLBACKS, ids=range(len(NO_CALLBACKS)))
def test_what_is_no_callback_is_kept_and_moves_nothing(box: Box, body: bytes) -> None:
    refund_by_mpesa()
    engine(NOW)
    ((path, _body),) = box.take()
    assert send(path, body) == 200
    engine(NOW)

    assert findings() == [Finding.UNREADABLE]
    assert_nothing_moved(box)


def test_a_callback_from_elsewhere_only_makes_us_ask(box: Box, settings: Any) -> None:
    refund_by_mpesa()
    engine(NOW)
    settings.MPESA_SOURCES = frozenset({"196.201.214.200"})
    box.deliver()
    engine(NOW)
    assert (findings(), payout().state) == ([Finding.NOT_SURE], PayoutState.UNKNOWN)

    settings.MPESA_SOURCES = frozenset({"127.0.0.1"})
    box.deliver()
    engine(NOW)

    assert_paid_once(box)


def test_an_address_that_nobody_was_given_is_not_there(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    ((path, body),) = box.take()
    elsewhere = path.replace("/result/", "/other/")

    assert send("/hooks/guessed/result/", body) == 404
    assert send(elsewhere, body) == 404
    assert send(path, b" " * 20_001) == 404
    assert not ProviderMessage.objects.exists()


def test_a_receipt_pays_one_refund_only(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    box.deliver()
    engine(NOW)
    receipt = payout().receipt
    refund_by_mpesa()
    engine(NOW)
    ((path, body),) = box.take()
    for pair in body["Result"]["ResultParameters"]["ResultParameter"]:
        if pair["Key"] == "TransactionReceipt":
            pair["Value"] = receipt
    send(path, body)
    engine(NOW)

    assert findings()[1:] == [Finding.MISFIT]
    assert Ticket.objects.filter(state=State.REFUND_PROCESSING).count() == 1


def test_over_the_limit_nothing_leaves_without_two_persons(box: Box) -> None:
    refund_by_mpesa("50001.00", price="60000.00")
    engine(NOW)

    assert (payout().state, payout().needs_release) == (PayoutState.QUEUED, True)
    assert box.executed == []


def test_no_secret_stands_in_what_is_kept(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    ((path, _body),) = box.take()
    token = path.split("/")[2]
    attempt = PayoutAttempt.objects.get()

    assert len(token) >= 32
    assert token not in json.dumps([attempt.token_hash, attempt.key, attempt.conversation])


def test_nobody_sends_what_is_not_due_or_in_other_hands(box: Box) -> None:
    refund_by_mpesa()
    provider = gateway()
    assert not send_one(payout().pk, provider, NOON)
    engine(NOW)
    assert not send_one(payout().pk, provider, NOW)
    assert not ask(payout().pk, provider, NOW)
    assert len(box.executed) == 1


def test_a_run_ends_when_its_time_is_up(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    refund_by_mpesa()
    monkeypatch.setattr(paying, "BUDGET", -1.0)
    monkeypatch.setattr(reconciling, "BUDGET", -1.0)
    engine(NOW)
    assert payout().state == PayoutState.QUEUED

    monkeypatch.setattr(paying, "BUDGET", 30.0)
    engine(NOW)
    box.take()
    engine(NOW + 2 * MINUTE)
    assert (payout().state, StatusQuery.objects.count()) == (PayoutState.SUBMITTED, 0)


def test_what_is_never_taken_is_left_to_a_person(box: Box) -> None:
    refund_by_mpesa()
    box.goes(ack="busy")
    now = NOW
    while (look := payout().look_at) is not None:
        now = max(now, look)
        engine(now)

    assert (payout().state, payout().attempts_made) == (PayoutState.FAILED, 5)
    assert box.executed == []
    assert_nothing_moved(box)


@pytest.mark.parametrize("code", ["8006", "2001"])
def test_a_result_that_says_our_access_is_wrong_stops_all(box: Box, code: str) -> None:
    refund_by_mpesa()
    box.goes(code=code)
    for _round in range(2):
        engine(NOW)
        box.deliver()
        engine(NOW)

    assert payout().state == PayoutState.FAILED
    assert PayoutPause.objects.get().reason == f"The provider refuses our access: {code}"
    pause_payouts("Once more", NOW)
    assert PayoutPause.objects.count() == 1


def test_a_provider_that_is_away_is_tried_again_and_asked_again(box: Box, settings: Any) -> None:
    refund_by_mpesa()
    there = settings.MPESA
    settings.MPESA = there | {"url": "http://127.0.0.1:9"}
    engine(NOW)
    assert (payout().state, steps()) == (PayoutState.QUEUED, ["submit", "put_off"])

    settings.MPESA = there
    engine(NOW + MINUTE)
    box.take()
    settings.MPESA = there | {"url": "http://127.0.0.1:9"}
    engine(NOW + 3 * MINUTE)
    assert payout().state == PayoutState.UNKNOWN
    settings.MPESA = there | {"secret": "wrong"}
    cache.clear()
    engine(NOW + 6 * MINUTE)
    assert PayoutPause.objects.get().is_on

    settings.MPESA = there
    engine(NOW + 16 * MINUTE)
    box.deliver()
    engine(NOW + 16 * MINUTE)
    assert_paid_once(box)


def test_doubts_pile_up_to_one_question(box: Box) -> None:
    refund_by_mpesa()
    box.goes(timeout=True)
    engine(NOW)
    letters = box.take(2)
    (path, body) = next(letter for letter in letters if "/timeout/" in letter[0])
    for mark in range(3):
        send(path, body | {"mark": mark})
    engine(NOW)
    assert StatusQuery.objects.count() == 1
    box.deliver()
    engine(NOW)

    assert_paid_once(box)


def test_an_answer_about_another_payment_moves_nothing(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    box.take()
    engine(NOW + 2 * MINUTE)
    ((path, body),) = box.take()
    for pair in body["Result"]["ResultParameters"]["ResultParameter"]:
        if pair["Key"] == "OriginatorConversationID":
            pair["Value"] = "KC0000000000000000"
    send(path, body)
    engine(NOW + 2 * MINUTE)

    assert findings() == [Finding.MISFIT]
    assert_nothing_moved(box)


@pytest.mark.parametrize(
    ("status", "finding"), [("Initiated", Finding.NOTHING_NEW), ("Declined", Finding.APPLIED)]
)
def test_only_an_end_ends_it(box: Box, status: str, finding: Finding) -> None:
    refund_by_mpesa()
    box.goes(code="17", status=status)
    engine(NOW)
    box.take()
    engine(NOW + 2 * MINUTE)
    box.deliver()
    engine(NOW + 2 * MINUTE)

    assert findings() == [finding]
    assert payout().state == (PayoutState.FAILED if status == "Declined" else PayoutState.UNKNOWN)


def test_a_status_from_elsewhere_is_no_answer(box: Box, settings: Any) -> None:
    refund_by_mpesa()
    engine(NOW)
    box.take()
    engine(NOW + 2 * MINUTE)
    settings.MPESA_SOURCES = frozenset({"196.201.214.200"})
    box.deliver()
    engine(NOW + 2 * MINUTE)

    assert findings() == [Finding.NOT_SURE]
    assert_nothing_moved(box)


def test_a_message_is_read_once(box: Box) -> None:
    refund_by_mpesa()
    engine(NOW)
    box.deliver()
    message = ProviderMessage.objects.get()
    assert read_message(message.pk, NOW)
    assert not read_message(message.pk, NOW)


def test_the_ticket_is_not_settled_before_the_money_has_gone(box: Box) -> None:
    world, ticket = refund_by_mpesa()
    with pytest.raises(RefusedError) as refused:
        world.take(Step.SETTLE, ticket, None, NOW)

    assert refused.value.code == "not_open"
    assert_nothing_moved(box)


def test_without_a_number_that_paid_nobody_asks_for_mpesa(box: Box) -> None:
    world = World()
    with pytest.raises(RefusedError) as refused:
        world.apply(Service.REFUND_ONLY, amount="100.00", route="mpesa")

    assert (refused.value.code, refused.value.field) == ("invalid", "route")
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("armed", "reached", "ended"), [("", 3, 0), ("here", 1, 1), ("here:3", 3, 1), ("there", 3, 0)]
)
def test_a_failpoint_ends_the_process_where_it_is_armed(
    monkeypatch: pytest.MonkeyPatch, settings: Any, armed: str, reached: int, ended: int
) -> None:
    ends: list[int] = []
    monkeypatch.setattr(os, "kill", lambda _pid, number: ends.append(number))
    settings.FAILPOINT = armed
    failpoints.REACHED.clear()
    for _time in range(reached):
        failpoints.reach("here")

    assert ends == [signal.SIGKILL] * ended


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"password": "wrong"}, AccessError),
        ({"certificate": "/nowhere.pem"}, AccessError),
        ({"key": "wrong"}, AccessError),
        ({"url": "http://127.0.0.1:9"}, NotTakenError),
    ],
)
def test_a_refusal_at_the_door_says_whose_fault_it_is(
    box: Box, wrong: dict[str, str], expected: type[Exception]
) -> None:
    payment = Payment("KC1", "+254712000101", 100, "Refund 1")
    with pytest.raises(expected) as refused:
        Mpesa(gateway().access | wrong).pay(payment, token="t")

    assert type(refused.value) is expected
    assert box.executed == []


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (404, {"errorCode": "404.001.03"}, AccessError),
        (401, {}, AccessError),
        (400, {"errorCode": "400.002.02", "errorMessage": "Bad Request - Invalid PartyB"}, NotTakenError),
        (500, {"errorCode": "500.003.03"}, BusyError),
        (500, {"errorCode": "500.001.1001"}, UnknownOutcomeError),
        (502, {}, UnknownOutcomeError),
        (200, {"ResponseCode": "1"}, UnknownOutcomeError),
    ],
)
def test_each_answer_is_read_for_what_it_means(
    status: int, answer: dict[str, str], expected: type[Exception]
) -> None:
    with pytest.raises(expected) as refused:
        _taken(status, answer)

    assert type(refused.value) is expected


def test_a_key_that_is_known_already_has_arrived_before(box: Box) -> None:
    payment = Payment("KC1", "+254712000101", 100, "Refund 1")
    gateway().pay(payment, token="t")
    assert gateway().pay(payment, token="t") == ""
    assert len(box.executed) == 1


def test_money_that_left_after_all_is_told_of_and_moves_nothing(
    box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    refund_by_mpesa()
    box.goes(code="2040")
    engine(NOW)
    ((path, body),) = box.take()
    engine(NOW + 2 * MINUTE)
    box.deliver()
    engine(NOW + 2 * MINUTE)
    assert payout().state == PayoutState.TO_WALLET

    paid = {"ResultParameter": [{"Key": "TransactionReceipt", "Value": "SG632NMUAB"}]}
    send(path, {"Result": body["Result"] | {"ResultCode": 0, "ResultParameters": paid}})
    engine(NOW + 3 * MINUTE)

    assert findings()[-1] == Finding.CONTRADICTS
    assert "contradicts" in caplog.text
    assert {kind: int(amount) for kind, amount in transfers().items()} == {"wallet": 1500}


def test_a_row_that_fails_holds_up_no_other(
    box: Box, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    for _number in range(2):
        refund_by_mpesa()
    whole = settings.MPESA
    settings.MPESA = {name: value for name, value in whole.items() if name != "initiator"}
    engine(NOW)
    assert caplog.text.count("Work on payouts failed at row") == 2
    assert PayoutAttempt.objects.count() == 2

    settings.MPESA = whole
    for minutes in (2, 5, 15):
        engine(NOW + minutes * MINUTE)
        box.deliver(2)
        engine(NOW + minutes * MINUTE)
    engine(NOW + 16 * MINUTE)
    box.deliver(2)
    engine(NOW + 16 * MINUTE)
    assert len(box.executed) == 2
    assert Ticket.objects.filter(state=State.REFUNDED).count() == 2


def test_after_three_working_days_the_customer_is_told_and_the_supervisor_sees_it(box: Box) -> None:
    refund_by_mpesa()
    box.goes(status="silent")
    engine(NOW)
    lapse_clocks(NOW + timedelta(days=9))

    ticket = Ticket.objects.get()
    told = Notice.objects.filter(ticket=ticket, event__step=Step.ESCALATE)
    assert list(told.values_list("audience", "channel")) == [("customer", "email")]
    assert ticket.flagged_at is not None
    assert_nothing_moved(box)
