"""What people come for, from the first page to the last, in a browser against the running portal."""

import re
from collections.abc import Callable

import pytest

from returns.tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]
Visit = Callable[..., Visitor]


def apply_for(
    visitor: Visitor, photos: list[str], product: str, *, service: str, route: str = "wallet"
) -> str:
    """Apply for a product that may come back; the reference."""
    visitor.open("/orders/")
    page = visitor.page
    rows = page.locator("ul.cards > li").filter(has_text=product).locator("a.btn-primary", has_text="Apply")
    while not rows.count():
        page.locator("a[href*='after=']").click()
    rows.first.click()
    answer_pages(visitor, photos, service, route)
    page.get_by_role("button", name="Send the application").click()
    page.wait_for_url("**/applied/")
    return page.locator(".reference").inner_text()


def answer_pages(visitor: Visitor, photos: list[str], service: str, route: str = "wallet") -> None:
    """One question a page, as they come, until the answers can be checked."""
    page = visitor.page
    answers = {"want": ("service", service), "why": ("reason", "defective"), "money": ("route", route)}
    while (asked := page.url.rstrip("/").rpartition("/")[2]) != "check":
        if asked in answers:
            visitor.choose(*answers[asked])
        if asked == "proof":
            page.locator("[name=statement]").fill("It stays cold, whatever I do.")
            page.locator("[name=photos]").set_input_files(photos)
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(lambda url, asked=asked: not url.endswith(f"/{asked}/"))


@pytest.mark.parametrize(("script", "product"), [(True, "Blender 1.5 l"), (False, "Electric kettle")])
def test_a_return_from_the_application_to_the_money(
    visit: Visit, photos: list[str], script: bool, product: str
) -> None:
    customer = visit(360, script=script)
    customer.be("amina")
    reference = apply_for(customer, photos, product, service="return_refund")
    assert "48 h" in customer.text or "1 day 23 h" in customer.text

    seller = sellers_page(visit, reference, script=script)
    assert seller.page.locator(".evidence img").count() == 2
    seller.take("Approve")
    assert "A solution is offered" in seller.text

    agent = visit(1200)
    agent.be("desk")
    agent.open(f"/desk/?q={reference}")
    agent.page.locator(".card-link").first.click()
    assert "A solution is offered" in agent.text

    goods_come_in(visit, customer, reference, script=script)
    wait_for("Refunded", customer, reference)
    assert "Paid into: Kilimall wallet" in customer.text


@pytest.mark.parametrize(("script", "product"), [(True, "Novel"), (False, "Bluetooth speaker")])
def test_an_exchange_from_the_application_to_the_new_item(
    visit: Visit, photos: list[str], script: bool, product: str
) -> None:
    customer = visit(360, script=script)
    customer.be("amina")
    reference = apply_for(customer, photos, product, service="exchange")
    seller = sellers_page(visit, reference, script=script)
    seller.take("Approve")
    goods_come_in(visit, customer, reference, script=script)

    seller.page.reload()
    seller.take("Send the new item", carrier="Wells Fargo", waybill="WF-990011")
    customer.open(f"/tickets/{reference}/")
    assert "The new item is on its way" in customer.text
    assert "WF-990011" in customer.text
    customer.take("I have the new item")

    assert "You have the new item. The ticket is closed." in customer.text
    assert customer.page.locator("details.step:not(#write)").count() == 0


def test_money_without_a_return_and_without_javascript(visit: Visit, photos: list[str]) -> None:
    customer = visit(360, script=False)
    customer.be("amina")
    reference = apply_for(customer, photos, "Laptop bag", service="refund_only")

    sellers_page(visit, reference, script=False).take("Approve")

    wait_for("Refunded", customer, reference)


@pytest.mark.parametrize(
    ("who", "product", "words"),
    [
        ("amina", "Blender 1.2 l, glass jug", "Paid by M-Pesa to"),
        ("brian", "Sufuria set", "M-Pesa could not pay"),  # the simulator does not know his number
    ],
)
def test_money_goes_to_mpesa_or_to_the_wallet_instead(
    visit: Visit, photos: list[str], who: str, product: str, words: str
) -> None:
    customer = visit(360)
    customer.be(who)
    reference = apply_for(customer, photos, product, service="refund_only", route="mpesa")

    sellers_page(visit, reference).take("Approve")

    wait_for(words, customer, reference)
    assert "Refunded" in customer.text


