"""Marks between thousands and before decimals: the numbers of the whole table decide what one of them means."""

import pytest

from regioncodes.formats.documents import Sheet
from regioncodes.reading.cells import CellError
from regioncodes.reading.layout import placed_cells, tables
from regioncodes.reading.numbers import printed_marks


def read(*values):
    """What a table says whose cells hold the texts, or the errors that they are."""
    rows = [["Число"], ["", *range(2001, 2001 + len(values))], ["Омская область", *values]]
    source = Sheet("1", [[*row, *[""] * (len(values) + 1 - len(row))] for row in rows])
    [table], _ = tables(source)
    cells = [part.cell for part in placed_cells(source, table, percent=False)]
    return [str(cell) if isinstance(cell, CellError) else cell.value for cell in cells]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1,234", "61.9"], [1234, 61.9]),
        (["1.234", "987,5"], [1234, 987.5]),
        (["1,234", "61,9"], [1.234, 61.9]),
        (["1.234", "0.567"], [1.234, 0.567]),
        (["1,234", "2 345,6"], [1.234, 2345.6]),
        (["1,234", "2 345"], [1.234, 2345]),
        (["1,234", "1,234,567"], [1234, 1234567]),
        (["1,234.5", "2,345"], [1234.5, 2345]),
        (["1.234,5", "2.345"], [1234.5, 2345]),
        (["-1,234", "61.9%"], [-1234, 61.9]),
        (["12,345", "…", "-", "1.5"], [12345, None, None, 1.5]),
        (["1,234", "1234,5"], [1.234, 1234.5]),
    ],
)
def test_the_other_numbers_of_the_table_say_what_a_mark_is(values, expected):
    assert read(*values) == expected


@pytest.mark.parametrize(
    "values",
    [
        ["1,234", "5"],
        ["1.234", "12"],
        ["1,234", "61.9", "61,9"],
        ["1.234", "987,5", "2,345", "61.9"],
        ["1,234", "61.9", "2 345"],
    ],
)
def test_a_number_that_no_other_number_explains_is_refused_by_name(values):
    said = read(*values)[0]
    assert said.startswith(f"found {values[0]!r}: thousands or decimals")
    assert "in a copy" in said


def test_a_mark_of_thousands_in_a_table_that_has_it_before_decimals_is_refused():
    assert "is allowed" in read("1,234,567", "61,9", "61,8")[0]


def test_numbers_in_cells_show_no_mark():
    assert read(61.9, 5.0) == [61.9, 5.0]
    assert "thousands or decimals" in read("1,234", 61.9)[0]


def test_a_text_that_is_no_number_shows_no_mark():
    assert printed_marks(["…", "12.05.2019", "1,2,3", "5 раз", ""]) == printed_marks([])
