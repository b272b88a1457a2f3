"""The figures: what is counted, in which period, beside the one before; each leads to its list."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from returns.enums import Party, Reason, Service, Step
from returns.models import Rating, Refund, Ticket, TicketEvent
from returns.queries.access import ratings_of_country, refunds_of_country, tickets_of_country
from returns.queries.advice import advice_on
from returns.queries.figures import by_reason, by_seller, content_by, figures_of, headline, period_of, trend
from returns.queries.pulse import pulse
from returns.queries.scorecard import scorecards
from returns.tests.test_machines import APPEALED, RULING, walk
from returns.tests.views.crowds import RUNNING, crowd
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read
from returns.tests.views.test_desk import listed
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = NOON + 9 * HOUR


def answered(step: Step, hours: int, opened: datetime = NOON - DAY, **more: Any) -> dict[str, Any]:
    """The columns of a ticket that a seller answered so many hours after it was opened."""
    return RUNNING | {
        "due_at": NOON + DAY,
        "opened_at": opened,
        "sellers_answer": step,
        "answered_at": opened + hours * HOUR,
        **more,
    }


def market() -> tuple[World, Ticket]:
    """Tickets of two periods of seven days; one that the next country opened is not among them."""
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=NOON - 30 * DAY, answered_at=NOON - 29 * DAY)
    silent = RUNNING | {"due_at": NOON + DAY, "opened_at": NOON - DAY, "seller_silent": True}
    silent |= {"sellers_answer": "", "answered_at": None}
    crowd(
        world,
        ticket,
        [
            answered(Step.APPROVE, 2, reason="damaged"),
            answered(Step.APPROVE, 4),
            answered(Step.REJECT, 20, offer_by=Party.KILIMALL),
            answered(Step.REJECT, 30),
            silent,
            answered(Step.APPROVE, 6, NOON - 8 * DAY),
            answered(Step.OFFER, 1, NOON - 8 * DAY),
        ],
    )
    return world, ticket


def test_what_is_counted_and_what_it_was_before() -> None:
    world, _ticket = market()
    desk = world.people["desk"]
    tickets, refunds = tickets_of_country(desk), refunds_of_country(desk)
    found = figures_of(tickets, refunds, "KE", period_of(7, "KE", NOON))

    now, before = found.now, found.before
    assert (now.opened, now.answered, now.approved, now.rejected) == (5, 4, 2, 2)
    assert (now.silent, now.overturned, now.took) == (1, 1, 4 * HOUR)
    assert (before.opened, before.answered, before.approved, before.took) == (2, 2, 1, HOUR)
    shown = [(str(one.label), one.value, one.trend) for one in headline(found)]
    assert shown == [
        ("Opened", "5", "+150 % against before"),
        ("Approved as asked", "50 %", "as before"),
        ("Half of the answers within", "4.0 h", "+300 % against before"),
        ("Without an answer", "1", "nothing before to compare"),
        ("Money back", "KES 0", "as before"),
        ("Rejections overturned", "1", "nothing before to compare"),
    ]
    by = {str(bar.label): bar.value for bar in by_reason(tickets, found.period)}
    assert by == {"It does not work": 4, "It arrived damaged": 1}
    assert [(bar.label, bar.value, bar.share) for bar in by_seller(tickets, found.period)] == [
        (world.shop.name, 5, 100)
    ]


def test_every_figure_leads_to_as_many_tickets_as_it_says() -> None:
    world, _ticket = market()
    browser = House(world).browser("desk")
    with at(NOON):
        page = read(browser.get("/desk/dashboard/?days=7"))
        links = [link for link in page.links if link.startswith("/desk/?list=all")]
        counts = [len(listed(browser, link)) for link in links]
    # opened, approved, answered (of which half is the figure), silent, paid, overturned; by reason; by seller
    assert counts == [5, 2, 4, 1, 0, 1, 4, 1, 5]


def test_money_counts_when_it_is_paid_in_the_countrys_currency() -> None:
    world = World()
    ticket = world.apply(Service.REFUND_ONLY)
    world.take(Step.APPROVE, ticket, "seller", NOON)
    refund = Refund.objects.get()
    desk = world.people["desk"]

    def paid(now: datetime) -> tuple[Decimal, Decimal]:
        period = period_of(7, "KE", now)
        found = figures_of(tickets_of_country(desk), refunds_of_country(desk), "KE", period)
        return found.now.paid, found.before.paid

    assert paid(LATER) == (0, 0)
    Refund.objects.filter(pk=refund.pk).update(paid_at=LATER)
    assert paid(LATER + HOUR) == (refund.amount, 0)
    assert paid(LATER + 7 * DAY) == (0, refund.amount)


def test_what_a_seller_answers_is_written_once_and_by_nobody_else() -> None:
    world = World()
    ticket = walk(world, world.apply(), APPEALED)
    first = TicketEvent.objects.get(ticket=ticket, step=Step.REJECT)
    row = Ticket.objects.get(pk=ticket.pk)
    assert (row.sellers_answer, row.answered_at) == (Step.REJECT, first.at)

    world.take(Step.RULE_OFFER, ticket, "desk", LATER, service="return_refund", **RULING)
    row = Ticket.objects.get(pk=ticket.pk)
    assert (row.sellers_answer, row.answered_at, row.offer_by) == (Step.REJECT, first.at, Party.KILIMALL)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (0, 0, "as before"),
        (3, 0, "nothing before to compare"),
        (3, 3, "as before"),
        (4, 2, "+100 % against before"),
        (Decimal("1.50"), Decimal("3.00"), "-50 % against before"),
        (1001, 1000, "as before"),
    ],
)
def test_a_trend_in_words(now: Any, before: Any, words: str) -> None:
    assert trend(now, before) == words


def test_a_period_is_whole_days_of_the_country() -> None:
    late = datetime.fromisoformat("2026-11-03T22:30:00+00:00")
    period = period_of(7, "KE", late)
    assert period.start.isoformat() == "2026-10-29T00:00:00+03:00"
    assert period.before.isoformat() == "2026-10-22T00:00:00+03:00"
    assert period.address == "opened_from=2026-10-29&opened_until=2026-11-04"


def test_how_content_customers_were_by_step_and_by_shop() -> None:
    world = World()
    ticket = world.apply()
    tickets = crowd(world, ticket, [RUNNING | {"due_at": NOON + DAY} for _each in range(3)])
    for one, score in zip(tickets, (1, 3, 3), strict=True):
        Rating.objects.create(
            ticket=one, score=score, step=Step.EXPIRE, by=world.people["customer"], at=NOON - DAY
        )
    ratings, period = ratings_of_country(world.people["desk"]), period_of(7, "KE", NOON)
    rows = content_by(ratings, period, "step"), content_by(ratings, period, "ticket__shop__name")
    assert [(str(row.label), row.number, row.mean) for found in rows for row in found] == [
        (str(Step.EXPIRE.label), 3, "2.3"),
        (world.shop.name, 3, "2.3"),
    ]


def test_the_pulse_tells_how_late_the_engine_is() -> None:
    world = World()
    world.apply()
    assert (pulse(NOON).lag, pulse(NOON).is_well) == ("", True)
    late = pulse(NOON + 2 * DAY + 10 * timedelta(minutes=1))
    assert (late.lag, late.outbox, late.is_well) == ("10 min", "2 days", False)
    house = House(world)
    with at(NOON + 2 * DAY + 10 * timedelta(minutes=1)):
        text = read(house.browser("desk").get("/desk/")).text
    assert "the oldest that ran out waits for 10 min" in text


def test_advice_names_what_was_dear_and_keeps_silent_where_nothing_was() -> None:
    nothing: dict[str, Any] = {"silent": 0, "overturned": 0, "rejected": 0, "upheld": 0, "took": None}
    assert advice_on(**nothing, reasons={}) == []
    said = advice_on(
        silent=2, overturned=1, rejected=3, upheld=4, took=30 * HOUR, reasons={Reason.DAMAGED: 5}
    )
    costs = [one.cost for one in said]
    assert [cost.split()[0] for cost in costs[:3]] == ["2", "1", "4"]
    assert "30 hours" in costs[3]
    assert '"It arrived damaged"' in costs[4]
    quick = advice_on(**nothing | {"took": 24 * HOUR}, reasons={Reason.DAMAGED: 2})
    assert quick == []


def test_a_scorecard_is_of_ones_own_shops() -> None:
    world, _ticket = market()
    world.order.placed_at = NOON - DAY
    world.order.save()
    (card,) = scorecards(world.people["seller"], 7, NOON)
    assert card.shop == world.shop
    (product,) = card.products
    assert (product.name, product.tickets) == (world.line.name, 5)
    assert product.sold >= product.tickets
    assert card.strikes == []
    assert scorecards(world.people["desk"], 7, NOON) == []
