"""Taking orders in: created, updated, unchanged; whose word counts; what a ticket holds."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kilicare.accounts.models import User
from orders.actions.importing import Counts
from orders.enums import OrderStatus, PolicyClass, SignedBy
from orders.models import Category, Customer, Order, OrderLine, Shop
from orders.tests.feeds import feed_customer, feed_line, feed_order, in_transit, take

pytestmark = pytest.mark.django_db

SIGNED_AT = datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
HELD = "can't change: the line has a ticket"
HELD_ORDER = "can't change: a line of the order has a ticket"


def rows():
    """Every row of the app, and of its people."""
    models = [*apps.get_app_config("orders").get_models(), User]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_an_order_gets_all_its_rows():
    counts, remarks = take(
        feed_order(
            "KE1",
            feed_line(1),
            feed_line(
                2,
                serial_number="SN1",
                gift="Cup",
                discount="1.00",
                parcel="P1",
                handover={"at": "2026-03-02T15:20:00+03:00", "place": "Kilishop", "proof": "photo"},
                policy_class="virtual",
                variants=[{"sku": "K-RED", "name": "Red", "stock": 3}],
            ),
            payment={"method": "mpesa", "phone": "+254700000001", "receipt": "R1"},
        )
    )

    assert (counts, remarks) == (Counts(created=1), [])
    order = Order.objects.get()
    assert (order.number, order.country, order.currency, order.kind) == ("KE1", "KE", "KES", "local")
    assert (order.status, order.signed_at, order.city) == (OrderStatus.COMPLETED, SIGNED_AT, "Nairobi")
    assert (order.payment_method, order.payment_phone, order.payment_receipt) == (
        "mpesa",
        "+254700000001",
        "R1",
    )
    user = order.customer.user
    assert (user.name, user.phone, user.email) == ("Amina Otieno", "+254712345678", "amina@customers.example")
    assert user.username.startswith("customer-")
    assert not user.has_usable_password()
    kettle, other = order.lines.order_by("number")
    assert (kettle.sku, kettle.quantity, kettle.unit_price_amount) == ("KETTLE", 2, Decimal("1250.50"))
    assert (kettle.paid_amount, other.paid_amount) == (Decimal("2501.00"), Decimal("2500.00"))
    assert (kettle.signed_at, kettle.signed_by, kettle.ticket_count) == (SIGNED_AT, SignedBy.FEED, 0)
    assert (kettle.shop.external_id, kettle.shop.name, kettle.shop.country) == ("s1", "Mwangi Traders", "KE")
    assert (other.serial_number, kettle.serial_number) == ("SN1", "")
    assert (other.handover_at, other.handover_place, other.handover_proof) == (SIGNED_AT, "Kilishop", "photo")
    assert (other.effective_policy_class, kettle.effective_policy_class) == ("virtual", "standard")
    assert other.variants == [{"sku": "K-RED", "name": "Red", "stock": 3}]


def test_the_same_feed_twice_changes_nothing():
    feed = [
        feed_order(
            "KE1", feed_line(1), feed_line(2, seller={"id": "s2", "name": "B", "phone": "+254711111111"})
        ),
        in_transit("KE2", feed_line(category="cups", serial_numbers=["A", "B"])),
        feed_order(
            "KE3", customer=feed_customer(id="c2", name="Juma"), placed_at="2026-02-24T15:20:00+03:00"
        ),
        feed_order("KE4", customer=feed_customer(name="Earlier"), placed_at="2026-02-01T15:20:00+03:00"),
    ]
    take(*feed)
    first = rows()

    counts, remarks = take(*feed)

    assert (counts, remarks) == (Counts(unchanged=4), [])
    assert rows() == first


def test_a_later_line_updates_status_signature_and_lines():
    take(in_transit("KE1", feed_line(1), feed_line(2)))

    counts, _ = take(feed_order("KE1", feed_line(1, quantity=3, category="cups"), feed_line(3, sku="CUP")))

    assert counts == Counts(updated=1)
    order = Order.objects.get()
    assert order.status == OrderStatus.COMPLETED
    lines = order.lines.order_by("number")
    assert list(lines.values_list("number", "sku", "quantity", "category__code", "signed_at")) == [
        (1, "KETTLE", 3, "cups", SIGNED_AT),
        (3, "CUP", 2, "kettle", SIGNED_AT),
    ]


def test_a_line_may_be_taken_away_and_nothing_else_change():
    take(feed_order("KE1", feed_line(1), feed_line(2)))
    counts, _ = take(feed_order("KE1", feed_line(2)))
    assert counts == Counts(updated=1)
    assert list(OrderLine.objects.values_list("number", flat=True)) == [2]


def test_an_order_may_go_to_another_customer():
    take(feed_order("KE1"))
    counts, _ = take(feed_order("KE1", customer=feed_customer(id="c2")))
    assert counts == Counts(updated=1)
    assert Order.objects.get().customer.external_id == "c2"


def test_a_number_that_comes_twice_in_a_batch_is_an_order_and_its_update():
    counts, _ = take(in_transit("KE1"), in_transit("KE2"), feed_order("KE1"), feed_order("KE1"))
    assert counts == Counts(created=2, updated=1, unchanged=1)
    assert Order.objects.get(number="KE1").status == OrderStatus.COMPLETED


class TestSignatures:
    """The first one stands; the feed's replaces the customer's and shortens no window."""

    @pytest.mark.parametrize("later", [None, "2026-03-01T08:00:00+03:00", "2026-03-09T08:00:00+03:00"])
    def test_the_first_one_of_the_feed_stands(self, later):
        take(feed_order("KE1"))
        counts, _ = take(feed_order("KE1", signed_at=later))
        assert counts == Counts(unchanged=1)
        assert OrderLine.objects.get().signed_at == SIGNED_AT

    def test_it_stands_when_the_order_is_cancelled_and_for_a_line_that_comes_late(self):
        take(feed_order("KE1", feed_line(1)))
        take(feed_order("KE1", feed_line(1), status="cancelled", signed_at=None))
        take(feed_order("KE1", feed_line(1), feed_line(2), signed_at=None))
        signed = OrderLine.objects.order_by("number").values_list("signed_at", flat=True)
        assert list(signed) == [SIGNED_AT, SIGNED_AT]

    def test_lines_may_be_signed_apart(self):
        take(feed_order("KE1", feed_line(1), feed_line(2, signed_at="2026-03-05T10:00:00+03:00")))
        signed = OrderLine.objects.order_by("number").values_list("signed_at", flat=True)
        assert list(signed) == [SIGNED_AT, datetime(2026, 3, 5, 7, tzinfo=UTC)]

    def test_that_of_an_order_on_its_way_counts_once_it_is_completed(self):
        take(in_transit("KE1", signed_at="2026-03-02T15:20:00+03:00"))
        assert OrderLine.objects.get().signed_at is None

    @pytest.mark.parametrize(
        ("own", "stands"),
        [
            (datetime(2026, 3, 1, 6, tzinfo=UTC), SIGNED_AT),  # the shop's is later: the window grows
            (datetime(2026, 3, 4, 6, tzinfo=UTC), datetime(2026, 3, 4, 6, tzinfo=UTC)),
        ],
    )
    def test_the_feeds_replaces_the_customers_own_and_shortens_nothing(self, own, stands):
        take(in_transit("KE1"))
        OrderLine.objects.update(signed_at=own, signed_by=SignedBy.CUSTOMER)

        for outcome in ("updated", "unchanged"):
            counts, _ = take(feed_order("KE1"))
            assert counts == Counts(**{outcome: 1})
            line = OrderLine.objects.get()
            assert (line.signed_at, line.signed_by) == (stands, SignedBy.FEED)

    def test_a_feed_without_one_leaves_the_customers_own(self):
        take(in_transit("KE1"))
        OrderLine.objects.update(signed_at=SIGNED_AT, signed_by=SignedBy.CUSTOMER)
        counts, remarks = take(feed_order("KE1", signed_at=None))
        assert (counts, remarks) == (Counts(updated=1), [])
        line = OrderLine.objects.get()
        assert (line.signed_at, line.signed_by) == (SIGNED_AT, SignedBy.CUSTOMER)

    def test_a_completed_order_without_any_is_taken_and_reported(self):
        counts, remarks = take(feed_order("KE1", signed_at=None))
        assert counts == Counts(created=1)
        assert remarks == [
            "line 1 (KE1): signed_at: is missing though the order is completed: no window opens"
        ]
        assert OrderLine.objects.get().signed_at is None

    def test_one_line_with_a_signature_is_enough(self):
        line = feed_line(2, signed_at="2026-03-05T10:00:00+03:00")
        assert take(feed_order("KE1", feed_line(1), line, signed_at=None))[1] == []


class TestTickets:
    """What a ticket was opened on stays: the whole order of the feed is refused."""

    @pytest.mark.parametrize(
        ("change", "field", "reason"),
        [
            ({"lines": [feed_line(1, quantity=1)]}, "lines[0].quantity", HELD),
            ({"lines": [feed_line(1, unit_price="1250.51")]}, "lines[0].unit_price", HELD),
            ({"lines": [feed_line(1, discount="1.00")]}, "lines[0].discount", HELD),
            ({"lines": [feed_line(1, delivery_fee="1.00")]}, "lines[0].delivery_fee", HELD),
            ({"lines": [feed_line(1, sku="CUP")]}, "lines[0].sku", HELD),
            ({"lines": [feed_line(2), feed_line(1, quantity=1)]}, "lines[1].quantity", HELD),
            ({"lines": [feed_line(1, seller={"id": "s9", "name": "New"})]}, "lines[0].seller.id", HELD),
            ({"lines": [feed_line(2)]}, "lines", "line 1 has a ticket and can't be left out"),
            ({"customer": feed_customer(id="c9")}, "customer.id", HELD_ORDER),
            ({"country": "UG", "currency": "UGX", "lines": [feed_line(1, unit_price="1250", tax="0")]},
             "currency", HELD_ORDER),
        ],
    )  # fmt: skip
    def test_it_cannot_change(self, change, field, reason):
        take(feed_order("KE1", feed_line(1)))
        OrderLine.objects.update(ticket_count=1)
        before = rows()

        counts, remarks = take(feed_order("KE1", feed_line(1)) | change)

        assert counts == Counts(refused=1)
        assert remarks == [f"line 1 (KE1): {field}: {reason}"]
        assert rows() == before

    def test_all_else_can(self):
        take(feed_order("KE1", feed_line(1), feed_line(2)))
        OrderLine.objects.filter(number=1).update(ticket_count=2, refunded_amount=Decimal(100))

        counts, remarks = take(
            feed_order(
                "KE1", feed_line(1, name="Kettle, 2 litres"), feed_line(3, sku="CUP"), status="cancelled"
            )
        )

        assert (counts, remarks) == (Counts(updated=1), [])
        line = OrderLine.objects.get(number=1)
        assert (line.name, line.ticket_count, line.refunded_amount) == ("Kettle, 2 litres", 2, Decimal(100))
        assert set(OrderLine.objects.values_list("number", flat=True)) == {1, 3}


class TestParties:
    """Customers and shops are as their latest order says; an unknown category waits for staff."""

    EARLY, LATE = "2026-01-01T08:00:00+03:00", "2026-02-01T08:00:00+03:00"

    @pytest.mark.parametrize("turned", [False, True])
    @pytest.mark.parametrize("apart", [False, True])
    @pytest.mark.parametrize(
        ("early", "late"), [(("KE9", EARLY), ("KE1", LATE)), (("KE1", LATE), ("KE2", LATE))]
    )
    def test_a_customer_is_as_the_latest_order_says(self, early, late, apart, turned):
        old = feed_customer(name="Old", phone="+254700000001", email="old@c.example", city="Kisumu")
        new = feed_customer(name="New", phone="+254700000002", email=None, city="Eldoret")
        feed = [
            feed_order(early[0], placed_at=early[1], customer=old),
            feed_order(late[0], placed_at=late[1], customer=new),
        ]
        feed = feed[::-1] if turned else feed

        for entries in [[entry] for entry in feed] if apart else [feed]:
            take(*entries)

        customer = Customer.objects.get()
        assert (customer.user.name, customer.user.phone, customer.user.email) == ("New", "+254700000002", "")
        assert (customer.described_by, customer.orders.count()) == (late[0], 2)
        assert Order.objects.get(number=early[0]).city == "Kisumu"
        assert User.objects.count() == 1

    def test_the_order_that_described_a_customer_may_correct_itself(self):
        take(feed_order("KE1"))
        take(feed_order("KE1", customer=feed_customer(name="Amina Wanjiru"), placed_at=self.EARLY))
        customer = Customer.objects.get()
        assert customer.user.name == "Amina Wanjiru"
        assert customer.described_at == datetime(2026, 1, 1, 5, tzinfo=UTC)

    def test_a_phone_may_stand_with_several_customers(self):
        take(feed_order("KE1"), feed_order("KE2", customer=feed_customer(id="c2")))
        assert list(User.objects.values_list("phone", flat=True)) == ["+254712345678"] * 2

    def test_a_shop_is_as_the_latest_order_says_and_keeps_the_phone_it_has(self):
        old = {"id": "s1", "name": "Old", "city": "Kisumu", "phone": "+254700000001"}
        new = {"id": "s1", "name": "New", "city": "Eldoret"}
        oldest = {"id": "s1", "name": "Oldest", "email": "shop@s.example", "phone": "+254700000009"}
        take(feed_order("KE1", feed_line(seller=old), placed_at=self.EARLY))
        take(feed_order("KE2", feed_line(seller=new), placed_at=self.LATE))
        take(feed_order("KE3", feed_line(seller=oldest), placed_at="2025-01-01T08:00:00+03:00"))
        shop = Shop.objects.get()
        assert (shop.name, shop.city, shop.phone) == ("New", "Eldoret", "+254700000001")
        assert (shop.email, shop.described_by) == ("shop@s.example", "KE2")

    def test_an_unknown_category_is_standard_and_waits_for_staff(self):
        Category.objects.create(code="kettle", name="Kettles", policy_class="adult", is_classed=True)
        take(feed_order("KE1", feed_line(1), feed_line(2, category="cups"), feed_line(3, category="cups")))
        assert list(Category.objects.values_list("code", "name", "policy_class", "is_classed")) == [
            ("cups", "cups", PolicyClass.STANDARD, False),
            ("kettle", "Kettles", PolicyClass.ADULT, True),
        ]

    def test_a_refused_order_leaves_nobody_behind(self):
        take(feed_order("KE1"))
        OrderLine.objects.update(ticket_count=1)
        stranger = feed_line(2, category="cups", seller={"id": "s2", "name": "B"})
        counts, _ = take(feed_order("KE1", stranger))
        assert counts == Counts(refused=1)
        assert (Shop.objects.count(), Category.objects.count()) == (1, 1)


def test_a_line_that_cannot_be_taken_stops_no_other():
    odd, unstorable = feed_order("KE2", kind="odd"), feed_order("K\x00")
    counts, remarks = take(feed_order("KE1"), b"{", b"\n", [1], odd, unstorable, feed_order("KE4"))
    assert counts == Counts(created=2, refused=5)
    assert remarks == [
        "line 2: is not JSON",
        "line 3: is not JSON",
        "line 4: is not an object",
        "line 5 (KE2): kind: is none of: local, dropship, global",
        "line 6: number: holds characters that can't be stored",
    ]


def test_what_the_database_refuses_stops_no_other():
    take(feed_order("KE1"))
    OrderLine.objects.update(refunded_amount=2000)  # with no ticket to tell of it

    counts, remarks = take(
        feed_order("KE2"), feed_order("KE1", feed_line(unit_price="1.00")), feed_order("KE3")
    )

    assert counts == Counts(created=2, refused=1)
    [remark] = remarks
    assert remark.startswith("line 2 (KE1): the database refuses it: ")
    assert OrderLine.objects.get(order__number="KE1").unit_price_amount == Decimal("1250.50")


def longest(**limits):
    return {name: "x" * limit for name, limit in limits.items()}


def test_the_longest_texts_fit():
    seller = longest(id=64, name=200, city=100) | {"phone": "+" + "9" * 15, "email": None}
    order = feed_order("K" * 40, payment=longest(method=40, receipt=64) | {"phone": "+" + "9" * 15})
    order["customer"] = longest(id=64, name=200, city=100) | {"phone": "+" + "9" * 15, "email": None}
    texts = longest(sku=64, name=255, category=64, serial_number=100, gift=200, parcel=64)
    texts |= longest(disclosed_flaw=500, brand=100, service_centre=300)
    order["lines"] = [feed_line(**texts, seller=seller, handover=longest(place=200))]
    assert take(order) == (Counts(created=1), [])
    for model in (Order, OrderLine, Customer, Shop, Category, User):
        model.objects.get().full_clean(exclude=["variants"])


@pytest.mark.parametrize("again", [False, True], ids=["new", "known"])
def test_a_batch_takes_as_many_statements_for_one_order_as_for_a_dozen(again):
    def feed(prefix, count):
        status = "completed" if again else "in_transit"
        lines = [feed_line(1, category=prefix), feed_line(2)]
        who = [feed_customer(id=f"{prefix}{n}") for n in range(count)]
        return [feed_order(f"{prefix}{n}", *lines, customer=who[n], status=status) for n in range(count)]

    def statements(prefix, count):
        if again:
            take(*[entry | {"status": "in_transit", "signed_at": None} for entry in feed(prefix, count)])
        with CaptureQueriesContext(connection) as queries:
            take(*feed(prefix, count))
        return len(queries)

    assert statements("A", 1) == statements("B", 12)
