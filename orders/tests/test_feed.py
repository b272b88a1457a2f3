"""What the feed's parser takes, and what it names and leaves."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.actions.feed import FeedVariant, parse_category, parse_json, parse_order
from orders.actions.fields import FeedError
from orders.actions.streaming import MOST_BYTES
from orders.enums import HandoverProof, Invoice, OrderKind, OrderStatus, PolicyClass, Promotion
from orders.tests.feeds import feed_customer, feed_line, feed_order

MISSING = "is missing"
NO_TEXT = "is not a text"
NO_MOMENT = "is not a moment like 2026-03-02T15:20:00+03:00"
NO_AMOUNT = "is not an amount from 0 to 9999999999.99"
UNSTORABLE = "holds characters that can't be stored"
STATUSES = f"is none of: {', '.join(OrderStatus.values)}"
CLASSES = f"is none of: {', '.join(PolicyClass.values)}"
DEEP = "[" * 100_000


def line_with(**changes):
    return feed_order("KE1", feed_line(**changes))


def test_a_line_of_the_feed_is_read_as_it_stands():
    order = parse_order(feed_order())

    assert (order.number, order.kind) == ("KE1", OrderKind.LOCAL)
    assert order.placed_at == datetime(2026, 2, 25, 12, 20, tzinfo=UTC)
    assert order.signed_at == datetime(2026, 3, 2, 12, 20, tzinfo=UTC)
    assert order.customer.city == "Nairobi"
    assert order.payment.phone == ""
    [line] = order.lines
    assert (line.unit_price, line.paid, line.tax) == (Decimal("1250.50"), Decimal(2501), Decimal("344.97"))
    assert (line.discount, line.delivery_fee, line.serials, line.variants) == (0, 0, (), ())
    assert (line.promotion, line.gift, line.invoice) == (None, "", Invoice.PAPER)
    assert (line.handover.at, line.handover.proof, line.policy_class) == (None, None, None)


def test_nothing_may_be_said_as_null():
    line = line_with(tax=None, discount=None, warranty_months=None, handover=None, variants=None, brand=None)
    [read] = parse_order(line | {"payment": None}).lines
    assert (read.tax, read.discount, read.warranty_months, read.variants, read.brand) == (0, 0, 0, (), "")


def test_what_is_optional_is_read_where_it_stands():
    line = feed_line(
        signed_at="2026-03-04T09:00:00Z",
        discount="100.00",
        delivery_fee=150,
        parcel="P1",
        handover={"at": "2026-03-04T09:00:00+03:00", "place": "Kilishop Moi Avenue", "proof": "code"},
        policy_class="excluded_goods",
        disclosed_flaw="a scratch",
        brand="Ramtons",
        serial_number="A",
        serial_numbers=["A", "B"],
        service_centre="Kimathi Street",
        variants=[{"sku": "K-RED", "name": "Red", "stock": 3}],
        promotion="one_shilling",
        gift="Cup",
    )
    order = parse_order(
        feed_order("KE1", line, payment={"method": "mpesa", "phone": "+254700000001", "receipt": "R1"})
    )
    [line] = order.lines
    assert line.signed_at == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert (line.paid, line.delivery_fee, line.parcel) == (Decimal(2401), Decimal(150), "P1")
    assert line.handover.at == datetime(2026, 3, 4, 6, tzinfo=UTC)
    assert (line.handover.place, line.handover.proof) == ("Kilishop Moi Avenue", HandoverProof.CODE)
    assert (line.policy_class, line.disclosed_flaw) == (PolicyClass.EXCLUDED_GOODS, "a scratch")
    assert (line.brand, line.serials, line.service_centre) == ("Ramtons", ("A", "B"), "Kimathi Street")
    assert line.variants == (FeedVariant("K-RED", "Red", 3),)
    assert (line.promotion, line.gift) == (Promotion.ONE_SHILLING, "Cup")
    assert (order.payment.method, order.payment.phone, order.payment.receipt) == (
        "mpesa",
        "+254700000001",
        "R1",
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [("7200.00", "7200"), ("0", "0"), (8000, "8000"), ("10.50", "10.5"), ("9999999999.99", "9999999999.99")],
)
def test_an_amount_is_exact(written, read):
    raw = json.dumps(line_with(unit_price=written, quantity=1)).encode()
    assert parse_order(parse_json(raw)).lines[0].unit_price == Decimal(read)


def test_a_number_with_a_point_is_no_float():
    raw = json.dumps(line_with(unit_price="PRICE")).replace('"PRICE"', "0.1").encode()
    assert parse_order(parse_json(raw)).lines[0].unit_price == Decimal("0.1")


def test_a_text_is_one_line_and_an_email_is_lower_case():
    customer = feed_customer(name=" Amina\n\tOtieno ", email="Amina@Customers.Example")
    read = parse_order(feed_order(customer=customer)).customer
    assert (read.name, read.email) == ("Amina Otieno", "amina@customers.example")


@pytest.mark.parametrize("absent", [{}, {"email": None}, {"email": ""}])
def test_a_customer_may_have_no_email(absent):
    customer = {k: v for k, v in feed_customer().items() if k != "email"} | absent
    assert parse_order(feed_order(customer=customer)).customer.email == ""


@pytest.mark.parametrize(
    ("status", "own", "signed"),
    [
        ("completed", None, "2026-03-02T12:20:00+00:00"),
        ("completed", "2026-03-05T00:00:00+00:00", "2026-03-05T00:00:00+00:00"),
        ("in_transit", "2026-03-05T00:00:00+00:00", "2026-03-05T00:00:00+00:00"),
        ("in_transit", None, None),  # the order's signature counts once it is completed
        ("cancelled", None, None),
    ],
)
def test_a_line_is_signed_by_itself_or_by_its_completed_order(status, own, signed):
    order = parse_order(feed_order("KE1", feed_line(signed_at=own), status=status))
    signature = order.signature_of(order.lines[0])
    assert (signature and signature.isoformat()) == signed


def test_a_line_is_found_by_its_number():
    order = parse_order(feed_order("KE1", feed_line(1), feed_line(7, sku="CUP")))
    assert order.line(7).sku == "CUP"
    assert order.line(2) is None


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"number": None}, "number", MISSING),
        ({"number": "  "}, "number", MISSING),
        ({"number": 17}, "number", NO_TEXT),
        ({"number": "K" * 41}, "number", "is longer than 40 characters"),
        ({"number": "KE\x00"}, "number", UNSTORABLE),
        ({"country": "TZ"}, "country", "is none of: KE, UG, NG"),
        ({"country": ["KE"]}, "country", "is none of: KE, UG, NG"),
        ({"currency": "USD"}, "currency", "is none of: KES, UGX, NGN"),
        ({"currency": "UGX"}, "currency", "is not the currency of KE"),
        ({"kind": "overseas"}, "kind", "is none of: local, dropship, global"),
        ({"status": "returned"}, "status", STATUSES),
        ({"placed_at": None}, "placed_at", MISSING),
        ({"placed_at": "yesterday"}, "placed_at", NO_MOMENT),
        ({"placed_at": 1772000000}, "placed_at", NO_MOMENT),
        ({"placed_at": "2026-02-25T15:20:00"}, "placed_at", "has no zone"),
        ({"placed_at": "0001-01-01T00:00:00+03:00"}, "placed_at", "is not a year that an order can have"),
        ({"signed_at": "2026-02-30T15:20:00+03:00"}, "signed_at", NO_MOMENT),
        ({"signed_at": "9999-12-31T23:59:59-03:00"}, "signed_at", "is not a year that an order can have"),
        ({"customer": None}, "customer", MISSING),
        ({"customer": "Amina"}, "customer", "is not an object"),
        ({"customer": feed_customer(id="")}, "customer.id", MISSING),
        ({"customer": feed_customer(name="\ud800")}, "customer.name", UNSTORABLE),
        ({"customer": feed_customer(phone="0712345678")}, "customer.phone",
         "is not a phone number like +254712345678"),
        ({"customer": feed_customer(phone=None)}, "customer.phone", MISSING),
        ({"customer": feed_customer(email="amina")}, "customer.email", "is not an e-mail address"),
        ({"customer": feed_customer(city="x" * 101)}, "customer.city", "is longer than 100 characters"),
        ({"payment": "mpesa"}, "payment", "is not an object"),
        ({"payment": {"phone": "mpesa"}}, "payment.phone", "is not a phone number like +254712345678"),
        ({"lines": None}, "lines", MISSING),
        ({"lines": []}, "lines", "is empty"),
        ({"lines": {"number": 1}}, "lines", "is not a list"),
        ({"lines": [feed_line()] * 1001}, "lines", "has more than 1000 entries"),
        ({"lines": ["kettle"]}, "lines[0]", "is not an object"),
        ({"lines": [feed_line(1), feed_line(1)]}, "lines[1].number", "stands twice in the order"),
    ],
)  # fmt: skip
def test_a_faulty_order_is_named(changes, field, reason):
    with pytest.raises(FeedError) as error:
        parse_order(feed_order() | changes)
    assert (error.value.field, error.value.reason) == (field, reason)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("number", 0, "is not from 1 to 32767"),
        ("number", "1", "is not a whole number"),
        ("number", True, "is not a whole number"),
        ("sku", None, MISSING),
        ("name", "x" * 256, "is longer than 255 characters"),
        ("category", 5, NO_TEXT),
        ("seller", None, MISSING),
        ("seller", {"id": "s1"}, MISSING),
        ("quantity", -1, "is not from 1 to 100000"),
        ("quantity", 10**30, "is not from 1 to 100000"),
        ("quantity", 1.5, "is not a whole number"),
        ("unit_price", None, MISSING),
        ("unit_price", "-1.00", NO_AMOUNT),
        ("unit_price", "1,000.00", NO_AMOUNT),
        ("unit_price", "NaN", NO_AMOUNT),
        ("unit_price", "١٢", NO_AMOUNT),
        ("unit_price", "99999999999", NO_AMOUNT),
        ("unit_price", "1.005", "has more than 2 decimals"),
        ("unit_price", True, "is not an amount"),
        ("unit_price", ["1.00"], "is not an amount"),
        ("unit_price", "9999999999.99", "times the quantity is too much"),
        ("discount", "2501.01", "is more than the price of the line"),
        ("tax", "free", NO_AMOUNT),
        ("delivery_fee", -5, NO_AMOUNT),
        ("serial_numbers", "SN1", "is not a list"),
        ("warranty_months", 601, "is not from 0 to 600"),
        ("promotion", "black_friday", "is none of: one_shilling"),
        ("invoice", "fax", "is none of: electronic, paper"),
        ("signed_at", "2026-03-04", "has no zone"),
        ("policy_class", "unheard_of", CLASSES),
        ("disclosed_flaw", "x" * 501, "is longer than 500 characters"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named(field, value, reason):
    with pytest.raises(FeedError) as error:
        parse_order(line_with(**{field: value}))
    path = "lines[0].seller.name" if value == {"id": "s1"} else f"lines[0].{field}"
    assert (error.value.field, error.value.reason) == (path, reason)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (feed_line(handover={"proof": "video"}), "lines[0].handover.proof"),
        (feed_line(handover={"at": "noon"}), "lines[0].handover.at"),
        (feed_line(serial_numbers=["A", 5]), "lines[0].serial_numbers.1"),
        (feed_line(variants=[{"sku": "A", "name": "Red", "stock": -1}]), "lines[0].variants[0].stock"),
        (feed_line(seller={"id": "s1", "name": "M", "email": "m"}), "lines[0].seller.email"),
    ],
)
def test_a_fault_deep_inside_is_named_by_its_path(line, field):
    with pytest.raises(FeedError) as error:
        parse_order(feed_order("KE1", line))
    assert error.value.field == field


@pytest.mark.parametrize(("price", "ok"), [("15000", True), ("15000.00", True), ("15000.50", False)])
def test_ugandan_shillings_have_no_cents(price, ok):
    line = feed_line(unit_price=price, tax="0")
    order = feed_order("UG1", line, country="UG", currency="UGX")
    if ok:
        assert parse_order(order).lines[0].unit_price == 15000
    else:
        with pytest.raises(FeedError, match="unit_price: has more than 0 decimals"):
            parse_order(order)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "is not JSON"),
        (DEEP.encode(), "is not JSON"),
        (b'{"quantity": ' + b"9" * 5000 + b"}", "is not JSON"),
        (b'{"price": 1e999999999999999999999}', "is not JSON"),
        (b'"\xff"', "is not UTF-8"),
        (b" " * (MOST_BYTES + 1), f"is longer than {MOST_BYTES} bytes"),
    ],
    ids=["cut off", "too deep", "too many figures", "too great", "no UTF-8", "too long"],
)
def test_an_unreadable_line_says_so(raw, reason):
    with pytest.raises(FeedError) as error:
        parse_json(raw)
    assert (error.value.field, error.value.reason, str(error.value)) == ("", reason, reason)


def test_a_byte_order_mark_is_no_fault():
    assert parse_json(b'\xef\xbb\xbf{"number": 1}') == {"number": 1}


@pytest.mark.parametrize("row", [None, 5, "KE1", [], [feed_order()]])
def test_an_order_is_an_object(row):
    with pytest.raises(FeedError, match="is not an object"):
        parse_order(row)


def test_a_category_is_read():
    row = {"code": "cups", "policy_class": "adult", "sealed_once": True, "installable": None}
    category = parse_category(row)
    assert (category.code, category.name, category.policy_class) == ("cups", "cups", PolicyClass.ADULT)
    assert (category.sealed_once, category.installable, category.activatable) == (True, False, False)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"code": None}, "code", MISSING),
        ({"policy_class": None}, "policy_class", MISSING),
        ({"sealed_once": "yes"}, "sealed_once", "is neither true nor false"),
    ],
)
def test_a_faulty_category_is_named(changes, field, reason):
    with pytest.raises(FeedError) as error:
        parse_category({"code": "cups", "name": "Cups", "policy_class": "adult"} | changes)
    assert (error.value.field, error.value.reason) == (field, reason)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name"]), inner),
    max_leaves=5,
)


@pytest.mark.slow
@given(
    field=st.sampled_from(sorted(feed_order())),
    line_field=st.sampled_from(["handover", "variants", "serial_numbers", "discount", *sorted(feed_line())]),
    in_line=st.booleans(),
    value=anything,
)
def test_whatever_stands_in_a_field_it_is_read_or_named(field, line_field, in_line, value):
    order = line_with(**{line_field: value}) if in_line else feed_order() | {field: value}
    fault = None
    try:
        parse_order(order)
    except FeedError as error:
        fault = error.field
    assert fault is None or fault.startswith("lines" if in_line else field)
