"""Cells that a spreadsheet shows and never runs."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kilicare.kernel.sheet import FORMULA, csv_line


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("KC-ABCD-2345", "KC-ABCD-2345"),
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+254 ••••••101", "'+254 ••••••101"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("two\r\nlines, one cell", "two lines, one cell"),
        ('say "no"', 'say "no"'),
        ("", ""),
    ],
)
def test_a_cell_is_shown_as_it_is_and_never_run(cell: str, shown: str) -> None:
    assert list(csv.reader([csv_line([cell, "next"])], strict=True)) == [[shown, "next"]]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_whatever_stands_in_a_row_it_is_one_line_of_as_many_cells(cells: list[str]) -> None:
    line = csv_line(cells)
    ((*read,),) = csv.reader([line], strict=True)

    assert line.splitlines() == [line.removesuffix("\r\n")]
    assert len(read) == len(cells)
    assert not any(cell.startswith((*FORMULA, "\t", "\r")) for cell in read)
