"""What the engine set aside stands before the supervisor, who lets it try again."""

import pytest

from returns.models import Notice, Setback
from returns.tests.views.doors import House
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db


def set_aside(world: World) -> Setback:
    """A clock that could not lapse, five times."""
    times = {"first_at": NOON, "last_at": NOON, "not_before": NOON, "parked_at": NOON}
    return Setback.objects.create(
        ticket=world.apply(), part="lapse", number=1, attempts=5, error="OperationalError", **times
    )


def test_a_parked_step_is_seen_and_tried_again_once_it_is_taken_away() -> None:
    world = World()
    setback = set_aside(world)
    supervisor = House(world).browser("supervisor")

    page = supervisor.get("/admin/returns/setback/?parked_at__isempty=0").content.decode()
    assert setback.ticket.reference in page
    assert "OperationalError" in page
    answer = supervisor.post(f"/admin/returns/setback/{setback.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 302
    assert not Setback.objects.exists()


def test_the_outbox_is_read_and_never_written() -> None:
    world = World()
    ticket = world.apply()
    notice = Notice.objects.filter(ticket=ticket).earliest("pk")
    supervisor = House(world).browser("supervisor")

    assert ticket.reference in supervisor.get("/admin/returns/notice/").content.decode()
    assert supervisor.post(f"/admin/returns/notice/{notice.pk}/change/", {"error": "x"}).status_code == 403
    assert supervisor.post(f"/admin/returns/notice/{notice.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Notice.objects.filter(pk=notice.pk, error="").exists()
