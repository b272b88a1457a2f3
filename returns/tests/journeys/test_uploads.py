"""A bad line: each photo goes on its own, again and again until it is there, and a film follows."""

from pathlib import Path

import pytest
from playwright.sync_api import Route

from returns.tests.films import film
from returns.tests.journeys.test_journeys import Visit, answer_pages, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]


def test_photos_and_a_film_get_through_a_bad_line(visit: Visit, photos: list[str], tmp_path: Path) -> None:
    clip = tmp_path / "fault.mp4"
    clip.write_bytes(film(sound="aac"))
    customer = visit(360)
    customer.be("amina")
    page, lost = customer.page, []

    def drop_some(route: Route) -> None:
        lost.append(route.request.url)
        if len(lost) <= 2:
            route.abort()
        else:
            route.continue_()

    page.route("**/uploads/", drop_some)
    customer.open("/orders/")
    rows = page.locator("ul.cards > li").filter(has_text="Cotton briefs")
    rows.locator("a.btn-primary", has_text="Apply").first.click()
    answer_pages(customer, [*photos, str(clip)], "return_refund")  # it leaves once the files are there
    page.get_by_role("button", name="Send the application").click()
    page.wait_for_url("**/applied/")
    assert len(lost) == 5
    assert all("ERR_FAILED" in complaint for complaint in customer.complaints)
    customer.complaints.clear()
    wait_for("Video, 2 seconds", customer, page.locator(".reference").inner_text())
    page.locator("ul.evidence img").first.scroll_into_view_if_needed()
    assert page.locator("ul.evidence li").count() == 3
    film_shown = page.locator("ul.evidence video")
    ended = "film => new Promise((over) => { film.onended = over; film.muted = true; film.play(); })"
    film_shown.evaluate(f"film => ({ended})(film).then(() => null)")
    assert round(film_shown.evaluate("film => film.currentTime")) == 2
    assert customer.has_no_sideways_scroll()
