"""Goods on their way, on a customer's phone, a rider's, the warehouse's: what goes wrong, and how it ends."""

import pytest

from returns.tests.journeys.conftest import Visitor
from returns.tests.journeys.test_journeys import Visit, apply_for, check_goods, sellers_page, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]


def agreed(
    visit: Visit, photos: list[str], product: str, way: str, *, shop: str = "wanjiru"
) -> tuple[Visitor, str]:
    """A customer who applied, was answered, and said how the goods come back."""
    customer = visit(360)
    customer.be("amina")
    reference = apply_for(customer, photos, product, service="return_refund")
    sellers_page(visit, reference, who=shop).take("Approve")
    customer.open(f"/tickets/{reference}/")
    customer.take("Accept", method=way)
    return customer, reference


def refused(visitor: Visitor, words: str) -> None:
    """The page says what is wrong; the console says that it was."""
    assert words in visitor.text
    assert all("422" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()


def test_a_rider_who_gets_no_goods_three_times_ends_it(visit: Visit, photos: list[str]) -> None:
    customer, reference = agreed(visit, photos, "Eau de parfum", "collection")
    rider = visit(360)
    rider.be("rider")
    for last in (False, False, True):
        customer.open(f"/tickets/{reference}/")
        window = customer.page.locator("[name=window] option").nth(1).get_attribute("value") or ""
        customer.take("Book a rider", window=window, address="Wood Avenue 8, second floor")
        assert "Your time to send the goods stands still" in customer.text
        rider.open(f"/counter/{reference}/")
        assert "Wood Avenue 8, second floor" in rider.text
        label = "Nobody handed the goods over, the last time" if last else "Nobody handed the goods over"
        rider.take(label, text="Nobody opened.", photos=photos[0])
    customer.open(f"/tickets/{reference}/")
    assert "Closed: a step was missed" in customer.text


def test_a_wrong_waybill_is_told_and_a_failed_check_is_appealed_and_ruled(
    visit: Visit, photos: list[str]
) -> None:
    customer, reference = agreed(visit, photos, "Smartphone 128 GB", "courier", shop="otieno")
    customer.take("I sent it by my own courier", carrier="Coast Couriers", waybill="0712345678")
    refused(customer, "This looks like a phone number.")
    customer.take("I sent it by my own courier", carrier="Coast Couriers", waybill="CC-12")
    refused(customer, "A waybill of Coast Couriers looks like")
    customer.take("I sent it by my own courier", carrier="Coast Couriers", waybill="CC-1234-567")
    assert "CC-1234-567" in customer.text

    warehouse = visit(360)
    warehouse.be("warehouse")
    warehouse.open("/counter/?q=cc-1234-567")
    warehouse.take("Receive", place="Main warehouse")
    check_goods(warehouse, fault="not_found")
    assert "The goods fail: 2-T2" in warehouse.text
    warehouse.take("Fail the goods", text="It works for an hour without a fault.", photos=photos[0])

    customer.open(f"/tickets/{reference}/")
    assert "No, it is not there" in customer.text
    customer.take("Ask Kilimall to decide", text="It fails after two hours.", photos=photos[1])
    agent = visit(1200)
    agent.be("desk")
    agent.open(f"/desk/tickets/{reference}/")
    agent.take("Decide for the customer: money", clause="2-T2", text="Tested for two hours.", liable="shop")
    wait_for("Refunded", customer, reference)


def test_an_exchange_without_stock_ends_with_another_size(visit: Visit, photos: list[str]) -> None:
    customer = visit(360)
    customer.be("amina")
    reference = apply_for(customer, photos, "Running shoes, size 42", service="exchange")
    seller = sellers_page(visit, reference, who="otieno")
    seller.take("Approve")
    customer.open(f"/tickets/{reference}/")
    customer.take("Accept", method="kilishop")
    counter = visit(360)
    counter.be("counter")
    counter.open(f"/counter/{reference}/")
    counter.take("Take the goods in", place="Kilishop Moi Avenue")
    counter.page.get_by_role("link", name="Receipt for the customer").click()
    assert "Kilishop Moi Avenue" in counter.text
    warehouse = visit(360)
    warehouse.be("warehouse")
    warehouse.open(f"/counter/{reference}/")
    warehouse.take("Receive", place="Main warehouse")
    check_goods(warehouse, fault="found")
    warehouse.take("Pass the goods")

    seller.page.reload()
    seller.take("No stock")
    customer.open(f"/tickets/{reference}/")
    assert "Running shoes, size 43 (5 left)" in customer.page.content()
    customer.take("Choose another one", variant="SHOES-3")
    seller.page.reload()
    assert "Running shoes, size 43" in seller.text
    seller.take("Send the new item", carrier="Coast Couriers", waybill="CC-2222-333")
    customer.open(f"/tickets/{reference}/")
    customer.take("I have the new item")
    assert "You have the new item. The ticket is closed." in customer.text
