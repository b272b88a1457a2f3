"""The figures of a country or a shop in a period, beside those of the period before it.

A ticket belongs to the period in which it was opened, money to the one in which it was paid. All is
asked of the tickets' own columns, so that each question is one pass over an index range.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from kilicare.kernel.calendar import Calendar
from kilicare.kernel.money import Money
from orders.enums import CURRENCY_OF, Country
from orders.models import Shop
from returns.enums import Party, Reason, Step
from returns.models import Rating, Refund, Ticket

DAYS = (7, 30, 90, 365)
OVERTURNED = Q(sellers_answer=Step.REJECT, offer_by=Party.KILIMALL)
"""A rejection that Kilimall ruled against."""
ANSWERED = ~Q(sellers_answer="")
COUNTED: Mapping[str, Q] = {
    "opened": Q(),
    "answered": ANSWERED,
    "approved": Q(sellers_answer=Step.APPROVE),
    "rejected": Q(sellers_answer=Step.REJECT),
    "silent": Q(seller_silent=True),
    "overturned": OVERTURNED,
}
ROWS = 10
Took = ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField())


@dataclass(frozen=True, slots=True)
class Period:
    """Some whole days up to now, in a country's time, and as many before them."""

    days: int
    before: datetime
    start: datetime
    end: datetime

    @property
    def address(self) -> str:
        """The days as the desk's list is narrowed by them."""
        return f"opened_from={self.start.date()}&opened_until={self.end.date()}"

    @property
    def paid(self) -> str:
        """The same for what was paid."""
        return f"paid_from={self.start.date()}&paid_until={self.end.date()}"


def period_of(days: int, country: str, now: datetime) -> Period:
    """The last days, today's among them."""
    end = Calendar(country).local(now)
    today = end.replace(hour=0, minute=0, second=0, microsecond=0)
    start = today - timedelta(days=days - 1)
    return Period(days, start - timedelta(days=days), start, end)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it was before, and the list behind it. `value` is for people."""

    label: StrOrPromise
    value: str
    trend: str
    query: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: what it counts, its share of the longest, and the columns of its table."""

    key: str
    label: StrOrPromise
    value: int
    share: int
    cells: Sequence[tuple[StrOrPromise, str]]
    query: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted in one stretch of time."""

    opened: int
    answered: int
    approved: int
    rejected: int
    silent: int
    overturned: int
    took: timedelta | None
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it."""

    period: Period
    now: Sums
    before: Sums
    currency: str


def figures_of(tickets: QuerySet[Ticket], refunds: QuerySet[Refund], country: str, period: Period) -> Figures:
    """The sums of both periods. Four statements."""
    stretches = {"now": (period.start, period.end), "before": (period.before, period.start)}
    counts = tickets.filter(opened_at__gte=period.before, opened_at__lt=period.end).aggregate(
        **{
            f"{when}_{name}": Count("pk", filter=_within("opened_at", *stretch) & test)
            for when, stretch in stretches.items()
            for name, test in COUNTED.items()
        }
    )
    paid = refunds.filter(paid_at__gte=period.before, paid_at__lt=period.end).aggregate(
        **{
            when: Sum("amount", filter=_within("paid_at", *stretch), default=Decimal(0))
            for when, stretch in stretches.items()
        }
    )
    sums = {
        when: Sums(
            **{name: counts[f"{when}_{name}"] for name in COUNTED},
            took=_median(tickets, stretch, counts[f"{when}_answered"]),
            paid=paid[when],
        )
        for when, stretch in stretches.items()
    }
    return Figures(period, sums["now"], sums["before"], CURRENCY_OF[Country(country)])


def _within(column: str, start: datetime, end: datetime) -> Q:
    return Q(**{f"{column}__gte": start, f"{column}__lt": end})


