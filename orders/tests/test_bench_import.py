"""The bench of the import, on a feed small enough for a test."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from orders.models import Order, OrderLine
from orders.tests.factories import OrderFactory

pytestmark = pytest.mark.django_db


def bench(**options):
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("bench_import", stdout=out, stderr=err, **options)
    except SystemExit as ended:
        status = ended.code
    return status, out.getvalue(), err.getvalue()


def test_it_imports_its_own_feed_and_tells_the_speed():
    status, out, _ = bench(orders=40, target=0)
    assert out.startswith("created: 40, updated: 0, unchanged: 0, refused: 0 - ")
    assert " orders/s, peak " in out
    assert Order.objects.count() == 40
    assert OrderLine.objects.count() > 40
    assert status in {0, 1}  # the memory is that of the whole suite


def test_it_ends_with_1_below_its_target():
    status, _, err = bench(orders=2, target=10**9)
    assert (status, err) == (1, "wanted: 1,000,000,000 orders/s within 200 MB\n")


def test_it_leaves_a_database_with_orders_alone():
    OrderFactory()
    with pytest.raises(CommandError, match="holds orders"):
        bench(orders=2, target=0)
    assert Order.objects.count() == 1
