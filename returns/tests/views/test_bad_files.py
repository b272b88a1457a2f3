"""Files that are no photos, or too much: said at the field, nothing kept, nothing moved."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from returns.enums import Role, Step
from returns.models import Evidence
from returns.policy.evidence import PHOTO_BYTES
from returns.tests.views.doors import OWN_PAGE, House, address_of, at, enter
from returns.tests.views.reading import read, upload
from returns.tests.views.refusing import (
    answer_pages,
    apply_address,
    apply_answers,
    assert_refused,
    nothing_moves,
)
from returns.tests.views.routes import ROUTES
from returns.tests.world import NOON, World, photo

pytestmark = pytest.mark.django_db
FAIL = {"clause": "3-X3", "text": "It is burnt."}


def drawn_as(kind: str, **options: Any) -> bytes:
    """A picture in a format."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, kind, **options)
    return file.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A small PNG that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


BAD: dict[str, tuple[bytes, str]] = {
    "text": (b"This is no photo.", "Please send a JPEG, PNG, WebP or HEIC photo."),
    "a GIF": (drawn_as("GIF"), "Please send a JPEG, PNG, WebP or HEIC photo."),
    "a drawing": (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "Please send a JPEG, PNG, WebP or HEIC photo.",
    ),
    "a page": (b"<html><script>alert(1)</script></html>", "Please send a JPEG, PNG, WebP or HEIC photo."),
    "nothing": (b"", "This file is empty."),
    "too large": (photo().data.ljust(PHOTO_BYTES + 1, b"\0"), "This photo is over 10 MB."),
    "a bomb": (bomb(), "This photo has too many pixels."),
    "half a photo": (photo().data[:200], "This photo can't be read."),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_photo_is_refused_and_not_kept(name: str) -> None:
    content, words = BAD[name]
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON), nothing_moves("returns.Draft"):
        sent = apply_answers(photos=1)
        answer = answer_pages(browser, apply_address(world), sent | {"photos": [upload("a.jpg", content)]})

    assert_refused(answer, "photos", "form")
    assert words in read(answer).text


@pytest.mark.parametrize("name", BAD)
def test_a_step_takes_no_such_file_either(name: str) -> None:
    content, words = BAD[name]
    world, ticket, now = ROUTES[Step.FAIL, Role.WAREHOUSE].go()
    browser = House(world).browser("warehouse")
    with at(now), nothing_moves():
        sent = FAIL | {"photos": [upload(), upload("a.jpg", content)]}
        answer = browser.post(address_of(OWN_PAGE["warehouse"], ticket, Step.FAIL), sent)

    assert_refused(answer, "photos")
    assert words in read(answer).text


@pytest.mark.parametrize("many", [0, 7, 12])
def test_a_step_that_needs_photos_takes_one_to_six(many: int) -> None:
    world, ticket, now = ROUTES[Step.FAIL, Role.WAREHOUSE].go()
    browser = House(world).browser("warehouse")
    with at(now), nothing_moves():
        sent = FAIL | {"photos": [upload(f"{number}.jpg") for number in range(many)]}
        answer = browser.post(address_of(OWN_PAGE["warehouse"], ticket, Step.FAIL), sent)

    assert_refused(answer, "photos")
    assert ("At most 6 photos" if many else "Please add a photo.") in read(answer).text


def test_an_application_takes_six_in_all() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        answer_pages(browser, apply_address(world), apply_answers(photos=4, statement="x" * 2001))
        answer = answer_pages(browser, apply_address(world), apply_answers(photos=3))

    assert_refused(answer, "photos", "form")
    assert "At most 6 photos" in read(answer).text
    assert Evidence.objects.count() == 4


def test_a_hundred_files_are_refused_before_they_are_looked_at() -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON), nothing_moves("returns.Draft"):
        answer = answer_pages(browser, apply_address(world), apply_answers(photos=100))

    assert answer.status_code == 400


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a" * 300 + ".jpg", "<script>.jpg", 'a"b.jpg', "\N{SNOWMAN}.jpg", "a\x00.jpg", ""],
)
def test_the_name_of_a_file_is_a_text_only(name: str) -> None:
    world = World()
    browser = enter(world.people["customer"])
    with at(NOON):
        sent = apply_answers(photos=1) | {"photos": [upload("a.jpg"), upload(name or "b.jpg")]}
        answer = answer_pages(browser, apply_address(world), sent)

    assert answer.status_code in {302, 422}
    for kept in Evidence.objects.all():
        assert kept.file.name.startswith("evidence/2026/11/")
        assert kept.file.name.endswith(f"{kept.token}.jpg")
        assert "\x00" not in kept.original_name
        assert len(kept.original_name) <= 120


def test_what_is_served_is_made_of_the_pixels_alone() -> None:
    world = World()
    browser = enter(world.people["customer"])
    secret = b"<script>alert(1)</script>"
    with at(NOON):
        sent = apply_answers() | {"photos": [upload("a.jpg", drawn_as("JPEG", comment=secret) + secret)]}
        answer_pages(browser, apply_address(world), sent)
        kept = Evidence.objects.get()
        answer = browser.get(f"/evidence/{kept.token}/")

    body = answer.getvalue()
    assert secret not in body
    assert Image.open(BytesIO(body)).format == "JPEG"
