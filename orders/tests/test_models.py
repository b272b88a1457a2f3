"""What the database itself keeps together."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from orders.enums import Country, Currency
from orders.models import Category, Customer, Order, OrderLine, Shop
from orders.tests.factories import (
    SIGNED_AT,
    CategoryFactory,
    CustomerFactory,
    OrderFactory,
    OrderLineFactory,
    ShopFactory,
    ShopStaffFactory,
)

pytestmark = pytest.mark.django_db


def refused(rows, **changes):
    with transaction.atomic(), pytest.raises(IntegrityError) as error, transaction.atomic():
        rows.update(**changes)
    return str(error.value)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("line_counts_from_one", {"number": 0}),
        ("line_counts_from_one", {"quantity": 0, "paid_amount": 0, "refunded_amount": 0}),
        ("line_amounts_not_negative", {"unit_price_amount": -1, "paid_amount": -1}),
        ("line_amounts_not_negative", {"discount_amount": -1, "paid_amount": 8001}),
        ("line_amounts_not_negative", {"tax_amount": Decimal("-0.01")}),
        ("line_amounts_not_negative", {"delivery_fee_amount": -1}),
        ("line_paid_is_price_less_discount", {"paid_amount": Decimal("7999.99")}),
        ("line_paid_is_price_less_discount", {"discount_amount": 1}),
        ("line_refunded_within_paid", {"refunded_amount": Decimal("8000.01")}),
        ("line_refunded_within_paid", {"refunded_amount": -1}),
        ("line_signature_has_signer", {"signed_by": ""}),
        ("line_signature_has_signer", {"signed_by": "neighbour"}),
        ("line_signature_has_signer", {"signed_at": None}),
        ("line_words_known", {"policy_class": "odd"}),
        ("line_words_known", {"promotion": "odd"}),
        ("line_words_known", {"invoice": "odd"}),
        ("line_words_known", {"handover_proof": "odd"}),
    ],
)
def test_a_line_holds_together(constraint, changes):
    OrderLineFactory()
    assert constraint in refused(OrderLine.objects, **changes)


def test_a_line_refunds_its_price_and_its_delivery_and_no_more():
    line = OrderLineFactory(
        unit_price_amount=Decimal("0.70"), delivery_fee_amount=Decimal("0.10"), quantity=1
    )
    lines = OrderLine.objects.filter(pk=line.pk)
    assert lines.update(refunded_amount=Decimal("0.80")) == 1
    assert "line_refunded_within_paid" in refused(lines, refunded_amount=Decimal("0.81"))


@pytest.mark.parametrize("price", ["0.10", "3697.35", "33333333.33", "99999.99"])
def test_cents_add_up_on_every_database(price):
    line = OrderLineFactory(unit_price_amount=Decimal(price), quantity=7, discount_amount=Decimal("0.01"))
    line.refresh_from_db()
    assert line.paid_amount == Decimal(price) * 7 - Decimal("0.01")


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("order_has_number", {"number": ""}),
        ("order_currency_of_country", {"currency": Currency.NAIRA}),
        ("order_currency_of_country", {"country": Country.UGANDA}),
        ("order_kind_known", {"kind": "odd"}),
        ("order_status_known", {"status": "odd"}),
    ],
)
def test_an_order_holds_together(constraint, changes):
    OrderFactory()
    assert constraint in refused(Order.objects, **changes)


@pytest.mark.parametrize(
    ("constraint", "factory", "changes"),
    [
        ("category_has_code", CategoryFactory, {"code": ""}),
        ("category_policy_class_known", CategoryFactory, {"policy_class": "odd"}),
        ("shop_has_number", ShopFactory, {"external_id": ""}),
        ("shop_country_known", ShopFactory, {"country": "TZ"}),
        ("customer_has_number", CustomerFactory, {"external_id": ""}),
    ],
)
def test_the_others_hold_together(constraint, factory, changes):
    row = factory()
    assert constraint in refused(type(row).objects, **changes)


def test_numbers_stand_once():
    line = OrderLineFactory()
    staff = ShopStaffFactory()
    for again in (
        lambda: OrderLineFactory(order=line.order),
        lambda: OrderFactory(number=line.order.number),
        lambda: ShopFactory(external_id=line.shop.external_id),
        lambda: CustomerFactory(external_id=line.order.customer.external_id),
        lambda: CustomerFactory(user=line.order.customer.user),
        lambda: Category.objects.create(code=line.category.code),
        lambda: ShopStaffFactory(user=staff.user, shop=staff.shop),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            again()


def test_lines_lie_in_one_parcel_by_its_number_or_by_seller_and_signature():
    shop, other = ShopFactory.build(pk=1), ShopFactory.build(pk=2)
    later = datetime(2026, 3, 9, tzinfo=UTC)

    def key(shop, signed_at, parcel=""):
        return OrderLine(shop=shop, signed_at=signed_at, parcel=parcel).parcel_key

    assert key(shop, SIGNED_AT) == key(shop, SIGNED_AT)
    assert key(shop, SIGNED_AT, "P1") == key(other, later, "P1")
    assert len({key(shop, SIGNED_AT), key(shop, later), key(other, SIGNED_AT), key(shop, later, "P1")}) == 4


def test_rows_have_names():
    line = OrderLineFactory(order__number="KE7", shop__name="Mwangi Traders")
    assert str(line) == f"{line.order_id}/1"
    assert (str(line.order), str(line.shop), str(line.category)) == ("KE7", "Mwangi Traders", "Blender")
    assert str(Customer(external_id="c1")) == "c1"
    staff = ShopStaffFactory(shop=line.shop)
    assert str(staff) == f"{staff.user} @ Mwangi Traders"
    assert [Shop.objects.get()] == [line.shop]
    assert list(Category.objects.unclassed()) == []
