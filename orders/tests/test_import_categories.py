"""Taking the category table in."""

import pytest

from orders.actions.importing import Counts
from orders.enums import PolicyClass
from orders.models import Category
from orders.tests.factories import CategoryFactory
from orders.tests.feeds import feed_order, take, take_categories

pytestmark = pytest.mark.django_db


def row(code="kettle", **changes):
    return {
        "code": code,
        "name": "Kettles",
        "policy_class": "excluded_goods",
        "sealed_once": False,
        "installable": True,
        "activatable": False,
    } | changes


def test_a_category_that_came_with_an_order_gets_its_class():
    take(feed_order("KE1"))

    counts, remarks = take_categories(row(), row("cups", sealed_once=True))

    assert (counts, remarks) == (Counts(created=1, updated=1), [])
    columns = ("code", "name", "policy_class", "sealed_once", "installable", "activatable", "is_classed")
    assert list(Category.objects.values_list(*columns)) == [
        ("cups", "Kettles", PolicyClass.EXCLUDED_GOODS, True, True, False, True),
        ("kettle", "Kettles", PolicyClass.EXCLUDED_GOODS, False, True, False, True),
    ]


def test_the_same_table_twice_changes_nothing():
    take_categories(row())
    before = list(Category.objects.values())
    assert take_categories(row()) == (Counts(unchanged=1), [])
    assert list(Category.objects.values()) == before


def test_the_table_overwrites_what_staff_changed_and_leaves_what_it_does_not_name():
    CategoryFactory(code="kettle", policy_class="adult")
    CategoryFactory(code="hats", policy_class="adult")
    assert take_categories(row()) == (Counts(updated=1), [])
    classes = dict(Category.objects.values_list("code", "policy_class"))
    assert classes == {"kettle": "excluded_goods", "hats": "adult"}


def test_a_faulty_row_is_named_and_stops_no_other():
    counts, remarks = take_categories(row("a", policy_class="odd"), row("b"), row("b"))
    assert counts == Counts(created=1, unchanged=1, refused=1)
    [remark] = remarks
    assert remark.startswith("line 1 (a): policy_class: is none of: standard, ")
