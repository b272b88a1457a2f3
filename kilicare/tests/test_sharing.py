"""Modules that are dear to set up stay with one worker of the suite."""

from django.conf import settings

from kilicare.testing.sharing import TOGETHER, Sharing


def test_what_stays_together_is_there() -> None:
    assert [name for name in TOGETHER if not (settings.BASE_DIR / name).is_file()] == []


def test_a_dear_module_is_one_piece_of_work_and_any_other_test_is_its_own() -> None:
    share = Sharing.__new__(Sharing)._split_scope
    (dear, *_others) = TOGETHER

    assert share(f"{dear}::test_a[x::y]") == share(f"{dear}::test_b") == dear
    assert share("orders/tests/test_feed.py::test_a[1]") == "orders/tests/test_feed.py::test_a[1]"
