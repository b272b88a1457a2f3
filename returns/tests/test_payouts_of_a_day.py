"""The list of a day's payouts: for finance of the country, by its local day, harmless in a spreadsheet."""

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client

from returns.enums import PayoutState
from returns.models import Payout, PayoutAttempt
from returns.queries.payouts import COLUMNS, table_of_day
from returns.tests.payouts import Box, engine, payout, refund_by_mpesa
from returns.tests.views.doors import House, at, enter
from returns.tests.world import NOON, World, person

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=2)
DAY = timedelta(days=1)
LIST, OF_DAY = "/admin/returns/payout/", "/admin/returns/payout/day/"


def paid(box: Box, amount: str = "1500.00", now: datetime = NOW) -> World:
    """A refund that has arrived."""
    world, _ticket = refund_by_mpesa(amount)
    engine(now)
    box.deliver()
    engine(now)
    return world


def asked(browser: Client, query: str = "") -> HttpResponse:
    """The day's list as it is answered."""
    with at(NOW):
        answer: HttpResponse = browser.get(f"{OF_DAY}{query}")
    return answer


def read(answer: HttpResponse) -> list[dict[str, str]]:
    """The rows of a list that was downloaded."""
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    assert text != answer.content.decode()
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


def test_finance_gets_what_a_statement_is_held_against(box: Box) -> None:
    finance = House(paid(box)).browser("finance")
    answer = asked(finance, "?day=2026-11-03")

    attempt = PayoutAttempt.objects.get()
    assert read(answer) == [
        {
            "ended": "2026-11-03T14:00:00+03:00",
            "sent": "2026-11-03T14:00:00+03:00",
            "state": "paid",
            "receipt": box.executed[0]["receipt"],
            "amount": "1500.00",
            "currency": "KES",
            "number": "'+254 ••••••101",
            "keys": attempt.key,
            "conversations": attempt.conversation,
            "for": payout().refund.ticket.reference,
        }
    ]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="payouts-2026-11-03.csv"'
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "254712000101" not in answer.content.decode()


def test_what_has_no_end_is_on_the_list_of_the_day_it_was_sent(box: Box) -> None:
    world, _ticket = refund_by_mpesa()
    engine(NOW)
    finance = House(world).browser("finance")
    for day, expected in {"02": [], "03": [("", "submitted", "")], "04": []}.items():
        rows = read(asked(finance, f"?day=2026-11-{day}"))
        assert [(row["ended"], row["state"], row["receipt"]) for row in rows] == expected

    box.deliver()
    engine(NOW + DAY)
    for day, expected in {"02": [], "03": ["paid"], "04": ["paid"], "05": []}.items():
        assert [row["state"] for row in read(asked(finance, f"?day=2026-11-{day}"))] == expected


def test_each_attempt_has_its_key(box: Box) -> None:
    world, _ticket = refund_by_mpesa()
    box.goes(code="999")
    for _round in range(2):
        engine(NOW)
        box.deliver()
        engine(NOW)
    assert payout().state == PayoutState.FAILED
    PayoutAttempt.objects.create(
        payout=payout(), number=2, key="KC2", token_hash="x", sent_at=NOW, ended_at=NOW
    )

    (row,) = read(asked(House(world).browser("supervisor"), "?day=2026-11-03"))
    first = PayoutAttempt.objects.get(number=1)
    assert (row["state"], row["keys"]) == ("failed", f"{first.key} KC2")
    assert row["sent"] == " ".join(["2026-11-03T14:00:00+03:00"] * 2)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-02T21:00:00+00:00", "2026-11-03"),
        ("2026-11-03T20:59:59+00:00", "2026-11-03"),
        ("2026-11-03T21:00:00+00:00", "2026-11-04"),
    ],
)
def test_a_day_is_kenyas(box: Box, moment: str, day: str) -> None:
    refund_by_mpesa()
    Payout.objects.update(
        state=PayoutState.TO_WALLET, look_at=None, entered_at=datetime.fromisoformat(moment)
    )
    found = {
        each: len(list(table_of_day(Payout.objects.all(), datetime.fromisoformat(each).date()))) - 1
        for each in ("2026-11-02", "2026-11-03", "2026-11-04")
    }

    assert found == dict.fromkeys(found, 0) | {day: 1}


def test_without_a_day_it_is_todays_and_the_list_offers_it(box: Box) -> None:
    finance = House(paid(box)).browser("finance")

    assert "payouts-2026-11-03.csv" in asked(finance)["Content-Disposition"]
    with at(NOW):
        page = finance.get(LIST).content.decode()
    assert f'action="{OF_DAY}"' in page
    assert 'value="2026-11-03"' in page


@pytest.mark.parametrize(
    "day",
    [
        "",
        "x",
        "2026-02-30",
        "03/11/2026",
        "0001-01-01",
        "9999-12-31",
        "2026-11-03T00:00",
        "\u0662026-11-03",
    ],
)
def test_what_is_no_day_is_refused_in_words(day: str) -> None:
    answer = asked(House(World()).browser("finance"), f"?day={day}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.content == b"Give a day such as 2026-11-03."


@pytest.mark.parametrize(
    ("who", "status"), [("desk", 403), ("seller", 403), ("warehouse", 302), ("customer", 302)]
)
def test_nobody_else_gets_it(box: Box, who: str, status: int) -> None:
    answer = asked(House(paid(box)).browser(who), "?day=2026-11-03")

    assert answer.status_code == status
    assert payout().receipt not in answer.content.decode()


def test_finance_of_another_country_gets_an_empty_list(box: Box) -> None:
    paid(box)

    assert read(asked(enter(person("finance", country="UG")), "?day=2026-11-03")) == []


def test_finance_does_not_get_its_own_refund(box: Box) -> None:
    world = paid(box)
    customer = world.people["customer"]
    customer.groups.add(world.people["finance"].groups.get())
    customer.is_staff = True
    customer.save()

    assert read(asked(enter(customer), "?day=2026-11-03")) == []


def test_nothing_is_posted_there(box: Box) -> None:
    finance = House(paid(box)).browser("finance")

    assert finance.post(OF_DAY, {"day": "2026-11-03"}).status_code == 405


def test_no_cell_is_run_by_a_spreadsheet(box: Box) -> None:
    world = paid(box)
    PayoutAttempt.objects.update(conversation='=HYPERLINK("http://x")\r\n@SUM(A1)')
    Payout.objects.update(receipt="-1")
    (row,) = read(asked(House(world).browser("finance"), "?day=2026-11-03"))

    assert (row["receipt"], row["conversations"]) == ("'-1", '\'=HYPERLINK("http://x") @SUM(A1)')


def test_as_many_statements_for_three_as_for_one(box: Box, django_assert_num_queries: Any) -> None:
    for number in (1, 3):
        while Payout.objects.count() < number:
            paid(box)
        with django_assert_num_queries(2):
            assert len(list(table_of_day(Payout.objects.all(), NOW.date()))) == number + 1


def test_the_command_prints_the_same(box: Box) -> None:
    answer = asked(House(paid(box)).browser("finance"), "?day=2026-11-03")
    out = StringIO()
    call_command("payouts_csv", "2026-11-03", stdout=out)

    assert out.getvalue() == answer.content.decode("utf-8-sig")
    assert out.getvalue().startswith(",".join(f'"{name}"' for name in COLUMNS))
    with pytest.raises(CommandError, match="give a day"):
        call_command("payouts_csv", "yesterday")
