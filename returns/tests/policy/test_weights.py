"""When two weighings are of the same parcel."""

import pytest

from returns.policy.weights import differs


@pytest.mark.parametrize(
    ("before", "after", "other"),
    [
        (1000, 1000, False),
        (1000, 900, False),
        (1000, 899, True),
        (899, 1000, True),
        (100, 50, False),
        (100, 49, True),
        (20_000, 18_000, False),
    ],
)
def test_a_little_is_no_difference(before: int, after: int, other: bool) -> None:
    assert differs(before, after) is other
