"""What is dear to set up stays with one worker of the suite."""

from django.conf import settings

from kilicare.testing.sharing import TOGETHER, Sharing


def test_what_stays_together_is_there() -> None:
    assert (settings.BASE_DIR / TOGETHER).is_dir()


def test_the_dear_ones_are_one_piece_of_work_and_any_other_test_is_its_own() -> None:
    share = Sharing.__new__(Sharing)._split_scope

    assert share(f"{TOGETHER}/test_goods.py::test_a[x::y]") == share(f"{TOGETHER}/test_thread.py::test_b")
    assert share("orders/tests/test_feed.py::test_a[1]") == "orders/tests/test_feed.py::test_a[1]"
