"""The benches work, and measure what they say: real rows, and a floor that writes the very same ones."""

import subprocess
from collections import Counter
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.core.management import CommandError, call_command
from django.db.models import Model

from kilicare.kernel import clock
from kilicare.testing import child
from orders.tests.factories import OrderFactory
from returns.actions.stepping import lapse_overdue
from returns.management.bench.floor_sweep import lapse_in_sql
from returns.management.bench.measuring import times_of
from returns.management.bench.rows import Market, mixed, overdue
from returns.models import ClockSegment, Notice, Ticket, TicketEvent
from returns.policy.clocks import Moment
from returns.policy.terms import terms_at

pytestmark = pytest.mark.django_db


def columns(row: Model, *left_out: str) -> dict[str, Any]:
    """A row as it stands, without what differs from ticket to ticket."""
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in fields.items() if name not in {"id", "ticket_id", *left_out}}


def written_for(ticket: Ticket) -> list[Any]:
    """All that was written for a ticket."""
    own = {"reference", "line_id", "customer_id", "opened_by_id"}
    notices = Notice.objects.filter(ticket=ticket).order_by("audience", "channel")
    events = TicketEvent.objects.filter(ticket=ticket).order_by("number")
    return [
        columns(ticket, *own),
        [columns(event, "by_id", "seal") for event in events],
        [columns(segment) for segment in ClockSegment.objects.filter(ticket=ticket).order_by("started_at")],
        [columns(notice, "event_id") for notice in notices],
    ]


def test_the_sweeps_floor_writes_the_same_rows_as_the_sweep() -> None:
    now = clock.now()
    market = Market(now)
    market.add(4, lambda _number: overdue(7))
    due = Ticket.objects.filter(due_at__lt=now).order_by("pk")
    held_back, swept = due[0], due[1]
    Ticket.objects.filter(pk=held_back.pk).update(due_at=now.replace(year=now.year + 1))
    lapsed = lapse_overdue(now)
    Ticket.objects.filter(pk=held_back.pk).update(due_at=held_back.due_at)

    assert lapsed == 2
    assert lapse_in_sql(Moment(now, terms_at(now), market.calendars.of("KE"))) == 1
    floor, ours = Ticket.objects.get(pk=held_back.pk), Ticket.objects.get(pk=swept.pk)
    assert written_for(floor) == written_for(ours)
    assert lapse_in_sql(Moment(now, terms_at(now), market.calendars.of("KE"))) == 0


def test_rows_made_in_bulk_are_what_the_doors_would_leave() -> None:
    now = clock.now()
    Market(now).add(40, mixed)

    tickets = list(Ticket.objects.all())
    assert len(tickets) == 40
    assert {ticket.state for ticket in tickets} == {
        "seller_review",
        "kilimall_review",
        "solution_offered",
        "cancelled",
    }
    for ticket in tickets:
        events = list(ticket.events.order_by("number"))
        assert [event.number for event in events] == list(range(1, ticket.last_event + 1))
        assert events[-1].to_state == ticket.state
        assert all(a.to_state == b.from_state for a, b in pairwise(events))
        assert ticket.segments.filter(ended_at=None).count() == int(ticket.is_open)
        assert ticket.line.ticket_count == 1
        assert ticket.due_at is None or ticket.due_at > now


def test_each_batch_has_a_shop_of_its_own() -> None:
    Market(clock.now(), batch=10).add(25, mixed)

    tickets = Ticket.objects.values_list("shop_id", flat=True)
    assert sorted(Counter(tickets).values()) == [1, 5, 9, 10]  # the first one went through the front door


def test_the_sweep_is_measured_beside_its_floor() -> None:
    out = StringIO()
    call_command("bench_sweep", tickets=5, stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[1].startswith("Sweep of 5 overdue tickets, ")
    assert [line.split("  ")[0] for line in lines[3:]] == [
        "tickets a second",
        "longest transaction",
        "idle sweep",
    ]
    assert not Ticket.objects.filter(due_at__lte=clock.now()).exists()


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_every_page_is_measured_beside_its_floor() -> None:
    out = StringIO()
    call_command("bench_pages", few=60, tickets=80, times=1, stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[1].startswith("Pages at 60 tickets, ")
    assert [line.split("  ")[0] for line in lines[3:13]] == [
        "desk queue, first page",
        "desk queue, last page",
        "dashboard, 90 days",
        "shop's scorecard",
        "desk's ticket page",
        "customer's ticket page",
        "customer's tickets",
        "customer's orders",
        "seller's list in the admin",
        "apply (POST)",
    ]


def test_one_slow_call_in_twenty_is_beyond_p95() -> None:
    times = times_of([0.001] * 19 + [1.0])
    assert (times.median, times.p95) == (1, 1)
    assert times_of([0.001] * 18 + [1.0, 1.0]).p95 == 1000


@pytest.mark.parametrize("name", ["bench_sweep", "bench_pages"])
def test_a_database_with_orders_is_left_alone(name: str) -> None:
    OrderFactory()

    with pytest.raises(CommandError, match="holds orders"):
        call_command(name, tickets=1)

    assert not Ticket.objects.exists()


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_the_whole_bench_runs_on_databases_of_its_own(tmp_path: Path) -> None:
    env = child.environment(VAR_DIR=str(tmp_path), DEBUG="1")
    command = child.manage("bench", "--quick")

    result = subprocess.run(
        command, cwd=portal.BASE_DIR, env=env, capture_output=True, text=True, check=False
    )

    assert "created: 500" in result.stdout, result.stderr
    assert "Sweep of 60 overdue tickets, sqlite" in result.stdout
    assert "120 tickets against 60" in result.stdout
    assert not (tmp_path / "kilicare.sqlite3").exists()
