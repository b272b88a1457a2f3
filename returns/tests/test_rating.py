"""One tap after closing; and an application for another product that begins with the same photos."""

from io import BytesIO
from uuid import uuid4

import pytest

from returns.actions.checking import check_videos
from returns.actions.copying import begin_with_evidence
from returns.actions.proving import ENOUGH_FOR_TODAY
from returns.actions.rating import rate
from returns.actions.refusal import RefusedError
from returns.actions.writing import write
from returns.enums import Step
from returns.gateways.videos import read_video
from returns.models import Draft, Evidence, Rating, Ticket
from returns.policy.evidence import BYTES_A_DAY
from returns.tests.films import film
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read
from returns.tests.views.refusing import nothing_moves
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db


def withdrawn() -> tuple[World, Ticket]:
    """A closed ticket."""
    world = World()
    ticket = world.apply()
    return world, world.take(Step.WITHDRAW, ticket, "customer", NOON)


def test_a_tap_is_kept_with_what_closed_the_ticket_and_may_change() -> None:
    world, ticket = withdrawn()
    house = House(world)
    address = f"/ratings/{ticket.reference}/"
    with at(NOON):
        form = house.page("customer", ticket).form_to(address)
        for score in ("1", "3"):
            house.browser("customer").post(address, form.filled(score=score))
        page = house.page("customer", ticket)
    rating = Rating.objects.get()
    assert (rating.ticket_id, rating.score, rating.step) == (ticket.pk, 3, Step.WITHDRAW)
    assert [field.value for field in page.form_to(address).fields if "aria-pressed" in field.attrs] == ["3"]


def test_an_open_ticket_is_not_rated_and_nobody_else_is_asked() -> None:
    world = World()
    ticket = world.apply()
    with nothing_moves(), pytest.raises(RefusedError):
        rate(ticket.pk, "3", by=world.people["customer"], now=NOON)
    world.take(Step.WITHDRAW, ticket, "customer", NOON)
    for who in ("seller", "desk"):
        with nothing_moves(), pytest.raises(RefusedError):
            rate(ticket.pk, "3", by=world.people[who], now=NOON)
    house = House(world)
    with at(NOON):
        for who in ("seller", "desk"):
            assert "/ratings/" not in house.page(who, ticket).html


@pytest.mark.parametrize("score", ["", "0", "4", "good", "\x00", "3 "])
def test_only_three_answers_are_taken(score: str) -> None:
    world, ticket = withdrawn()
    browser = House(world).browser("customer")
    with at(NOON), nothing_moves():
        assert browser.post(f"/ratings/{ticket.reference}/", {"score": score}).status_code == 302


def test_another_product_of_the_order_begins_with_the_same_photos() -> None:
    world = World()
    other = world.add_line()
    ticket = world.apply()
    house = House(world)
    address = f"/another/{ticket.reference}/{other.number}/"
    with at(NOON):
        page = house.page("customer", ticket)
        assert other.name in page.text
        answer = house.browser("customer").post(address, page.form_to(address).filled())
        house.browser("customer").post(address)
    first = list(Evidence.objects.filter(ticket=ticket).order_by("pk"))
    copies = list(Evidence.objects.filter(draft=Draft.objects.get()).order_by("pk"))
    assert answer["Location"] == f"/orders/{world.order.number}/{other.number}/apply/"
    assert [one.sha256 for one in copies] == [one.sha256 for one in first]
    assert {one.file.name for one in copies}.isdisjoint({one.file.name for one in first})
    assert [content(one) for one in copies] == [content(one) for one in first]


def content(evidence: Evidence) -> bytes:
    """What is in its file."""
    with evidence.file.open("rb") as file:
        return bytes(file.read())


def test_videos_come_along_and_are_checked_once_more_and_what_is_gone_does_not() -> None:
    world = World()
    ticket = world.apply(photos=3)
    raw = read_video(BytesIO(film()), "film.mp4")
    write(ticket.pk, by=world.people["customer"], text="See?", token=uuid4(), photos=[raw], now=NOON)
    check_videos(NOON)
    gone, *kept = Evidence.objects.filter(ticket=ticket).order_by("added_at", "pk")
    Evidence.objects.filter(pk=gone.pk).update(removed_at=NOON)
    draft = begin_with_evidence(world.add_line(), ticket.pk, by=world.people["customer"], now=NOON)
    copies = list(draft.evidence.order_by("pk"))
    assert [(one.kind, content(one)) for one in copies] == [(one.kind, content(one)) for one in kept]
    assert [one.is_shown for one in copies] == [True, True, False]
    check_videos(NOON)
    assert all(one.is_shown for one in draft.evidence.all())


def test_nobody_begins_with_somebody_elses_photos() -> None:
    world, stranger = World(), World()
    ticket = world.apply()
    with nothing_moves(), pytest.raises(RefusedError):
        begin_with_evidence(stranger.line, ticket.pk, by=stranger.people["customer"], now=NOON)
    with nothing_moves(), pytest.raises(RefusedError):
        begin_with_evidence(stranger.line, ticket.pk, by=world.people["customer"], now=NOON)
    browser = House(stranger).browser("customer")
    with at(NOON), nothing_moves():
        assert browser.post(f"/another/{ticket.reference}/1/").status_code == 404


def test_a_closed_tickets_page_offers_no_other_product() -> None:
    world, ticket = withdrawn()
    world.add_line()
    with at(NOON):
        assert (
            "/another/"
            not in read(House(world).browser("customer").get(f"/tickets/{ticket.reference}/")).html
        )


def test_another_product_that_is_not_of_the_order_is_not_there() -> None:
    world = World()
    ticket = world.apply()
    browser = House(world).browser("customer")
    with at(NOON), nothing_moves():
        assert browser.post(f"/another/{ticket.reference}/9/").status_code == 404


def test_who_has_uploaded_enough_for_today_is_told_and_no_file_is_kept() -> None:
    world = World()
    other = world.add_line()
    ticket = world.apply()
    by = world.people["customer"]
    full = Evidence(ticket=ticket, party="customer", by=by, size=BYTES_A_DAY, sha256="x", removed_at=NOON)
    full.added_at = full.checked_at = NOON
    full.save()
    files = Evidence.objects.count()
    with at(NOON):
        answer = (
            House(world).browser("customer").post(f"/another/{ticket.reference}/{other.number}/", follow=True)
        )
    assert str(ENOUGH_FOR_TODAY) in read(answer).text
    assert Evidence.objects.count() == files
