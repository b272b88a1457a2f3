"""How a refusal looks, whatever was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from returns.tests.views.doors import counted
from returns.tests.views.reading import read, upload
from returns.tests.world import World

OF_A_REFUSED_FORM = ("returns.Draft", "returns.Evidence")
"""What a refused application keeps on purpose: the person's answers and photos."""


def assert_refused(answer: HttpResponse, field: str | None, form: str = "refused") -> None:
    """422, the word in the title, a summary on top, and the same words at the field, where it is drawn."""
    assert answer.status_code == 422
    page = read(answer)
    assert page.title.startswith("Error: ")
    assert 'role="alert"' in page.html
    errors = answer.context[form].errors
    assert (field or "__all__") in errors, dict(errors)
    controls = {found.name: found.kind for sent in page.forms for found in sent.fields}
    shown = 2 if field and controls.get(field, "hidden") != "hidden" else 1
    for words in errors[field or "__all__"]:
        assert page.text.count(str(words)) >= shown, (words, page.text)


@contextmanager
def nothing_moves(*but: str) -> Iterator[None]:
    """The same rows before and after."""
    before = counted()
    yield
    after = counted()
    for name in but:
        before.pop(name)
        after.pop(name)
    assert after == before


def apply_answers(*, photos: int = 0, **changed: Any) -> dict[str, Any]:
    """A sound application for money only, with so many photos."""
    return {
        "service": "refund_only",
        "reason": "defective",
        "quantity": "1",
        "amount": "500",
        "statement": "It stays cold.",
        "route": "wallet",
        "photos": [upload(f"{number}.jpg") for number in range(photos)],
    } | changed


PAGES = ("want", "why", "how-much", "proof", "money")


NOTHING_TO_SHOW = {"reason": "missing", "missing_kind": "parcel", "amount": ""}
"""What needs no photo."""


def answer_pages(browser: Client, start: str, answers: dict[str, Any], pages: tuple[str, ...] = PAGES) -> Any:
    """Answer page after page, those that are not asked too, until one is refused; what came last."""
    answer = None
    for page in pages:
        photos = answers.get("photos", []) if page == "proof" else []
        answer = browser.post(f"{start}{page}/", answers | {"photos": photos})
        if answer.status_code != 302:
            break
    return answer


def apply_address(world: World, name: str = "returns:apply", page: str = "") -> str:
    """Where one applies for the world's line; one of its pages."""
    return reverse(name, args=[world.order.number, world.line.number]) + (f"{page}/" if page else "")
