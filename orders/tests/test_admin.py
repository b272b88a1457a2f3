"""The desk classes and looks up, the superuser keeps shops, a seller's staff sees none of it."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from kilicare.accounts.roles import COUNTER, DESK, FINANCE, RIDER, SUPERVISOR, WAREHOUSE
from kilicare.accounts.tests.people import let_in
from orders import admin
from orders.models import Category, Order, Shop, ShopStaff
from orders.tests.factories import (
    CategoryFactory,
    OrderFactory,
    OrderLineFactory,
    ShopFactory,
    ShopStaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NO_INLINES = {"staff-TOTAL_FORMS": 0, "staff-INITIAL_FORMS": 0}
CATEGORY = {"name": "Kettles", "policy_class": "adult"}
SHOP = {"external_id": "s77", "name": "Trader", "country": "KE"} | NO_INLINES


@pytest.fixture
def sign_in(client):
    def sign_in(*roles, **changes):
        user = UserFactory(is_staff=True, **changes)
        user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
        let_in(client, user)
        return user

    return sign_in


def page(kind, name, *args):
    return reverse(f"admin:orders_{kind}_{name}", args=args)


def listed(client, url):
    return list(client.get(url).context["cl"].result_list)


def may_post(client, url, data):
    return client.post(url, data).status_code == 302


LOOK_UP = [("order", "changelist"), ("order", "change")]
CLASS = [("category", "changelist"), ("category", "change"), ("category", "add")]
KEEP = [("shop", "changelist"), ("shop", "change"), ("shop", "add")]
NEVER = [("order", "add"), *[(kind, "delete") for kind in ("order", "category", "shop")]]


@pytest.mark.parametrize(
    ("roles", "superuser", "open_to_them"),
    [
        ((), True, {*LOOK_UP, *CLASS, *KEEP}),
        ((DESK,), False, {*LOOK_UP, *CLASS}),
        ((SUPERVISOR,), False, {*LOOK_UP, *CLASS}),
        ((FINANCE,), False, {*LOOK_UP}),
        ((WAREHOUSE, COUNTER, RIDER), False, set()),
        ((), False, set()),
    ],
    ids=["superuser", "desk", "supervisor", "finance", "other roles", "seller"],
)
def test_each_sees_what_is_theirs(client, sign_in, roles, superuser, open_to_them):
    line = OrderLineFactory()
    user = sign_in(*roles, is_superuser=superuser)
    if not (roles or superuser):
        ShopStaffFactory(user=user, shop=line.shop)
    rows = {"order": line.order, "category": line.category, "shop": line.shop}
    for kind, name in [*LOOK_UP, *CLASS, *KEEP, *NEVER]:
        args = () if name in {"add", "changelist"} else (rows[kind].pk,)
        status = client.get(page(kind, name, *args)).status_code
        assert (kind, name, status) == (kind, name, 200 if (kind, name) in open_to_them else 403)


def test_classing_a_category_takes_it_off_the_list(client, sign_in):
    sign_in(DESK)
    row = CategoryFactory(code="kettle", is_classed=False)
    waiting = page("category", "changelist") + "?is_classed__exact=0"
    assert listed(client, waiting) == [row]

    assert may_post(client, page("category", "change", row.pk), CATEGORY | {"code": "other"})

    row.refresh_from_db()
    assert (row.code, row.name, row.policy_class, row.is_classed) == ("kettle", "Kettles", "adult", True)
    assert listed(client, waiting) == []
    assert may_post(client, page("category", "add"), CATEGORY | {"code": "hats"})
    assert Category.objects.get(code="hats").is_classed


@pytest.mark.parametrize("role", [FINANCE, WAREHOUSE])
def test_others_class_nothing(client, sign_in, role):
    sign_in(role)
    row = CategoryFactory()
    assert not may_post(client, page("category", "change", row.pk), CATEGORY)
    assert not may_post(client, page("category", "add"), CATEGORY | {"code": "hats"})
    assert list(Category.objects.values_list("name", "policy_class")) == [(row.name, "standard")]


@pytest.mark.parametrize("superuser", [True, False])
def test_nobody_edits_an_order(client, sign_in, superuser):
    sign_in(DESK, is_superuser=superuser)
    line = OrderLineFactory()
    before = list(Order.objects.values())
    forged = {"number": "X", "status": "cancelled", "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0}
    assert not may_post(client, page("order", "change", line.order.pk), forged)
    assert not may_post(client, page("order", "delete", line.order.pk), {"post": "yes"})
    assert list(Order.objects.values()) == before


def test_an_order_is_looked_up_by_number_or_phone_in_ones_country(client, sign_in):
    sign_in(DESK, country="KE")
    OrderLineFactory(order__number="KE1", order__customer__user__phone="+254712345678", name="Red kettle")
    OrderFactory(number="KE2")
    foreign = OrderFactory(number="UG1", country="UG")

    def shown(query):
        return {
            order.number
            for order in listed(client, f"{page('order', 'changelist')}?{urlencode({'q': query})}")
        }

    assert shown("") == {"KE1", "KE2"}
    assert shown("KE1") == shown("+254712345678") == {"KE1"}
    assert shown("UG1") == shown("KE") == set()
    one = client.get(page("order", "change", Order.objects.get(number="KE1").pk)).content.decode()
    assert "Red kettle" in one
    assert "+254712345678" in one
    assert client.get(page("order", "change", foreign.pk)).status_code == 302  # as one that is not there
    assert client.get(page("order", "change", foreign.pk + 99)).status_code == 302


def test_the_list_takes_as_many_statements_for_one_order_as_for_three(client, sign_in):
    sign_in(DESK)
    counts = []
    for rows in (1, 2):
        OrderFactory.create_batch(rows)
        with CaptureQueriesContext(connection) as queries:
            client.get(page("order", "changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_long_list_is_counted_so_far_only(client, sign_in, monkeypatch):
    monkeypatch.setattr(admin, "COUNTED", 2)
    sign_in(DESK)
    OrderFactory.create_batch(3)
    response = client.get(page("order", "changelist"))
    assert response.context["cl"].paginator.count == 2


def test_the_superuser_keeps_shops_and_their_staff(client, sign_in):
    sign_in(is_superuser=True)
    person, shop = UserFactory(), ShopFactory(name="Old")
    place = {"staff-TOTAL_FORMS": 1, "staff-0-user": person.pk, "staff-0-shop": shop.pk}
    changed = SHOP | place | {"name": "New"}

    assert may_post(client, page("shop", "add"), SHOP)
    assert may_post(client, page("shop", "change", shop.pk), changed)

    assert set(Shop.objects.values_list("name", flat=True)) == {"Trader", "New"}
    assert list(ShopStaff.objects.values_list("user", "shop")) == [(person.pk, shop.pk)]
    gone = changed | {
        "staff-INITIAL_FORMS": 1,
        "staff-0-id": ShopStaff.objects.get().pk,
        "staff-0-DELETE": "on",
    }
    assert may_post(client, page("shop", "change", shop.pk), gone)
    assert not ShopStaff.objects.exists()
