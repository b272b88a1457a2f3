"""Whose orders are whose."""

from datetime import timedelta

import pytest

from orders.models import Order, OrderLine
from orders.queries import found, line_of, lines_of, orders_of, orders_of_country
from orders.tests.factories import SIGNED_AT, CustomerFactory, OrderFactory, OrderLineFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_customer_has_their_own_orders_the_latest_first():
    customer = CustomerFactory()
    old = OrderFactory(customer=customer, placed_at=SIGNED_AT - timedelta(days=9))
    new = OrderFactory(customer=customer)
    OrderFactory()
    assert list(orders_of(customer.user)) == [new, old]
    assert list(orders_of(UserFactory())) == []


def test_a_line_is_found_by_its_buyer_alone(django_assert_num_queries):
    line = OrderLineFactory(number=3)
    OrderLineFactory()
    user, number = line.order.customer.user, line.order.number
    assert list(lines_of(user)) == [line]
    with django_assert_num_queries(1):
        mine = line_of(user, number, 3)
        assert (mine, mine.order, mine.shop, mine.category) == (line, line.order, line.shop, line.category)
    for someone, line_number in ((UserFactory(), 3), (user, 1)):
        with pytest.raises(OrderLine.DoesNotExist):
            line_of(someone, number, line_number)


def test_staff_look_up_the_orders_of_their_country():
    kenya, uganda = OrderFactory(), OrderFactory(country="UG")
    assert list(orders_of_country(UserFactory(country="KE"))) == [kenya]
    assert list(orders_of_country(UserFactory(country="UG"))) == [uganda]
    assert set(orders_of_country(UserFactory(is_superuser=True))) == {kenya, uganda}


def test_an_order_is_found_by_its_whole_number_or_phone():
    order = OrderFactory(number="KE1", customer__user__phone="+254712345678")
    OrderFactory(number="KE12")
    orders = Order.objects.all()
    assert list(found(orders, " KE1 ")) == list(found(orders, "+254712345678")) == [order]
    for text in ("", "KE", "+2547", "ke1'; --"):
        assert list(found(orders, text)) == []
    assert list(found(Order.objects.filter(country="UG"), "KE1")) == []
