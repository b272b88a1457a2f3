"""Proving a number by a code: whose it is, how often one may try, and what no answer tells."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import ASK, faults, said, wrong
from kilicare.accounts.tests.test_code_limits import seen
from orders.models import Customer
from returns.actions.engine import relay
from returns.actions.numbers import add_number, send_code
from returns.actions.refusal import RefusedError
from returns.models import VerifiedNumber
from returns.tests.numbers import CODE, NUMBERS, PHONE, REMOVE, ask, codes, enter_code, rows, verified
from returns.tests.test_races import ROUNDS, race
from returns.tests.views.doors import at, enter
from returns.tests.views.reading import read
from returns.tests.views.refusing import nothing_moves
from returns.tests.world import NOON, person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NO_MOBILE = "Type the number of a Kenyan mobile, such as 0712 345 678."
TOO_MANY = "Too many codes were asked for. Try again in an hour."
RUN_OUT = "The code has run out. Ask for a new one."
NOT_THE_CODE = "This is not the code that was sent. Check it and try again."
TAKEN = "It stands with another account, so it was not added."


def customer() -> tuple[Customer, Client]:
    """Somebody who has bought something, at their browser."""
    user = person()
    return Customer.objects.create(external_id=f"buyer-{user.pk}", user=user), enter(user)


def test_a_number_is_added_by_the_code_that_came_to_it() -> None:
    amina, browser = customer()
    with at(NOON):
        asked = ask(browser, "0712 000 777")
        page = read(browser.get(CODE))
        (code,) = codes()
        kept = str(dict(browser.session))
        added = enter_code(browser, f" {code[:3]}-{code[3:]} ")
        shown = read(browser.get(NUMBERS))
        again = enter_code(browser, code)

    assert (asked["Location"], added["Location"], again["Location"]) == (CODE, NUMBERS, NUMBERS)
    assert PHONE in page.text
    assert code not in kept
    assert rows() == [(amina.pk, PHONE, NOON)]
    assert "+254 ••••••777" in shown.text
    assert PHONE[-9:] not in shown.html
    message = CodeMessage.objects.get()
    assert (message.channel, message.to, message.expires_at) == ("sms", PHONE, NOON + 5 * MINUTE)
    assert len(message.body) <= 160


@pytest.mark.parametrize(
    "typed",
    ["", " ", "0712", "0712000777 1", "+256772345678", "0202345678", "020 234 567", "amina", "9" * 400],
)
def test_what_is_no_kenyan_mobile_is_sent_nothing(typed: str) -> None:
    _amina, browser = customer()
    with at(NOON), nothing_moves():
        answer = ask(browser, typed)

    assert (answer.status_code, faults(answer)) == (422, {"phone": [NO_MOBILE]})
    assert read(answer).title.startswith("Error: ")


def test_a_number_of_ones_own_is_not_asked_for_twice() -> None:
    amina, browser = customer()
    verified(amina)
    with at(NOON), nothing_moves():
        answer = ask(browser)

    assert (answer.status_code, faults(answer)) == (422, {"phone": ["This number is on your list already."]})


def signs_in() -> None:
    person(phone=PHONE)


def signs_in_at_the_desk() -> None:
    person("desk", phone=PHONE)


def verified_it() -> None:
    verified(customer()[0])


def walk(phone: str) -> list[tuple[object, ...]]:
    """All that a customer sees from asking to the last wrong try, and after a second asking."""
    _amina, browser = customer()
    answers = [ask(browser, phone), browser.get(CODE), *(enter_code(browser, "12345x") for _ in range(6))]
    answers += [browser.get(NUMBERS), ask(browser, phone), browser.get(CODE), browser.get(NUMBERS)]
    me = str(browser.get(NUMBERS).context["user"])
    plain = [seen(answer) for answer in answers]
    return [(s, h, c, b.replace(phone, PHONE).replace(me, "me")) for s, h, c, b in plain]


@pytest.mark.parametrize("whose", [signs_in, signs_in_at_the_desk, verified_it])
def test_no_answer_tells_that_a_number_is_somebody_elses_but_its_owner_is_told(
    whose: Callable[[], None],
) -> None:
    whose()
    before = rows()
    with at(NOON):
        foreign, free = walk(PHONE), walk("+254712000778")

    assert foreign == free
    assert rows() == before
    assert [(bool(code), TAKEN in body, to) for code, body, to in zip(codes(), *sent(), strict=True)] == [
        *[(False, True, PHONE)] * 2,
        *[(True, False, "+254712000778")] * 2,
    ]
    assert {len(body) <= 160 for body in sent()[0]} == {True}


def sent() -> tuple[list[str], list[str]]:
    """The messages' texts, and where they went."""
    messages = CodeMessage.objects.order_by("pk")
    return [message.body for message in messages], [message.to for message in messages]


