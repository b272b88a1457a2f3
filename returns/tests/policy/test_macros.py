"""Ready texts: what is filled in, and what is not known."""

import pytest

from returns.policy.macros import VARIABLES, filled, unknown


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Dear {customer}, {product} comes.", set()),
        ("{" + "} {".join(VARIABLES) + "}", set()),
        ("{password} of {customer}", {"password"}),
        ("{customer.user.password}, {0}, {}", {"0"}),
        ("{ customer }", set()),
    ],
)
def test_only_what_a_ticket_fills_in_is_known(text: str, strange: set[str]) -> None:
    assert unknown(text) == strange


def test_values_are_put_in_as_they_are() -> None:
    values = {"customer": "{shop} & <b>", "shop": "Mwangi"}
    assert filled("{customer} of {shop}, {moon}", values) == "{shop} & <b> of Mwangi, {moon}"