def sellers_page(visit: Visit, reference: str, *, who: str = "wanjiru", script: bool = True) -> Visitor:
    """The review page of the shop that sold all of it."""
    seller = visit(1200, script=script)
    seller.be(who)
    seller.open("/admin/returns/ticket/")
    seller.page.get_by_role("link", name=reference).click()
    return seller


def goods_come_in(visit: Visit, customer: Visitor, reference: str, *, script: bool) -> None:
    """The customer accepts and brings the goods to a counter; the warehouse finds them well."""
    customer.open(f"/tickets/{reference}/")
    customer.take("Accept", method="kilishop")
    assert "Waiting for the goods to be sent" in customer.text

    counter = visit(360, script=script)
    counter.be("counter")
    counter.page.locator("[name=q]").fill(reference.replace("-", " ").lower())
    counter.page.get_by_role("button", name="Find").click()
    counter.take("Take the goods in", place="Kilishop Ngong Road")
    warehouse = visit(360, script=script)
    warehouse.be("warehouse")
    warehouse.open(f"/counter/{reference}/")
    warehouse.take("Receive", place="Main warehouse")
    check_goods(warehouse, fault="found")
    warehouse.take("Pass the goods")


def check_goods(warehouse: Visitor, *, fault: str) -> None:
    """Fill in the sheet, and hold it against the policy."""
    warehouse.choose("fault", fault)
    warehouse.page.get_by_role("button", name="Hold it against the policy").click()
    warehouse.page.wait_for_load_state()
    assert "What the policy says" in warehouse.text


def wait_for(words: str, customer: Visitor, reference: str) -> None:
    """Until the engine has done its part."""
    for _round in range(60):
        customer.open(f"/tickets/{reference}/")
        customer.page.locator("#history summary").click()
        if words in customer.text:
            break
        customer.page.wait_for_timeout(500)
    assert words in customer.text


def test_a_silent_seller_loses_the_ticket_after_48_hours_and_kilimall_pays(
    visit: Visit, photos: list[str]
) -> None:
    customer = visit(360)
    customer.be("amina")
    reference = apply_for(customer, photos, "Sufuria set", service="refund_only")
    seller = sellers_page(visit, reference)

    customer.open(f"/tickets/{reference}/")
    customer.skip("48h")

    assert "Kilimall is deciding" in customer.text
    customer.page.locator("#history summary").click()
    assert "did not answer" in customer.text

    seller.take("Approve")

    # Refused by the clock, or as stale where the engine has written its step down already.
    assert re.search("The time was up|Somebody acted on this ticket", seller.text)
    assert "Kilimall is deciding" in seller.text
    assert seller.complaints == [
        "Failed to load resource: the server responded with a status of 409 (Conflict)"
    ]
    seller.complaints.clear()

    agent = visit(1200)
    agent.be("desk")
    agent.open(f"/desk/tickets/{reference}/")
    ruling = {"service": "refund_only", "amount": "2150", "clause": "1.2", "liable": "shop"}
    # Kilimall decides instead, to the end.
    agent.take("Decide on a solution", **ruling, text="The seller did not answer.")
    customer.open(f"/tickets/{reference}/")
    customer.take("Accept")
    wait_for("Refunded", customer, reference)


def wait_for_quiet(reader: Visitor) -> None:
    """Until what the sample data sends is sent: it would push a code off the page."""
    before = ""
    while before != reader.text or "Nothing was sent yet." in before:
        before = reader.text
        reader.page.wait_for_timeout(1300)  # a tick of the engine, and some
        reader.page.reload()


def test_a_customer_signs_in_by_the_code_of_the_sms(visit: Visit) -> None:
    customer = visit(360)
    customer.be("amina")
    customer.open("/accounts/")
    customer.page.get_by_role("button", name="Sign out").click()

    reader = visit(1200)
    reader.open("/demo/messages/")
    wait_for_quiet(reader)
    customer.open("/orders/")
    customer.page.locator("[name=who]").fill("0711 000 101")
    customer.page.get_by_role("button", name="Send me a code").click()
    for _round in range(40):
        found = re.search(r"sign-in code is (\d{6})\b", reader.text)
        if found:
            break
        reader.page.wait_for_timeout(500)
        reader.page.reload()
    assert found, reader.text
    customer.page.locator("[name=code]").fill(found[1])
    customer.page.get_by_role("button", name="Sign in").click()

    assert customer.page.url.endswith("/orders/")
    assert "My orders" in customer.text