@pytest.mark.parametrize("typed", ["", "000000", "x", "\N{ARABIC-INDIC DIGIT ONE}" * 6])
def test_no_guess_gets_a_number_that_is_somebody_elses(typed: str) -> None:
    signs_in()
    amina, _browser = customer()
    kept = send_code(PHONE, by=amina.user, now=NOON)

    assert kept.proof == ""
    with nothing_moves(), pytest.raises(RefusedError, match="invalid"):
        add_number(kept, typed, by=amina.user, now=NOON)


def test_a_closed_account_does_not_keep_its_number() -> None:
    person(phone=PHONE, is_active=False)
    amina, browser = customer()
    with at(NOON):
        ask(browser)
        enter_code(browser, codes()[0])

    assert rows() == [(amina.pk, PHONE, NOON)]


def test_of_two_who_were_sent_a_code_the_first_has_the_number_and_the_page_does_not_say_so() -> None:
    (amina, first), (_brian, second) = customer(), customer()
    with at(NOON):
        ask(first), ask(second)
        hers, his = codes()
        with nothing_moves():
            assert enter_code(second, hers).status_code == 422  # a code is good for who asked for it
        enter_code(first, hers)
        with nothing_moves():
            late = enter_code(second, his)
        assert (late["Location"], said(second.get(NUMBERS))) == (NUMBERS, [RUN_OUT])
        ask(second)

    assert rows() == [(amina.pk, PHONE, NOON)]
    assert TAKEN in CodeMessage.objects.latest("pk").body


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_number_is_one_customers_also_where_two_prove_it_at_once() -> None:
    for _round in range(ROUNDS):
        VerifiedNumber.objects.all().delete()
        users = [customer()[0].user for _each in range(2)]
        kept = [send_code(PHONE, by=user, now=NOON) for user in users]
        typed = codes()[-2:]
        ends = race(
            *(partial(add_number, k, c, by=u, now=NOON) for k, c, u in zip(kept, typed, users, strict=True))
        )
        assert (sorted(ends), len(rows())) == (["done", "run_out"], 1)


def test_a_wrong_code_is_told_and_the_right_one_still_works() -> None:
    amina, browser = customer()
    with at(NOON):
        ask(browser)
        (code,) = codes()
        with nothing_moves():
            for typed, words in ((wrong(code), NOT_THE_CODE), (" ", "Type the six digits.")):
                refused = enter_code(browser, typed)
                assert (refused.status_code, faults(refused)) == (422, {"code": [words]})
        assert read(refused).title.startswith("Error: ")
        enter_code(browser, code)

    assert rows() == [(amina.pk, PHONE, NOON)]


def test_after_five_tries_the_right_code_is_worth_nothing_also_side_by_side() -> None:
    amina, browser = customer()
    with at(NOON):
        ask(browser)
        (code,), kept = codes(), dict(browser.session)

        def again(typed: str) -> int:
            session = browser.session
            session.update(kept)
            session.save()
            return enter_code(browser, typed).status_code

        with nothing_moves():
            assert [again(wrong(code)) for _try in range(5)] == [422] * 5
            assert again(code) == 302
            assert said(browser.get(NUMBERS)) == ["Too many wrong tries. Ask for a new code."]
            assert enter_code(browser, code)["Location"] == NUMBERS
    with at(NOON + MINUTE):
        ask(browser)
        enter_code(browser, codes()[1])

    assert rows() == [(amina.pk, PHONE, NOON + MINUTE)]


@pytest.mark.parametrize("late", [5 * MINUTE, 60 * MINUTE])
def test_a_code_works_for_five_minutes(late: timedelta) -> None:
    amina, browser = customer()
    with at(NOON):
        ask(browser)
    (code,) = codes()
    with at(NOON + late), nothing_moves():
        assert browser.get(CODE)["Location"] == NUMBERS
        page = browser.get(NUMBERS)
        assert (said(page), page.context["waits"]) == ([RUN_OUT], False)
        assert enter_code(browser, code)["Location"] == NUMBERS
        assert said(browser.get(NUMBERS)) == [RUN_OUT]

    kept = send_code(PHONE, by=amina.user, now=NOON)
    with nothing_moves(), pytest.raises(RefusedError, match="run_out"):
        add_number(kept, codes()[1], by=amina.user, now=NOON + late)
    in_time = NOON + 5 * MINUTE - timedelta(seconds=1)
    assert add_number(kept, codes()[1], by=amina.user, now=in_time).verified_at == in_time


