"""Finance's steps on payouts, as people take them: with a reason, by the right person, never twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client

from returns.actions.finance import record_finding, retry_payout, stop_payouts
from returns.actions.refusal import RefusedError
from returns.enums import PayoutState, State
from returns.models import Payout, PayoutEvent, PayoutPause, Ticket, Transfer
from returns.tests.payouts import Box, engine, payout, refund_by_mpesa
from returns.tests.views.doors import House, at, enter
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=2)
LIST, STOPS = "/admin/returns/payout/", "/admin/returns/payoutpause/"
DAY = timedelta(days=1)


def press(browser: Client, action: str, *, reason: str = "By the statement.", **more: str) -> str:
    """Choose all payouts and an action; what the list says then."""
    chosen = {"_selected_action": list(Payout.objects.values_list("pk", flat=True))}
    with at(NOW + DAY):
        answer = browser.post(LIST, {"action": action, "reason": reason, **chosen, **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def failed(box: Box, code: str = "999") -> World:
    """A payout that failed with a code that nobody knows."""
    world, _ticket = refund_by_mpesa()
    box.goes(code=code)
    for _round in range(2):
        engine(NOW)
        box.deliver()
        engine(NOW)
    assert payout().state == PayoutState.FAILED
    return world


def lost(box: Box) -> World:
    """A payout that nobody answered for, a day long."""
    world, _ticket = refund_by_mpesa()
    box.goes(status="silent")
    engine(NOW)
    box.take()
    engine(NOW + DAY)
    assert (payout().state, payout().look_at) == (PayoutState.UNKNOWN, None)
    return world


def test_a_failed_payout_is_tried_again(box: Box) -> None:
    finance = House(failed(box)).browser("finance")
    assert "Done: 1." in press(finance, "try_again")
    assert (payout().state, payout().look_at) == (PayoutState.QUEUED, NOW + DAY)

    box.goes()
    engine(NOW + DAY)
    box.deliver()
    engine(NOW + DAY)

    assert Ticket.objects.get().state == State.REFUNDED
    assert len(box.executed) == 1
    event = PayoutEvent.objects.get(step="retry")
    assert (event.by.groups.get().name, event.reason) == ("finance", "By the statement.")


def test_a_failed_payout_goes_into_the_wallet(box: Box) -> None:
    finance = House(failed(box)).browser("finance")
    press(finance, "into_the_wallet")
    engine(NOW + DAY)

    assert Ticket.objects.get().state == State.REFUNDED
    assert Transfer.objects.filter(credit__kind="wallet").count() == 1
    assert box.executed == []


@pytest.mark.parametrize("action", ["try_again", "into_the_wallet", "release"])
def test_what_is_out_can_be_paid_no_other_way(box: Box, action: str) -> None:
    world = lost(box)
    said = press(House(world).browser("finance"), action)

    assert "t be treated so" in said
    assert payout().state == PayoutState.UNKNOWN
    assert not Transfer.objects.exists()


def test_what_the_statement_shows_as_paid_is_paid(box: Box) -> None:
    finance = House(lost(box)).browser("finance")
    assert "give its receipt" in press(finance, "was_paid")
    press(finance, "was_paid", receipt="SG632NMUAB")
    engine(NOW + DAY)

    assert (payout().state, payout().receipt) == (PayoutState.PAID, "SG632NMUAB")
    assert Ticket.objects.get().state == State.REFUNDED


def test_a_receipt_of_another_payout_is_refused(box: Box) -> None:
    world, _ticket = refund_by_mpesa()
    engine(NOW)
    box.deliver()
    engine(NOW)
    receipt = payout().receipt
    box.goes(status="silent")
    world.line = world.add_line()
    other = world.apply("refund_only", amount="900.00", route="mpesa")
    world.take("approve", other, "seller", NOW)
    engine(NOW)
    box.take()
    engine(NOW + DAY)
    late = Payout.objects.latest("pk")
    with at(NOW + DAY):
        chosen = {"_selected_action": [late.pk], "receipt": receipt, "reason": "Looks so."}
        answer = House(world).browser("finance").post(LIST, {"action": "was_paid", **chosen}, follow=True)

    assert "belongs to another payout" in answer.content.decode()
    late.refresh_from_db(fields=["receipt"])
    assert late.receipt is None


def test_what_the_statement_does_not_show_failed(box: Box) -> None:
    finance = House(lost(box)).browser("finance")
    press(finance, "was_not_paid")

    assert (payout().state, payout().failure) == (PayoutState.FAILED, "found_unpaid")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_each_step_needs_its_reason(box: Box, reason: str) -> None:
    finance = House(failed(box)).browser("finance")
    press(finance, "into_the_wallet", reason=reason)

    assert payout().state == PayoutState.FAILED


def test_two_persons_release_what_is_over_the_limit(box: Box) -> None:
    world, _ticket = refund_by_mpesa("50001.00", price="60000.00")
    first = House(world).browser("finance")
    assert "Done: 1." in press(first, "release")
    engine(NOW + DAY)
    assert box.executed == []
    assert "t be treated so" in press(first, "release")
    with pytest.raises(IntegrityError):
        Payout.objects.update(second_by=payout().first_by)


def test_the_second_person_lets_it_go(box: Box) -> None:
    world, _ticket = refund_by_mpesa("50001.00", price="60000.00")
    first, second = House(world).browser("finance"), enter(person("finance"))
    press(first, "release")
    press(second, "release")
    engine(NOW + DAY)

    assert [paid["amount"] for paid in box.executed] == [50001]


@pytest.mark.parametrize("who", ["supervisor", "root", "desk", "seller"])
def test_nobody_else_acts(box: Box, who: str) -> None:
    world = failed(box)
    with at(NOW + DAY):
        chosen = {"_selected_action": [payout().pk], "reason": "Mine."}
        answer = House(world).browser(who).post(LIST, {"action": "into_the_wallet", **chosen})

    assert answer.status_code in {200, 302, 403}
    assert payout().state == PayoutState.FAILED


def test_finance_of_another_country_finds_nothing(box: Box) -> None:
    failed(box)
    press(enter(person("finance", country="UG")), "into_the_wallet")

    assert payout().state == PayoutState.FAILED


def test_finance_does_not_treat_its_own_refund(box: Box) -> None:
    world, _ticket = refund_by_mpesa("50001.00", price="60000.00")
    world.people["customer"].groups.add(world.people["finance"].groups.get())
    world.people["customer"].is_staff = True
    world.people["customer"].save()
    press(enter(world.people["customer"]), "release")

    assert payout().first_by is None


def test_all_payouts_stop_and_go_on(box: Box) -> None:
    world, _ticket = refund_by_mpesa()
    finance = House(world).browser("finance")
    with at(NOW):
        finance.post(f"{STOPS}add/", {"reason": "The float is being moved."})
        again = finance.post(f"{STOPS}add/", {"reason": "Once more."})
    assert "stopped already" in again.content.decode()
    engine(NOW)
    assert (box.executed, payout().state) == ([], PayoutState.QUEUED)

    stop = PayoutPause.objects.get()
    assert stop.by == world.people["finance"]
    for said in ("", "has ended already"):
        with at(NOW):
            chosen = {"action": "resume", "_selected_action": [stop.pk]}
            answer = finance.post(STOPS, chosen, follow=True)
        assert said in answer.content.decode()
    engine(NOW)
    assert [paid["amount"] for paid in box.executed] == [1500]


def test_the_worst_come_first_and_no_number_is_shown_whole(box: Box) -> None:
    world = failed(box)
    other, _ticket = refund_by_mpesa("20.00")
    assert other is not world
    with at(NOW):
        shown = House(world).browser("finance").get(LIST).content.decode()
        page = House(world).browser("finance").get(f"{LIST}{Payout.objects.earliest('pk').pk}/change/")

    rows = shown[shown.index("result_list") :]
    assert rows.index("Failed: somebody must look") < rows.index("Waits to be sent")
    assert "+254712000101" not in shown + page.content.decode()


def test_the_actions_refuse_what_the_pages_do_not_offer(box: Box) -> None:
    world, _ticket = refund_by_mpesa()
    seller, finance = world.people["seller"], world.people["finance"]
    said = {"reason": "Because.", "now": NOW}
    with pytest.raises(RefusedError, match="not_found"):
        retry_payout(payout().pk, by=seller, **said)
    with pytest.raises(RefusedError, match="not_found"):
        retry_payout(0, by=finance, **said)
    with pytest.raises(RefusedError, match="not_open"):
        record_finding(payout().pk, by=finance, receipt="", **said)
    stop_payouts(by=finance, **said)
    with pytest.raises(RefusedError, match="not_open"):
        stop_payouts(by=finance, **said)
