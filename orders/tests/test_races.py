"""Imports side by side, and beside people, on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from kilicare.accounts.models import User
from orders.actions.importing import Counts
from orders.models import Category, Customer, Order, OrderLine, Shop
from orders.tests.feeds import feed_customer, feed_line, feed_order, take

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def order(number):
    lines = [
        feed_line(n, category=f"c{number % 5}", seller={"id": f"s{number % 7}", "name": "S"}) for n in (1, 2)
    ]
    return feed_order(f"KE{number}", *lines, customer=feed_customer(id=f"c{number % 40}"))


def in_thread(work):
    try:
        return work()
    finally:
        connection.close()


def test_imports_side_by_side_are_as_one_after_the_other():
    feed = [order(number) for number in range(120)]
    start = Barrier(4)

    def run(entries):
        start.wait()
        return take(*entries)

    with ThreadPoolExecutor(4) as pool:
        feeds = (feed, feed[::-1], feed[60:] + feed[:60], feed)
        results = list(pool.map(lambda entries: in_thread(lambda: run(entries)), feeds))

    counts = [counts for counts, remarks in results if not remarks]
    assert sum(c.created for c in counts) == 120
    assert sum(c.unchanged for c in counts) == 360
    models = (Order, OrderLine, Customer, User, Shop, Category)
    assert [model.objects.count() for model in models] == [120, 240, 40, 40, 7, 5]


def test_an_import_waits_for_whoever_opens_a_ticket_and_then_sees_it():
    take(feed_order("KE1"))
    waits = Event()

    def change_the_price():
        waits.set()
        return take(feed_order("KE1", feed_line(unit_price="1.00")))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            line = OrderLine.objects.select_for_update().get()
            later = pool.submit(in_thread, change_the_price)
            waits.wait()
            wait_until_locked()
            OrderLine.objects.filter(pk=line.pk).update(ticket_count=1)
        counts, remarks = later.result(timeout=20)

    assert counts == Counts(refused=1)
    assert remarks == ["line 1 (KE1): lines[0].unit_price: can't change: the line has a ticket"]


def wait_until_locked():
    """Come back when somebody waits for a lock of this database."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting:
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.01)")
            cursor.execute(asked, [connection.settings_dict["NAME"]])
            [waiting] = cursor.fetchone()
