"""By the keys alone, the focus always in sight; and the desk's and the seller's work without a script."""

import pytest
from playwright.sync_api import Page

from returns.tests.journeys.test_journeys import Visit, apply_for, sellers_page

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(240)]
FAR = 120
"""Presses of Tab within which everything on a page is reached."""
SEEN = """() => {
  const here = document.activeElement;
  const label = here.matches("input") ? here.nextElementSibling : null;
  const drawn = [here, label, here.closest(".form-check")].filter(Boolean);
  const marked = drawn.some((node) => ["", "::before", "::after"].some((part) => {
    const style = getComputedStyle(node, part || undefined);
    const outlined = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
    return outlined || parseFloat(style.borderWidth) >= 2;
  }));
  const box = here.getBoundingClientRect();
  return marked && box.bottom > 0 && box.top < innerHeight;
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; it must be seen there."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(SEEN), f"the focus on {selector} is not in sight at {page.url}"
            return
    raise AssertionError(f"{selector} is not reached at {page.url}")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go to something by Tab and press a key on it."""
    tab_to(page, selector)
    page.keyboard.press(key)
    page.wait_for_load_state()


def test_an_application_by_the_keys_alone(visit: Visit, photos: list[str]) -> None:
    customer = visit(1200)
    customer.be("grace")
    page = customer.page
    customer.open("/orders/")
    press(page, ".skip-link")
    press(page, "a.btn-primary[href*='/apply/']")
    page.wait_for_url("**/want/")
    while not page.url.endswith("/check/"):
        if name := {"want": "service", "why": "reason"}.get(page.url.rstrip("/").rpartition("/")[2]):
            tab_to(page, f"[name={name}]")
            page.keyboard.press("Space")
        if page.url.endswith("/proof/"):
            page.locator("[name=photos]").set_input_files(photos)
            page.locator("[data-pending]").first.wait_for(state="detached")
        asked = page.url
        press(page, "main form button[type=submit]")
        page.wait_for_url(lambda url, asked=asked: url != asked)
    press(page, "main form button[type=submit]")
    page.wait_for_url("**/applied/")
    assert customer.page.locator(".reference").inner_text().startswith("KC-")


def test_a_sellers_yes_and_the_desks_list_by_the_keys_alone(visit: Visit, photos: list[str]) -> None:
    customer = visit(360)
    customer.be("amina")
    reference = apply_for(customer, photos, "Smartphone 64 GB", service="return_refund")
    seller = sellers_page(visit, reference, who="otieno")
    press(seller.page, "#step-approve summary")
    press(seller.page, "#step-approve button[type=submit]")
    assert "A solution is offered" in seller.text

    agent = visit(1200)
    agent.be("desk")
    agent.open("/desk/?list=all")
    page = agent.page
    links = page.locator("[data-keys] .card-link")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.href") == links.nth(1).evaluate("link => link.href")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href") == links.nth(0).evaluate("link => link.href")
    page.keyboard.press("/")
    page.keyboard.type(reference)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=KC-*")
    assert reference in agent.text


def test_the_desk_takes_previews_and_rules_without_a_script(visit: Visit, photos: list[str]) -> None:
    customer = visit(360)
    customer.be("amina")
    reference = apply_for(customer, photos, "Mug with your name", service="return_refund")
    seller = sellers_page(visit, reference, script=False)
    said = {"code": "not_as_claimed", "clause": "2.5", "text": "It was used."}
    step = seller.page.locator("details.step", has=seller.page.locator("summary:has-text('Reject')")).first
    step.locator("summary").click()
    step.locator("[name=code]").select_option(index=1)
    step.locator("[name=clause]").select_option(said["clause"])
    step.locator("[name=text]").fill(said["text"])
    step.locator("button[name=preview]").click()
    seller.page.wait_for_load_state()
    assert "Customer would read" in seller.text
    assert "> It was used." in seller.text
    seller.page.locator("#step-reject button[type=submit]").first.click()
    seller.page.wait_for_load_state()
    assert "The seller said no" in seller.text

    customer.open(f"/tickets/{reference}/")
    customer.take("Ask Kilimall to decide", text="It was new.")
    agent = visit(1200, script=False)
    agent.be("desk")
    agent.open(f"/desk/tickets/{reference}/")
    agent.page.get_by_role("button", name="Take it").click()
    assert "You have this ticket since" in agent.text
    agent.take("Decide against the customer", clause="2.5", text="The photos show it.", liable="nobody")
    assert "Closed without a refund" in agent.text
    customer.open(f"/tickets/{reference}/")
    customer.page.get_by_role("button", name="So-so").click()
    assert "Thank you." in customer.text
