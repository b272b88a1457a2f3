"""The customer's own "I have received it"."""

from datetime import UTC, datetime

import pytest

from orders.actions.signing import NotInTransitError, sign_received
from orders.enums import OrderStatus, SignedBy
from orders.models import OrderLine
from orders.tests.factories import SIGNED_AT, CustomerFactory, OrderLineFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def line_of(status):
    return OrderLineFactory(order__status=status)


def signature(line):
    line.refresh_from_db()
    return line.signed_at, line.signed_by


def test_a_line_on_its_way_is_signed():
    line = line_of(OrderStatus.IN_TRANSIT)
    assert line.awaits_signature
    other = OrderLineFactory(order=line.order, number=2)

    signed = sign_received(line.pk, by=line.order.customer.user, now=NOW)

    assert (signed.signed_at, signed.signed_by) == (NOW, SignedBy.CUSTOMER)
    assert signature(line) == (NOW, SignedBy.CUSTOMER)
    assert signature(other) == (None, "")
    assert not line.awaits_signature


def test_signing_twice_keeps_the_first():
    line = line_of(OrderStatus.IN_TRANSIT)
    user = line.order.customer.user
    sign_received(line.pk, by=user, now=NOW)
    sign_received(line.pk, by=user, now=datetime(2026, 3, 9, tzinfo=UTC))
    assert signature(line) == (NOW, SignedBy.CUSTOMER)


def test_the_shops_signature_stands():
    line = line_of(OrderStatus.COMPLETED)
    sign_received(line.pk, by=line.order.customer.user, now=NOW)
    assert signature(line) == (SIGNED_AT, SignedBy.FEED)


@pytest.mark.parametrize("status", set(OrderStatus) - {OrderStatus.IN_TRANSIT})
def test_what_is_not_on_its_way_cannot_be_received(status):
    line = OrderLineFactory(order__status=status, order__signed_at=None)
    assert not line.awaits_signature
    with pytest.raises(NotInTransitError):
        sign_received(line.pk, by=line.order.customer.user, now=NOW)
    assert signature(line) == (None, "")


def test_a_foreign_line_looks_like_a_missing_one():
    line = line_of(OrderStatus.IN_TRANSIT)
    with pytest.raises(OrderLine.DoesNotExist):
        sign_received(line.pk, by=CustomerFactory().user, now=NOW)
    with pytest.raises(OrderLine.DoesNotExist):
        sign_received(line.pk + 1, by=line.order.customer.user, now=NOW)
    assert signature(line) == (None, "")
