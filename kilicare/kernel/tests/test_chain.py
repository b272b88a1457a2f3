"""Seals: the same for the same record, another for any other, and each hangs on the one before."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilicare.kernel.chain import seal

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_a_seal_hangs_on_the_record_and_on_the_seal_before() -> None:
    first = seal("", ["approve", 1])
    assert first == seal("", ["approve", 1])
    assert len({first, seal("", ["approve", 2]), seal("", ["reject", 1]), seal(first, ["approve", 1])}) == 4


def test_neither_the_zone_nor_the_order_of_names_matters() -> None:
    nairobi = NOON.astimezone(timezone(timedelta(hours=3)))
    assert seal("", [NOON, {"a": 1, "b": 2}]) == seal("", [nairobi, {"b": 2, "a": 1}])


ALIKE = [(["ab", "c"], ["a", "bc"]), ([None], [""]), ([1], ["1"]), ([[]], [])]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_looks_alike_is_told_apart(one: list[object], other: list[object]) -> None:
    assert seal("", one) != seal("", other)


@given(values=st.lists(JSON), others=st.lists(JSON))
def test_two_records_share_a_seal_only_if_they_are_the_same(
    values: list[object], others: list[object]
) -> None:
    assert (seal("", values) == seal("", others)) == (repr(_typed(values)) == repr(_typed(others)))


def _typed(value: object) -> object:
    """The value with its dictionaries in one order."""
    if isinstance(value, dict):
        return ("names", [(name, _typed(value[name])) for name in sorted(value)])
    return [_typed(inner) for inner in value] if isinstance(value, list) else value


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError):
        seal("", [object()])
