"""The strict content policy as a browser sees it: nothing is held back, nothing comes from elsewhere."""

import pytest
from playwright.sync_api import Page, Request

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("address", ["/admin/"])
def test_a_page_keeps_the_policy_it_is_sent_with(live_server, page: Page, address: str) -> None:
    complaints: list[str] = []
    asked: list[Request] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - it marks its handlers

    response = page.goto(f"{live_server.url}{address}")

    assert response is not None
    assert response.status == 200
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert complaints == []
    assert {request.url.split("/")[2] for request in asked} == {live_server.url.split("/")[2]}
