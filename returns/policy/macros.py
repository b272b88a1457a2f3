"""Ready texts: words with variables in braces, which a ticket fills in."""

import re
from collections.abc import Mapping

VARIABLES = ("customer", "product", "reference", "order", "shop", "state", "due", "me")
"""What a ticket and its reader fill in; `due` is when the present turn ends, `me` who writes."""
PLACE = re.compile(r"\{(\w+)\}")


def unknown(text: str) -> set[str]:
    """The variables of a text that nothing fills in."""
    return set(PLACE.findall(text)) - set(VARIABLES)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled in; one that is unknown stays as it stands."""
    return PLACE.sub(lambda place: values.get(place[1], place[0]), text)
