"""Photos: to the parties of their ticket alone, and never as anything but a photo."""

from pathlib import Path
from uuid import uuid4

import pytest

from returns.actions.drafting import keep_draft, keep_photos
from returns.tests.test_machines import FAIL_APPEALED, walk
from returns.tests.views.doors import House, at, counted
from returns.tests.views.reading import read
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
PARTIES = ["customer", "seller", "desk", "supervisor", "warehouse", "counter", "rider", "finance", "root"]
STRANGERS = ["other customer", "other seller", "abroad"]


def test_each_photo_of_a_ticket_is_seen_by_its_parties_and_by_nobody_else() -> None:
    world = World()
    ticket = walk(world, world.apply(), FAIL_APPEALED)
    house = House(world)
    house.add_strangers()
    photos = list(ticket.evidence.order_by("pk"))
    assert [found.party for found in photos] == ["customer", "customer", "kilimall", "customer"]
    with at(NOON):
        for found in photos:
            for who in PARTIES:
                assert house.browser(who).get(f"/evidence/{found.token}/").getvalue()[:2] == b"\xff\xd8", who
            for who in STRANGERS:
                assert house.browser(who).get(f"/evidence/{found.token}/").status_code == 404, who
            assert house.browser("nobody").get(f"/evidence/{found.token}/").status_code == 302


def test_a_photo_is_cached_by_nobody_and_taken_for_nothing_else() -> None:
    world = World()
    found = world.apply().evidence.first()
    with at(NOON):
        answer = House(world).browser("seller").get(f"/evidence/{found.token}/")

    assert answer.getvalue() == found.file.read()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert found.original_name not in str(answer.headers)
    found.file.close()


@pytest.mark.parametrize("ask", ["post", "put", "delete"])
def test_a_photo_is_only_read(ask: str) -> None:
    world = World()
    found = world.apply().evidence.first()
    browser = House(world).browser("customer")
    before = counted()
    with at(NOON):
        assert getattr(browser, ask)(f"/evidence/{found.token}/").status_code == 405
    assert counted() == before


def test_a_photo_whose_file_is_gone_is_not_there() -> None:
    world = World()
    found = world.apply().evidence.first()
    Path(found.file.path).unlink()
    browser = House(world).browser("customer")
    with at(NOON):
        gone = browser.get(f"/evidence/{found.token}/")
        never = browser.get(f"/evidence/{uuid4()}/")

    assert (gone.status_code, never.status_code) == (404, 404)
    assert read(gone).text == read(never).text


def test_a_photo_of_an_application_that_is_being_filled_in_is_its_owners_alone() -> None:
    world = World()
    house = House(world)
    house.add_strangers()
    for owner in ("customer", "desk"):
        draft = keep_draft(world.line, by=house.users[owner], now=NOON)
        keep_photos(draft, [photo()], remove=[], by=house.users[owner], now=NOON)
        address = f"/evidence/{draft.evidence.get().token}/"
        with at(NOON):
            for who in [*PARTIES, *STRANGERS]:
                status = 200 if who == owner else 404
                answer = house.browser(who).get(address)
                assert answer.status_code == status, who
                answer.getvalue()
