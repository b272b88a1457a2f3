"""Customers come in by a code: how they name themselves, what the code is worth, and for how long."""

import pytest
import time_machine
from django.test import Client
from django.utils.crypto import get_random_string

from kilicare.accounts.models import CodeMessage
from kilicare.accounts.tests.people import (
    ASK,
    EMAIL,
    ENTER,
    PHONE,
    ask,
    by_code,
    customer,
    enter,
    faults,
    said,
    sent_code,
    signed_in,
    worker,
    wrong,
)

pytestmark = pytest.mark.django_db
RUN_OUT = "The code has run out. Ask for a new one."
TOO_OFTEN = "Too many wrong tries. Wait a few minutes, then start again."


def test_a_code_by_sms_lets_a_customer_in(client: Client) -> None:
    amina = customer()

    asked = ask(client, "0712 345 678")
    message = CodeMessage.objects.get()
    came = enter(client, sent_code())

    assert (asked.status_code, asked["Location"]) == (302, ENTER)
    assert (message.channel, message.to, message.subject) == ("sms", PHONE, "")
    assert (
        message.body
        == f"KiliCare: your sign-in code is {sent_code()}. It works for 5 minutes. Give it to nobody."
    )
    assert (came.status_code, came["Location"]) == (302, "/accounts/home/")
    assert signed_in(client) == amina.pk


def test_a_code_by_mail_lets_a_customer_in(client: Client) -> None:
    amina = customer()

    ask(client, EMAIL)
    message = CodeMessage.objects.get()
    enter(client, sent_code())

    assert (message.channel, message.to) == ("email", EMAIL)
    assert message.subject == "Your KiliCare sign-in code"
    assert message.body.startswith(f"Your sign-in code is {sent_code()}\n")
    assert signed_in(client) == amina.pk


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        ("0712345678", ""),
        (" 0712 345 678 ", ""),
        ("0712-345-678", "KE"),
        ("+254712345678", ""),
        ("+254 712 345 678", "NG"),
        ("254712345678", "KE"),
        ("00254712345678", "UG"),
        ("712345678", "KE"),
        (EMAIL, ""),
        ("  Amina@Customers.EXAMPLE ", ""),
        ("amina @customers.example", ""),
    ],
)
def test_it_does_not_matter_how_the_name_is_typed(client: Client, typed: str, country: str) -> None:
    amina = customer()

    ask(client, typed, country=country)
    enter(client, sent_code())

    assert signed_in(client) == amina.pk


@pytest.mark.parametrize(
    ("typed", "country", "phone"),
    [("0772 345 678", "UG", "+256772345678"), ("0803 123 4567", "NG", "+2348031234567")],
)
def test_a_local_number_is_read_in_the_chosen_country(
    client: Client, typed: str, country: str, phone: str
) -> None:
    there = customer(phone=phone, country=country)

    ask(client, typed, country=country)
    enter(client, sent_code())

    assert signed_in(client) == there.pk


@pytest.mark.parametrize(
    ("typed", "country", "words"),
    [
        ("", "", "Type your phone number or your e-mail address."),
        ("amina", "", "Type a phone number such as 0712 345 678, or an e-mail address."),
        ("0712", "", "This phone number is too short: it should look like 0712 345 678."),
        ("07123456789012", "UG", "This phone number is too long: it should look like 0772 345 678."),
        ("amina@", "", "This e-mail address is not complete: it should look like name@example.com."),
        ("a@b@c.example", "", "This e-mail address is not complete: it should look like name@example.com."),
        ("\x00", "", "Null characters are not allowed."),
    ],
)
def test_what_is_no_name_is_refused_in_kind_words(
    client: Client, typed: str, country: str, words: str
) -> None:
    response = ask(client, typed, country=country)

    assert response.status_code == 422
    assert faults(response) == {"who": [words]}
    assert not CodeMessage.objects.exists()


def test_a_country_that_is_not_offered_is_refused(client: Client) -> None:
    response = ask(client, "0712345678", country="ZZ")

    assert (response.status_code, list(faults(response))) == (422, ["country"])


def test_a_code_works_with_blanks_and_dashes_too(client: Client) -> None:
    amina = customer()
    ask(client, PHONE)
    code = sent_code()

    enter(client, f" {code[:3]} - {code[3:]} ")

    assert signed_in(client) == amina.pk


def test_a_wrong_code_is_told_and_the_right_one_still_works(client: Client) -> None:
    amina = customer()
    ask(client, PHONE)

    refused = enter(client, wrong(sent_code()))

    assert refused.status_code == 422
    assert faults(refused) == {"code": ["This is not the code that was sent. Check it and try again."]}
    assert signed_in(client) is None
    enter(client, sent_code())
    assert signed_in(client) == amina.pk