def _median(tickets: QuerySet[Ticket], stretch: tuple[datetime, datetime], answered: int) -> timedelta | None:
    """How long half of the answers took at most."""
    if not answered:
        return None
    took = tickets.filter(_within("opened_at", *stretch) & ANSWERED).annotate(took=Took)
    found: timedelta = took.order_by("took").values_list("took", flat=True)[(answered - 1) // 2]
    return found


def headline(figures: Figures) -> list[Figure]:
    """The six numbers that everybody looks at first."""
    now, before, period = figures.now, figures.before, figures.period
    opened = f"list=all&{period.address}"
    money = Money(now.paid, figures.currency)
    return [
        Figure(_("Opened"), f"{now.opened:,}", trend(now.opened, before.opened), opened),
        Figure(
            _("Approved as asked"),
            _share(now.approved, now.answered),
            _points(now, before, lambda sums: (sums.approved, sums.answered)),
            f"{opened}&answer={Step.APPROVE}",
        ),
        Figure(
            _("Half of the answers within"),
            _hours(now.took),
            trend(_seconds(now.took), _seconds(before.took)),
            f"{opened}&answered=true",
        ),
        Figure(
            _("Without an answer"),
            f"{now.silent:,}",
            trend(now.silent, before.silent),
            f"{opened}&silent=true",
        ),
        Figure(
            _("Money back"),
            money.label(),
            trend(now.paid, before.paid),
            f"list=all&{period.paid}",
        ),
        Figure(
            _("Rejections overturned"),
            f"{now.overturned:,}",
            trend(now.overturned, before.overturned),
            f"{opened}&overturned=true",
        ),
    ]


def trend(now: Decimal | float, before: Decimal | float) -> str:
    """The change in words; where there was nothing before, that."""
    if not before:
        return _("nothing before to compare") if now else _("as before")
    change = round((float(now) - float(before)) / float(before) * 100)
    if not change:
        return _("as before")
    return _("%(change)+d %% against before") % {"change": change}


def _points(now: Sums, before: Sums, of: Callable[[Sums], tuple[int, int]]) -> str:
    (part, whole), (old, all_before) = of(now), of(before)
    if not (whole and all_before):
        return _("nothing before to compare")
    change = round(part / whole * 100) - round(old / all_before * 100)
    return _("%(change)+d points against before") % {"change": change} if change else _("as before")


def _share(part: int, whole: int) -> str:
    return f"{round(part / whole * 100)} %" if whole else "-"


def _hours(took: timedelta | None) -> str:
    return _("%(hours).1f h") % {"hours": took.total_seconds() / 3600} if took is not None else "-"


def _seconds(took: timedelta | None) -> float:
    return took.total_seconds() if took is not None else 0


def by_reason(tickets: QuerySet[Ticket], period: Period) -> list[Bar]:
    """What is wrong with the goods."""
    rows = _grouped(tickets, period, "reason")
    return _bars(rows, "reason", dict(Reason.choices), period)


def by_seller(tickets: QuerySet[Ticket], period: Period) -> list[Bar]:
    """The ten shops with the most tickets."""
    rows = list(_grouped(tickets, period, "shop"))
    names = dict(Shop.objects.filter(pk__in=[row["shop"] for row in rows]).values_list("pk", "name"))
    return _bars(rows, "shop", names, period)


def by_product(tickets: QuerySet[Ticket], period: Period) -> list[dict[str, Any]]:
    """The ten products with the most tickets: their number, name and count."""
    return list(_grouped(tickets, period, "line__sku", "line__name"))


def _grouped(tickets: QuerySet[Ticket], period: Period, *columns: str) -> QuerySet[Any, dict[str, Any]]:
    """Counted by columns, the most first."""
    opened = tickets.filter(_within("opened_at", period.start, period.end))
    counts = {f"n_{name}": Count("pk", filter=test) for name, test in COUNTED.items()}
    rows: QuerySet[Any, dict[str, Any]] = opened.values(*columns).annotate(**counts)
    return rows.order_by("-n_opened", columns[0])[:ROWS]


def _bars(
    rows: Iterable[dict[str, Any]], column: str, labels: Mapping[Any, StrOrPromise], period: Period
) -> list[Bar]:
    found = list(rows)
    most = max((row["n_opened"] for row in found), default=1)
    bars = []
    for row in found:
        key = row[column]
        cells = [
            (_("Approved as asked"), _share(row["n_approved"], row["n_answered"])),
            (_("Without an answer"), str(row["n_silent"])),
            (_("Rejections overturned"), str(row["n_overturned"])),
        ]
        share = max(1, row["n_opened"] * 100 // most)
        query = f"list=all&{period.address}&{column}={key}"
        bars.append(Bar(str(key), labels[key], row["n_opened"], share, cells, query))
    return bars


@dataclass(frozen=True, slots=True)
class Content:
    """How content customers were: of whom, how many said so, and the mean of 1 to 3."""

    label: StrOrPromise
    number: int
    mean: str


def content_by(ratings: QuerySet[Rating], period: Period, column: str) -> list[Content]:
    """How content customers were, by what closed the ticket (`step`) or by shop (`ticket__shop__name`)."""
    said = ratings.filter(_within("at", period.start, period.end))
    rows = said.values_list(column).annotate(number=Count("pk"), mean=Avg("score"))
    found = rows.order_by("-number", column)[:ROWS]
    labels = dict(Step.choices) if column == "step" else {}
    return [Content(labels.get(key, key), number, f"{mean:.1f}") for key, number, mean in found]
