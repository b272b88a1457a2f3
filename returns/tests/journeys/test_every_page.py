"""Every page fits every screen and every reader, in both languages, light and dark; and its weight."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser

from returns.tests.journeys.conftest import Visitor
from returns.tests.journeys.test_journeys import Visit

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]
AXE = AXE_FILE_PATH.read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
FIRST_IN_LIST = "a.card-link, #result_list th a"
PAGES = {
    "": [
        "/",
        "/policy/",
        "/policy/may-i-return-it/",
        "/policy/may-i-return-it/?signed_on=1999-01-01",
        "/kilishops/",
        "/find/",
        "/accounts/login/",
        "/accounts/login/password/",
        "/offline/",
        "/nowhere/",
        "/demo/messages/",
    ],
    "amina": [
        "/orders/",
        "/tickets/",
        "/tickets/ >",
        "/wallet/",
        "/wallet/numbers/",
        "/messages/",
        "/accounts/",
        "/desk/",
    ],
    "wanjiru": [
        "/admin/",
        "/admin/returns/ticket/",
        "/admin/returns/ticket/ >",
        "/admin/returns/ticket/scorecard/",
        "/admin/returns/macro/add/",
        "/admin/returns/closure/add/",
        "/admin/returns/closure/",
    ],
    "supervisor": [
        "/desk/",
        "/desk/?list=all",
        "/desk/?list=decide >",
        "/desk/?list=soon&service=exchange",
        "/desk/?q=nothing",
        "/desk/objections/",
        "/desk/parcels/",
        "/desk/dashboard/",
        "/desk/gallery/",
        "/desk/notices/",
        "/admin/orders/order/",
        "/admin/returns/point/",
    ],
    "finance": ["/admin/returns/payout/", "/admin/returns/refund/"],
    "warehouse": ["/counter/", "/counter/ >", "/counter/unclaimed/"],
}
"""Whose pages they are, "" for nobody's; ` >` goes on to the first of the list."""


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_pages_fit_every_screen_and_reader(visit: Visit, who: str, language: str) -> None:
    visitor = visit(1200)
    if who:
        visitor.be(who)
    with speaking(visitor, language):
        for path in PAGES[who]:
            visitor.open(path.removesuffix(" >"))
            if path.endswith(" >"):
                visitor.page.locator(FIRST_IN_LIST).first.click()
                visitor.page.wait_for_load_state()
            assert visitor.page.locator("html").get_attribute("lang") == language, path
            assert_fits(visitor)
    visitor.complaints[:] = [said for said in visitor.complaints if not refused_on_purpose(said)]


def test_each_page_of_an_application_fits_too(visit: Visit, photos: list[str]) -> None:
    visitor = visit(1200)
    visitor.be("amina")
    visitor.open("/orders/")
    link = visitor.page.locator("ul.cards > li").filter(has_text="Phone case").locator("a.btn-primary")
    while not link.count():
        visitor.page.locator("a[href*='after=']").click()
    link.first.click()
    answer_and_look(visitor, photos)
    start = visitor.page.url.removesuffix("check/").removeprefix(visitor.portal)
    with speaking(visitor, "sw"):
        for page in ("want", "why", "how-much", "proof", "money", "check"):
            visitor.open(f"{start}{page}/")
            assert_fits(visitor)
    visitor.complaints[:] = [said for said in visitor.complaints if not refused_on_purpose(said)]


def answer_and_look(visitor: Visitor, photos: list[str]) -> None:
    """Each page of an application, the one without photos refused, and the check in the end."""
    page = visitor.page
    answers = {"want": ("service", "refund_only"), "why": ("reason", "damaged"), "money": ("route", "wallet")}
    while (asked := page.url.rstrip("/").rpartition("/")[2]) != "check":
        assert_fits(visitor)
        if asked in answers:
            visitor.choose(*answers[asked])
        if asked == "proof" and not page.locator("main img").count():
            page.locator("main form button[type=submit]").first.click()
            page.wait_for_load_state()
            assert_fits(visitor)
            page.locator("[name=photos]").set_input_files(photos)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url, asked=asked: not url.endswith(f"/{asked}/"))
    assert_fits(visitor)


def refused_on_purpose(said: str) -> bool:
    """What the browser says of a page that is not there, is not theirs, or was refused."""
    return any(f"status of {status}" in said for status in (403, 404, 422))


@contextmanager
def speaking(visitor: Visitor, language: str) -> Iterator[None]:
    """A language, chosen in the footer; it stays with the person, so English is chosen again in the end."""
    choose(visitor, language)
    try:
        yield
    finally:
        choose(visitor, "en")


def choose(visitor: Visitor, language: str) -> None:
    """Press the language's own name."""
    visitor.open("/policy/")
    visitor.page.locator(f".languages button[value={language}]").click()
    visitor.page.wait_for_load_state()


def assert_fits(visitor: Visitor) -> None:
    """No sideways scroll; nothing that axe finds, on a phone and a desk, light and dark, all unfolded."""
    page, said = visitor.page, len(visitor.complaints)
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")
    page.evaluate(AXE)
    for width in (320, 360, 1200):
        page.set_viewport_size({"width": width, "height": 780})
        assert visitor.has_no_sideways_scroll(), f"{page.url} {width}"
        for scheme in ("light", "dark") if width > 320 else ():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert list(faults(visitor)) == [], f"{page.url} {width} {scheme}"
    del visitor.complaints[said:]  # axe moves things about, and the policy of the page refuses some of it


def faults(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """What axe finds: each rule with the first place that breaks it."""
    found: Any = visitor.page.evaluate(f"axe.run({json.dumps(RULES)}).then(found => found.violations)")
    yield from ((fault["id"], fault["nodes"][0]["html"]) for fault in found)


FIRST_VISIT, LATER_PAGE = 60_000, 10_000
"""Bytes on the line, headers and all: what a page of a cheap phone on a bad line may weigh."""
ON_THE_WAY = {
    "": ["/", "/policy/", "/find/"],
    "amina": ["/orders/", "/tickets/", "/wallet/"],
    "supervisor": ["/desk/", "/desk/dashboard/"],
    "wanjiru": ["/admin/returns/ticket/", "/admin/returns/ticket/scorecard/"],
}


@pytest.mark.parametrize("who", ON_THE_WAY)
def test_pages_are_light_and_ask_nobody_else(browser: Browser, portal: str, who: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 780}, service_workers="block")
    visitor = Visitor(context.new_page(), portal, [])
    weights, hosts = listen(visitor)
    visitor.open("/")
    visitor.page.wait_for_load_state("networkidle")
    assert 5_000 < sum(weights) <= FIRST_VISIT
    if who:
        visitor.be(who)
        visitor.page.wait_for_load_state("networkidle")
    visitor.open(ON_THE_WAY[who][0])
    for path in ON_THE_WAY[who]:
        weights.clear()
        visitor.open(path)
        visitor.page.wait_for_load_state("networkidle")
        assert 500 < sum(weights) <= LATER_PAGE, path
    assert hosts == {portal.partition("//")[2]}
    context.close()


def listen(visitor: Visitor) -> tuple[list[float], set[str]]:
    """The bytes of each answer as the browser counts them, and who was asked."""
    weights: list[float] = []
    hosts: set[str] = set()
    wire = visitor.page.context.new_cdp_session(visitor.page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))

    def note(asked: Any) -> None:
        scheme, _colon, rest = asked["request"]["url"].partition("://")
        if scheme in {"http", "https"}:
            hosts.add(rest.partition("/")[0])

    wire.on("Network.requestWillBeSent", note)
    return weights, hosts