def test_the_fifth_wrong_try_ends_it(client: Client) -> None:
    customer()
    ask(client, PHONE)
    code = sent_code()

    tries = [enter(client, wrong(code)) for _ in range(5)]
    page = client.get(tries[-1]["Location"])
    late = enter(client, code)

    assert [response.status_code for response in tries] == [422, 422, 422, 422, 302]
    assert tries[-1]["Location"] == late["Location"] == ASK
    assert said(page) == [TOO_OFTEN]
    assert signed_in(client) is None


def test_tries_side_by_side_count_as_well(client: Client) -> None:
    """Each of two windows sends what its page was given: neither sees the other's wrong tries."""
    customer()
    ask(client, PHONE)
    code, kept = sent_code(), dict(client.session)

    def again(typed: str) -> int:
        session = client.session
        session.update(kept)
        session.save()
        return enter(client, typed).status_code

    assert [again(wrong(code)) for _ in range(5)] == [422] * 5
    assert again(code) == 302
    assert signed_in(client) is None


def test_a_code_works_once(client: Client) -> None:
    by_code(client, customer())
    code = sent_code()
    client.post("/accounts/logout/")

    again = enter(client, code)

    assert again["Location"] == ASK
    assert signed_in(client) is None


def test_an_old_code_is_worth_nothing_after_a_new_one(client: Client) -> None:
    customer()
    ask(client, PHONE)
    old = sent_code()
    client.post("/accounts/logout/")
    ask(client, PHONE)
    assert sent_code() != old

    assert enter(client, old).status_code == 422


def test_a_code_works_in_the_browser_that_asked_for_it_only(client: Client) -> None:
    customer()
    ask(client, PHONE)
    thief = Client()

    assert enter(thief, sent_code())["Location"] == ASK
    ask(thief, "0799999999")
    assert enter(thief, sent_code()).status_code == 422
    assert signed_in(thief) is None


@pytest.mark.parametrize(("seconds", "works"), [(299, True), (301, False)])
def test_a_code_works_for_five_minutes(client: Client, seconds: int, works: bool) -> None:
    amina = customer()
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        ask(client, PHONE)
        clock.shift(seconds)

        response = enter(client, sent_code())

        assert signed_in(client) == (amina.pk if works else None)
        assert works or said(client.get(response["Location"])) == [RUN_OUT]


def test_the_page_of_a_code_that_has_run_out_says_so(client: Client) -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        ask(client, PHONE)
        clock.shift(301)

        page = client.get(ENTER, follow=True)

    assert page.redirect_chain == [(ASK, 302)]
    assert said(page) == [RUN_OUT]


def test_who_asked_for_no_code_has_none_to_enter(client: Client) -> None:
    customer()

    assert client.get(ENTER)["Location"] == ASK
    assert enter(client, "123456")["Location"] == ASK


def test_one_may_start_again_at_once(client: Client) -> None:
    amina = customer()
    ask(client, "0799999999")
    assert client.get(ASK)["Location"] == ENTER

    client.post("/accounts/logout/", {"next": ASK})
    ask(client, PHONE)
    enter(client, sent_code())

    assert signed_in(client) == amina.pk


def test_who_is_closed_out_meanwhile_stays_out(client: Client) -> None:
    amina = customer()
    ask(client, PHONE)
    amina.is_active = False
    amina.save()

    enter(client, sent_code())

    assert signed_in(client) is None


def test_who_is_taken_on_meanwhile_needs_a_password(client: Client) -> None:
    amina = customer()
    ask(client, PHONE)
    amina.is_staff = True
    amina.save()

    enter(client, sent_code())

    assert signed_in(client) is None


def test_the_code_is_in_the_session_and_the_outbox_and_nowhere_else(client: Client) -> None:
    customer()

    asked = ask(client, PHONE)
    page = client.get(ENTER)

    places = [*asked.headers.values(), asked.content.decode(), str(client.cookies), page.content.decode()]
    assert not any(sent_code() in place for place in places)
    assert sent_code() in str(dict(client.session))


def test_codes_are_six_digits_and_drawn_anew(client: Client) -> None:
    codes = set()
    for number in range(4):
        who = customer(phone=f"+25471234567{number}", email="")
        ask(Client(), who.phone)
        codes.add(sent_code())

    assert len(codes) == 4
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_a_nonsense_code_is_refused_like_a_wrong_one(client: Client) -> None:
    customer()
    for typed in ("", "---", "\uff11\uff12\uff13\uff14\uff15\uff16", "é", get_random_string(19), "1" * 21):
        client.post("/accounts/logout/")
        CodeMessage.objects.all().delete()
        ask(client, get_random_string(8) + "@customers.example")

        assert enter(client, typed).status_code == 422


def test_a_role_alone_closes_the_door_for_codes(client: Client) -> None:
    person = worker("rider", password=None, phone=PHONE)

    ask(client, person.phone)

    assert not CodeMessage.objects.exists()
