"""Files on the pages: sent one by one, kept with a form that is refused, shown to the parties alone."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kilicare.kernel.receiving import MOST_BYTES
from returns.actions.checking import check_videos
from returns.models import Evidence
from returns.policy.evidence import PHOTO_BYTES, VIDEO_BYTES
from returns.tests.films import HEAD, film, hostile
from returns.tests.hostile import REFUSED, image
from returns.tests.views.doors import House, at
from returns.tests.views.reading import read, upload
from returns.tests.views.refusing import PAGES, answer_pages, apply_address, apply_answers
from returns.tests.world import NOON, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    made = House(World())
    made.add_strangers()
    return made


def send(browser: Client, content: bytes, name: str = "photo.jpg", token: Any = None) -> Any:
    with at(NOON):
        return browser.post("/uploads/", {"file": upload(name, content), "token": token or ""})


def test_a_file_is_kept_and_shown_small_to_who_sent_it(house: House) -> None:
    customer, token = house.browser("customer"), uuid4()
    answer = send(customer, image("JPEG", (2000, 1500)), token=token)
    assert (answer.status_code, answer.json()["token"]) == (201, str(token))
    assert send(customer, image("JPEG"), token=token).json() == answer.json()
    small = customer.get(answer.json()["thumbnail"])
    assert small["Content-Type"] == "image/jpeg"
    assert small["Cache-Control"] == "private, no-store"
    assert len(small.content) < 20_000
    for who in ("seller", "other customer", "desk"):
        assert house.browser(who).get(answer.json()["thumbnail"]).status_code == 404
    assert Client().post("/uploads/").status_code == 302
    assert customer.get("/uploads/").status_code == 405


@pytest.mark.parametrize("name", ["svg", "html", "ffconcat named mp4", "pixel flood", "empty", "zip bomb"])
def test_a_hostile_file_is_refused_with_words(name: str, house: House) -> None:
    answer = send(house.browser("customer"), REFUSED[name], "film.mp4")
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")
    assert not Evidence.objects.exists()


def test_a_file_that_never_ends_is_cut_off_and_refused_with_words(house: House) -> None:
    assert max(PHOTO_BYTES, VIDEO_BYTES) < MOST_BYTES
    for head, words in ((HEAD, "over 30 MB"), (image("JPEG"), "over 10 MB")):
        answer = send(house.browser("customer"), head + bytes(MOST_BYTES + 1024), "film.mp4")
        assert answer.status_code == 422
        assert words in answer.json()["error"]


@pytest.mark.parametrize("data", [{}, {"token": "x", "file": "x"}, {"file": "photo.jpg"}])
def test_a_crafted_post_is_refused(data: dict[str, str], house: House) -> None:
    assert house.browser("customer").post("/uploads/", data).status_code == 422


def test_another_person_s_token_is_refused(house: House) -> None:
    token = uuid4()
    assert send(house.browser("seller"), image("JPEG"), token=token).status_code == 201
    answer = send(house.browser("customer"), image("JPEG"), token=token)
    assert answer.status_code == 422
    assert "not there" not in answer.json()["error"]


def test_uploads_stay_with_a_form_that_is_refused_and_go_into_the_application(house: House) -> None:
    customer = house.browser("customer")
    tokens = [send(customer, image("JPEG")).json()["token"] for _each in range(2)]
    address, answers = apply_address(house.world), apply_answers(photos=0)
    with at(NOON):
        wrong = {"facts": ["moon"], "photos_uploaded": tokens}
        refused = answer_pages(customer, address, answers | wrong, PAGES[:4])
        assert refused.status_code == 422
        assert Evidence.objects.exclude(draft=None).count() == 2
        sent = answer_pages(customer, address, answers | {"photos_uploaded": tokens}, ("proof",))
        assert sent.status_code == 302
    assert {str(row.token) for row in Evidence.objects.all()} == set(tokens)


def test_uploads_stay_with_a_step_that_is_refused(house: House) -> None:
    ticket = house.world.apply(now=NOON)
    customer = house.browser("customer")
    token = send(customer, image("JPEG")).json()["token"]
    path = f"/tickets/{ticket.reference}/messages/"
    odd = {"text": "", "token": str(uuid4()), "photos_uploaded": [token, "<script>", str(uuid4())]}
    with at(NOON):
        refused = customer.post(path, odd)
    assert refused.status_code == 422
    assert f'name="photos_uploaded" value="{token}"' in read(refused).html
    assert "<script>" not in read(refused).html
    with at(NOON):
        gone = customer.post(path, odd | {"text": "Here."})
    assert "not there any more" in read(gone).text


class TestFilms:
    def test_a_film_is_shown_once_it_was_checked_and_in_parts(self, house: House) -> None:
        ticket = house.world.apply(now=NOON)
        customer, seller = house.browser("customer"), house.browser("seller")
        token = send(customer, film(), "fault.mp4").json()["token"]
        assert customer.get(f"/evidence/{token}/").status_code == 404
        assert customer.get(f"/evidence/{token}/small/")["Content-Type"] == "image/svg+xml"
        path = f"/tickets/{ticket.reference}/messages/"
        with at(NOON):
            customer.post(path, {"text": "See.", "token": str(uuid4()), "photos_uploaded": [token]})
            assert "is being checked" in house.page("seller", ticket).text
            check_videos(NOON)
            assert "Video, 2 seconds" in house.page("seller", ticket).text
            whole = seller.get(f"/evidence/{token}/")
            content = b"".join(whole)
            assert (whole["Content-Type"], whole["Accept-Ranges"]) == ("video/mp4", "bytes")
            assert whole["Content-Security-Policy"] == "sandbox; default-src 'none'"
            for asked, first, last in (
                ("bytes=0-1", 0, 1),
                ("bytes=100-", 100, len(content) - 1),
                ("bytes=5-99999999", 5, len(content) - 1),
            ):
                part = seller.get(f"/evidence/{token}/", headers={"range": asked})
                assert part.status_code == 206
                assert part["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
                assert b"".join(part) == content[first : last + 1]
            beyond = seller.get(f"/evidence/{token}/", headers={"range": "bytes=99999999-"})
            assert beyond.status_code == 416
            odd = seller.get(f"/evidence/{token}/", headers={"range": "lines=1-2"})
            assert b"".join(odd) == content

    def test_what_is_no_film_is_told_on_the_ticket(self, house: House) -> None:
        ticket = house.world.apply(now=NOON)
        customer = house.browser("customer")
        path = f"/tickets/{ticket.reference}/messages/"
        files = [upload("film.mp4", hostile()["over a minute"])]
        with at(NOON):
            customer.post(path, {"text": "See.", "token": str(uuid4()), "photos": files})
            check_videos(NOON)
            page = house.page("customer", ticket)
        assert "longer than 60 seconds" in page.text
        token = Evidence.objects.get(kind="video").token
        assert customer.get(f"/evidence/{token}/").status_code == 404
        assert customer.get(f"/evidence/{token}/small/").status_code == 404

    def test_what_is_no_film_is_told_on_the_application_as_well(self, house: House) -> None:
        customer, address = house.browser("customer"), apply_address(house.world)
        token = send(customer, hostile()["over a minute"], "film.mp4").json()["token"]
        with at(NOON):
            answer_pages(customer, address, apply_answers() | {"photos_uploaded": [token]}, PAGES[:4])
            check_videos(NOON)
            page = read(customer.get(f"{address}proof/"))
        assert "longer than 60 seconds" in page.text
        assert page.images == []
