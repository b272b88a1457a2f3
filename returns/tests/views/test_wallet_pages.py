"""The wallet's pages: what is there, what came and went, and taking it out with its fee shown before."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from returns.models import LedgerAccount, Transfer, VerifiedNumber, Withdrawal
from returns.policy.terms import FIRST
from returns.queries.paging import SIZE
from returns.tests.numbers import PHONE, use_mpesa, verified
from returns.tests.test_wallet import refunded
from returns.tests.views.doors import House, at
from returns.tests.views.reading import Page, read
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
WALLET, WITHDRAW = "/wallet/", "/wallet/withdraw/"
LATER = NOON + timedelta(hours=4)


@pytest.fixture(autouse=True)
def _mpesa(settings: Any) -> None:
    use_mpesa(settings)


@pytest.fixture
def house() -> House:
    """A customer with a refund in the wallet and a number of their own."""
    world = World()
    refunded(world)
    verified(world.customer)
    return House(world)


def get(house: House, path: str = WALLET, who: str = "customer", status: int = 200, **asked: Any) -> Page:
    """A page as this person sees it."""
    with at(LATER):
        answer = house.browser(who).get(path, asked)
    assert answer.status_code == status
    return read(answer)


def post(house: House, who: str = "customer", **data: Any) -> Page:
    """Confirm, and where that leads."""
    with at(LATER):
        answer = house.browser(who).post(WITHDRAW, data, follow=True)
    assert answer.redirect_chain == [(WALLET, 302)]
    return read(answer)


def key() -> str:
    return str(VerifiedNumber.objects.get(phone=PHONE).pk)


def confirm(house: House, amount: str = "400") -> dict[str, Any]:
    """What the check page would send."""
    page = get(house, WITHDRAW, amount=amount, number=key())
    return next(form for form in page.forms if form.action == WITHDRAW).filled()


def test_the_wallet_tells_what_is_there_and_where_it_came_from(house: House) -> None:
    page = get(house)

    assert "Balance: KES 1,000" in page.text
    assert "This time it is free of charge" in page.text
    assert f"{FIRST.withdrawal.number} hours at most" in page.text
    assert "Tue 3 Nov 2026, 14:00 EAT" in page.text
    reference = Transfer.objects.get(credit__kind="wallet").refund.ticket.reference
    assert f"/tickets/{reference}/" in page.links


def test_the_fee_is_shown_before_and_money_taken_once(house: House) -> None:
    check = get(house, WITHDRAW, amount="KES 400", number=key())
    assert "Fee None" in check.text
    assert "Taken from your wallet KES 400" in check.text
    assert Withdrawal.objects.count() == 0

    form = confirm(house)
    assert "KES 400 is on its way to you." in post(house, **form).text
    post(house, **form)
    assert [made.amount for made in Withdrawal.objects.all()] == [400]
    assert "Balance: KES 600" in get(house).text
    assert "-KES 400" in get(house).text

    second = get(house, WITHDRAW, amount="400", number=key())
    assert "Fee KES 20" in second.text
    assert "Taken from your wallet KES 420" in second.text


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("", "How much?"),
        ("many", "Enter a number."),
        ("1001", "At most KES 1,000."),
        ("9", "At least KES 10."),
        ("-10", "At least KES 10."),
        ("10.50", "Whole shillings only, please."),
        ("1e400", ""),
        ("NaN", "Enter a number."),
    ],
)
def test_odd_amounts_are_told(house: House, amount: str, says: str) -> None:
    page = get(house, WITHDRAW, status=422, amount=amount, number=key())
    assert says in page.text
    assert "/wallet/numbers/?next=/wallet/" in page.links
    assert page.title.startswith("Error:")


def test_a_long_statement_goes_on_in_the_wallet_from_the_error_page_too(house: House) -> None:
    row = Transfer.objects.get(credit__kind="wallet")
    sides = {"debit": row.debit, "credit": row.credit, "refund": row.refund, "amount": 1, "at": NOON}
    Transfer.objects.bulk_create(Transfer(key=f"x{number}", **sides) for number in range(SIZE))
    page = get(house, WITHDRAW, status=422, amount="9", number=key())
    (more,) = [link for link in page.links if "after=" in link]
    assert more.startswith("/wallet/?after=")


def test_a_number_that_is_not_offered_is_told(house: House) -> None:
    get(house, WITHDRAW, status=422, amount="100", number="77")
    get(house, WITHDRAW, status=422)


@pytest.mark.parametrize(
    "changed",
    [
        {"fee": "5"},
        {"amount": "1001"},
        {"amount": "-400"},
        {"amount": "x"},
        {"number": "77"},
        {"token": "x"},
        {"fee": ""},
    ],
)
def test_a_crafted_confirmation_moves_nothing(house: House, changed: dict[str, str]) -> None:
    page = post(house, **(confirm(house) | changed))

    assert "is on its way" not in page.text
    assert not Withdrawal.objects.exists()
    assert LedgerAccount.objects.get(kind="wallet").balance == Decimal(1000)


def test_without_a_number_one_is_asked_for_first(house: House) -> None:
    VerifiedNumber.objects.all().delete()
    page = get(house)
    assert "First add an M-Pesa number of your own." in page.text
    assert "/wallet/numbers/?next=/wallet/" in page.links


def test_cents_stay_and_an_empty_wallet_says_so() -> None:
    poor = World()
    refunded(poor, "9.50")
    assert "M-Pesa takes KES 10 or more" in get(House(poor)).text
    assert "Your wallet is empty." in get(House(World())).text


def test_where_mpesa_carries_nothing_nothing_is_offered(house: House, settings: Any) -> None:
    use_mpesa(settings, "")
    assert "Only Kenyan shillings can be taken out" in get(house).text
    with at(LATER):
        assert house.browser("customer").get(WITHDRAW)["Location"] == WALLET


def test_a_wallet_is_its_owner_s_alone(house: House) -> None:
    other = House(World())
    assert "Your wallet is empty." in get(other).text
    assert "Your wallet is empty." in get(house, who="desk").text
