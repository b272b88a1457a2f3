"""Nobody does anything: days go by, and each time what was said would happen does. The last journey."""

import pytest

from returns.tests.journeys.test_journeys import (
    Visit,
    apply_for,
    check_goods,
    sellers_page,
    wait_for,
    wait_for_quiet,
)

pytestmark = [pytest.mark.last, pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]


def test_silence_turns_an_exchange_into_money_and_leaves_failed_goods_on_the_shelf(
    visit: Visit, photos: list[str]
) -> None:
    amina, brian = visit(360), visit(360)
    amina.be("amina")
    brian.be("brian")
    exchange = apply_for(amina, photos, "Tea glass", service="exchange")
    failed = apply_for(brian, photos, "Electric kettle", service="return_refund")
    counter, warehouse = visit(360), visit(360)
    counter.be("counter")
    warehouse.be("warehouse")
    for customer, reference, fault in ((amina, exchange, "found"), (brian, failed, "not_found")):
        sellers_page(visit, reference).take("Approve")
        customer.open(f"/tickets/{reference}/")
        customer.take("Accept", method="kilishop")
        counter.open(f"/counter/{reference}/")
        counter.take("Take the goods in", place="Kilishop Moi Avenue", weight="1200")
        warehouse.open(f"/counter/{reference}/")
        warehouse.take("Receive", place="Main warehouse", weight="700")
        assert "Weighs something else than before" in warehouse.page.content()
        check_goods(warehouse, fault=fault)
        if fault == "found":
            warehouse.take("Pass the goods")
        else:
            warehouse.take("Fail the goods", text="It boils water.", photos=photos[0])
    seller = sellers_page(visit, exchange)
    seller.take("No stock")
    amina.open(f"/tickets/{exchange}/")
    assert "Take the money" in amina.text

    reader = visit(360)
    reader.open("/demo/messages/")
    wait_for_quiet(reader)  # who was never told of their turn gets more time
    amina.skip("3d")
    amina.skip("24h")  # a day ends at midnight
    wait_for("Refunded", amina, exchange)
    assert "KES 2,370" in amina.text
    wait_for("The goods are going back", brian, failed)

    counter.open(f"/counter/{failed}/")
    counter.take("Arrived at the counter", place="Kilishop Moi Avenue")
    brian.open(f"/tickets/{failed}/")
    assert "Your pick-up code" in brian.text
    code = brian.page.locator("section", has_text="Your pick-up code").locator(".reference").inner_text()
    brian.skip("8d")
    wait_for("It is kept on the shelf", brian, failed)
    counter.open(f"/counter/{failed}/")
    counter.take("Hand the goods back", code=code, place="Kilishop Moi Avenue")
    brian.open(f"/tickets/{failed}/")
    assert "Closed" in brian.text