def test_only_the_newest_code_works_and_the_page_sends_it_without_typing_the_number_again() -> None:
    amina, browser = customer()
    with at(NOON):
        ask(browser, "0712000776")
        form = read(browser.get(CODE)).form_to(NUMBERS)
        browser.post(form.action, form.filled())
        ask(browser)
        of_other, again, newest = codes()
        assert CODE in read(browser.get(NUMBERS)).links
        with nothing_moves():
            for old in {of_other, again} - {newest}:
                assert enter_code(browser, old).status_code == 422
        enter_code(browser, newest)

    assert rows() == [(amina.pk, PHONE, NOON)]


def test_a_phone_gets_three_codes_an_hour_whoever_asks_and_whatever_for() -> None:
    _amina, browser = customer()
    with at(NOON):
        assert Client().post(ASK, {"who": PHONE}).status_code == 302
        assert [ask(customer()[1]).status_code for _each in range(2)] == [302, 302]
        with nothing_moves():
            refused = ask(browser)
        assert (refused.status_code, faults(refused)) == (422, {"phone": [TOO_MANY]})
        assert Client().post(ASK, {"who": PHONE}).status_code == 422
    with at(NOON + 60 * MINUTE):
        assert ask(browser).status_code == 302


def test_a_person_asks_ten_times_an_hour_and_then_uses_up_nobodys_codes() -> None:
    _amina, browser = customer()
    with at(NOON):
        asked = [ask(browser, f"+2547120007{number:02}").status_code for number in range(10)]
        with nothing_moves():
            over = [ask(browser) for _each in range(3)]
        assert asked == [302] * 10
        assert [(answer.status_code, faults(answer)) for answer in over] == [(422, {"phone": [TOO_MANY]})] * 3
        assert ask(customer()[1]).status_code == 302


def test_one_address_asks_twenty_times_a_minute() -> None:
    with at(NOON):
        for tens in (0, 1):
            _each, browser = customer()
            for number in range(10):
                assert ask(browser, f"+2547120007{tens}{number}").status_code == 302
        with nothing_moves("orders.Customer", "accounts.User"):
            assert ask(customer()[1]).status_code == 422


def test_a_number_is_taken_off_by_its_own_customer_alone() -> None:
    (amina, browser), (brian, _other) = customer(), customer()
    own, foreign = verified(amina), verified(brian, "+254712000778")
    with at(NOON):
        with nothing_moves():
            for key in (str(foreign.pk), "999999", "", "x", "-1", "\x00", "9" * 5000):
                assert browser.post(REMOVE, {"number": key}).status_code == 404
            assert browser.get(REMOVE).status_code == 405
        form = read(browser.get(NUMBERS)).form_to(REMOVE)
        answer = browser.post(form.action, form.filled())

    assert form.filled()["number"] == str(own.pk)
    assert answer["Location"] == NUMBERS
    assert rows() == [(brian.pk, foreign.phone, NOON)]


@pytest.mark.parametrize(("back", "end"), [("/orders/", "/orders/"), ("https://evil.example/", NUMBERS)])
def test_the_customer_comes_back_to_where_they_were_on_this_site(back: str, end: str) -> None:
    _amina, browser = customer()
    query = f"?next={back}"
    with at(NOON):
        asked = ask(browser, query=query)
        assert (back in read(browser.get(NUMBERS + query)).links) == (end == back)
        (code,) = codes()
        assert browser.post(asked["Location"], {"code": code})["Location"] == end


def test_no_log_has_a_code_or_a_whole_number(caplog: pytest.LogCaptureFixture) -> None:
    _amina, browser = customer()
    with caplog.at_level(logging.DEBUG), at(NOON):
        ask(browser)
        (code,) = codes()
        enter_code(browser, wrong(code))
        enter_code(browser, code)
        relay(NOON)

    assert caplog.records
    assert code not in caplog.text
    assert PHONE not in caplog.text
    assert set(CodeMessage.objects.values_list("body", "sent_at")) == {("", NOON)}


def test_the_database_keeps_a_number_for_one_customer_and_takes_kenyan_mobiles_alone() -> None:
    amina, brian = customer()[0], customer()[0]
    verified(amina)
    for who, phone in ((brian, PHONE), (amina, PHONE), (brian, "+256772345678"), (brian, "0712000778")):
        with pytest.raises(IntegrityError), transaction.atomic():
            verified(who, phone)

    assert rows() == [(amina.pk, PHONE, NOON)]
