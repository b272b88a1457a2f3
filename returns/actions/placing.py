"""The list of Kilishops is taken in: an upsert by code, all of it or nothing."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from orders.enums import Country
from returns.models import Point

COLUMNS = ("code", "country", "town", "name", "address", "hours")
LONGEST = {
    column.name: column.max_length or 0
    for column in Point._meta.concrete_fields  # noqa: SLF001 - Django's documented API
}


@dataclass(frozen=True, slots=True)
class Placed:
    """How many Kilishops were new, changed, or as before; and those of the countries that were not named."""

    created: int
    updated: int
    unchanged: int
    unnamed: tuple[str, ...]


class BadListError(ValueError):
    """Lines that can't be taken: each with its number and why."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def import_points(lines: Iterable[str]) -> Placed:
    """Take a CSV list with the columns code, country, town, name, address, hours in.

    A Kilishop that it does not name stays as it is: staff close one in the admin. Raises BadListError,
    and then nothing was taken.
    """
    rows = _read(lines)
    with transaction.atomic():
        known = {point.code: point for point in Point.objects.select_for_update()}
        created = [Point(**row) for code, row in rows.items() if code not in known]
        updated = [known[code] for code, row in rows.items() if code in known and _differs(known[code], row)]
        for point in updated:
            vars(point).update(rows[point.code])
        Point.objects.bulk_create(created)
        Point.objects.bulk_update(updated, COLUMNS[1:])
    countries = {row["country"] for row in rows.values()}
    unnamed = [code for code, point in known.items() if code not in rows and point.country in countries]
    return Placed(len(created), len(updated), len(rows) - len(created) - len(updated), tuple(sorted(unnamed)))


def _differs(point: Point, row: dict[str, str]) -> bool:
    return any(getattr(point, name) != value for name, value in row.items())


def _read(lines: Iterable[str]) -> dict[str, dict[str, str]]:
    table, problems = csv.DictReader(lines, restkey="more"), []
    if missing := [name for name in COLUMNS if name not in (table.fieldnames or ())]:
        raise BadListError([_("The first line must name the columns: %s is missing.") % ", ".join(missing)])
    rows: dict[str, dict[str, str]] = {}
    for row in table:
        kept = {name: (row[name] or "").strip() for name in COLUMNS}
        found = [*_problems(kept, is_longer="more" in row)]
        if kept["code"] in rows:
            found.append(_("the code %s stands there twice") % kept["code"])
        problems += [_("line %(line)d: %(why)s") % {"line": table.line_num, "why": why} for why in found]
        rows[kept["code"]] = kept
    if problems:
        raise BadListError(problems)
    return rows


def _problems(row: dict[str, str], *, is_longer: bool) -> Iterator[str]:
    if is_longer:
        yield _("more values than columns: put one with a comma in quotes")
    for name, value in row.items():
        if not value:
            yield _("%s is empty") % name
        elif len(value) > LONGEST[name]:
            yield _("%(name)s is longer than %(most)d signs") % {"name": name, "most": LONGEST[name]}
    if row["country"] and row["country"] not in Country.values:
        yield _("%s is no country of ours") % row["country"]
