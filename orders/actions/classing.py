"""Take the category table in."""

from collections.abc import Sequence
from dataclasses import asdict

from orders.actions.feed import FeedCategory
from orders.actions.outcome import Outcome, Taken
from orders.actions.parties import assign, upsert
from orders.models import Category

COLUMNS = ("name", "policy_class", "sealed_once", "installable", "activatable", "is_classed")


def take_categories(categories: Sequence[FeedCategory]) -> list[Taken]:
    """Take categories in, each code once, inside the caller's transaction."""
    codes = [category.code for category in categories]
    known = {row.code: row for row in Category.objects.filter(code__in=codes)}
    taken, told = [], []
    for category in categories:
        row = known.get(category.code) or Category(code=category.code)
        if assign(row, asdict(category) | {"is_classed": True}):
            told.append(row)
            stood = category.code in known
            taken.append(Taken(Outcome.UPDATED if stood else Outcome.CREATED))
        else:
            taken.append(Taken(Outcome.UNCHANGED))
    upsert(Category.objects, told, ["code"], COLUMNS)
    return taken
