"""The sides of a ticket write to each other, on a customer's phone and at the desk."""

import pytest

from returns.tests.journeys.test_journeys import Visit, apply_for, sellers_page

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]


def test_customer_and_shop_write_and_the_desk_keeps_a_note(visit: Visit, photos: list[str]) -> None:
    customer = visit(360)
    customer.be("amina")
    reference = apply_for(customer, photos, "Ankara dress", service="return_refund")
    customer.open(f"/tickets/{reference}/")
    customer.take("Write a message", text="Call me on 0712 345 678!", photos=photos[0])
    assert "Contact data in it was hidden." in customer.text
    assert "Call me on •••!" in customer.text
    assert customer.has_no_sideways_scroll()

    seller = sellers_page(visit, reference, who="otieno")
    assert "1 new" in seller.text
    seller.page.locator(".thread").scroll_into_view_if_needed()
    seller.page.locator("form[data-read]").wait_for(state="hidden")  # seen, so marked, without a button
    seller.take("Write a message", text="We look into it today.")
    agent = visit(1200)
    agent.be("desk")
    agent.open(f"/desk/tickets/{reference}/")
    agent.take("Write a message", readers="note", text="Keep an eye on this shop.")
    assert "internal note" in agent.text

    customer.open("/tickets/")
    assert "New message" in customer.text
    customer.open(f"/tickets/{reference}/")
    assert "read by: Seller" in customer.text
    assert "We look into it today." in customer.text
    assert "Keep an eye" not in customer.text
