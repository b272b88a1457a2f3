"""How a refusal looks, whatever was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpResponse
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


def apply_address(world: World, name: str = "returns:apply") -> str:
    """Where one applies for the world's line."""
    return reverse(name, args=[world.order.number, world.line.number])
