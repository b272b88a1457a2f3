"""A phone gets three codes an hour, however it is typed; and nobody learns from an answer who is known."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import (
    ASK,
    EMAIL,
    ENTER,
    PHONE,
    ask,
    customer,
    enter,
    faults,
    seller,
    signed_in,
    worker,
)

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many codes were asked for. Try again in an hour."
NOT_THE_CODE = "This is not the code that was sent. Check it and try again."


@pytest.mark.parametrize(
    "names",
    [
        ["0712345678", "+254 712 345 678", "00254712345678", "254-712-345-678"],
        ["amina@customers.example", "AMINA@customers.example", " Amina@Customers.Example ", EMAIL],
    ],
)
def test_one_name_gets_three_codes_an_hour_however_it_is_typed(names: list[str]) -> None:
    customer()

    answers = [ask(Client(), name) for name in names]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 422]
    assert faults(answers[-1]) == {"who": [TOO_MANY]}
    assert CodeMessage.objects.count() == 3


def test_the_limit_is_the_same_for_nobody() -> None:
    answers = [ask(Client(), "0799999999") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 422]
    assert faults(answers[-1]) == {"who": [TOO_MANY]}


def test_an_hour_later_one_may_ask_again() -> None:
    customer()
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        for _ in range(3):
            ask(Client(), PHONE)
        clock.shift(3599)
        assert ask(Client(), PHONE).status_code == 422
        clock.shift(2)

        assert ask(Client(), PHONE).status_code == 302


def test_another_phone_is_not_held_up_but_one_address_may_ask_twenty_times_a_minute() -> None:
    answers = [ask(Client(), f"07123456{number}").status_code for number in range(10, 31)]

    assert answers == [302] * 20 + [422]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-Ip", "Forwarded", "X-Client-Ip"])
def test_a_header_makes_nobody_another_address(header: str) -> None:
    answers = [
        ask(Client(headers={header: f"203.0.113.{number}"}), f"07123456{number}").status_code
        for number in range(10, 31)
    ]

    assert answers == [302] * 20 + [422]


def test_a_form_that_is_refused_for_its_typing_costs_no_code() -> None:
    customer()
    for _ in range(4):
        ask(Client(), "07123")

    assert ask(Client(), PHONE).status_code == 302


def nobody() -> None:
    """There is no such person."""


def several() -> None:
    customer()
    customer(name="Amina's sister")


def several_with_a_worker() -> None:
    customer()
    worker("desk", phone=PHONE, email=EMAIL)


def closed_out() -> None:
    customer(is_active=False)


def a_seller() -> None:
    seller(phone=PHONE, email=EMAIL)


def a_superuser() -> None:
    worker(phone=PHONE, email=EMAIL, is_superuser=True)


def a_colleague() -> None:
    worker("desk", phone=PHONE, email=EMAIL)


def a_new_colleague_without_a_password() -> None:
    worker("warehouse", password=None, phone=PHONE, email=EMAIL)


UNABLE = [
    nobody,
    several,
    several_with_a_worker,
    closed_out,
    a_seller,
    a_superuser,
    a_colleague,
    a_new_colleague_without_a_password,
]


def seen(response: HttpResponse) -> tuple[object, ...]:
    """Everything a stranger sees of an answer, without what is drawn anew for each."""
    body = re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]*"', "", response.content.decode())
    headers = {k: v for k, v in response.headers.items() if k != "Content-Security-Policy"}
    cookies = {name: {**morsel, "expires": ""} for name, morsel in response.cookies.items()}
    return response.status_code, headers, cookies, body


def walk(who: str) -> tuple[list[tuple[object, ...]], int]:
    """All answers from the first page to the last wrong try, and the queries of asking."""
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answers = [ask(client, who)]
    answers += [client.get(ENTER), *(enter(client, "000000x") for _ in range(5)), client.get(ASK)]
    return [seen(answer) for answer in answers], len(queries)


@pytest.mark.parametrize(
    ("there_is", "who"), [(one, PHONE) for one in UNABLE] + [(one, EMAIL) for one in UNABLE[:3]]
)
def test_an_answer_does_not_tell_who_is_known(there_is: Callable[[], None], who: str) -> None:
    there_is()
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        unable, unable_queries = walk(who)
        assert not CodeMessage.objects.exists()
        CodeMessage.objects.all().delete()
        amina = customer(phone="+254712345679", email="other@customers.example")
        able, able_queries = walk(amina.phone if who == PHONE else amina.email)

    plain = [(s, h, c, b.replace(amina.phone, PHONE).replace(amina.email, EMAIL)) for s, h, c, b in able]
    assert CodeMessage.objects.count() == 1
    assert unable == plain
    assert 0 <= able_queries - unable_queries <= 4  # the groups, and the message itself


@pytest.mark.parametrize("there_is", UNABLE, ids=lambda there_is: there_is.__name__)
def test_no_code_lets_in_who_may_not(client: Client, there_is: Callable[[], None]) -> None:
    there_is()
    ask(client, PHONE)

    for code in ("", "000000", "None", "null", "-"):
        response = enter(client, code)
        assert (response.status_code, signed_in(client)) in {(422, None), (302, None)}
    assert not CodeMessage.objects.exists()


def test_a_customer_who_shares_a_mail_still_comes_in_by_their_own_phone(client: Client) -> None:
    amina = customer()
    customer(phone="+254712345679")
    ask(client, EMAIL)
    assert not CodeMessage.objects.exists()
    client.post("/accounts/logout/")

    ask(client, PHONE)

    assert CodeMessage.objects.get().to == amina.phone


def test_a_closed_account_does_not_block_its_successor(client: Client) -> None:
    customer(is_active=False)
    customer()

    ask(client, PHONE)

    assert CodeMessage.objects.get().to == PHONE


def test_the_words_on_the_code_s_page_promise_nothing(client: Client) -> None:
    ask(client, "0799999999")

    page = client.get(ENTER).content.decode()

    assert "If +254799999999 stands with one of our orders, a code is on its way to it." in page


def test_what_a_stranger_typed_is_escaped(client: Client) -> None:
    typed = '"<script>alert(1)</script>"@customers.example'

    page = (ask(client, typed), client.get(ENTER, follow=True))[-1].content.decode()

    assert "<script>alert(1)" not in page
