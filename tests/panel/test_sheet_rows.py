"""The rows of a sheet around a cell: those beside it and at the head, as read, and nothing of another sheet."""

import pandas as pd

from regioncodes.formats.documents import Document, Sheet
from regioncodes.panel.provenance.sheet_rows import AROUND, HEAD, sheet_rows

GRID = [[f"row {row}", float(row), "", ""] for row in range(1, 41)]
GRID[1] = ["", "", "", ""]
DOCUMENT = Document("xlsx", (Sheet("1", GRID), Sheet("2", [["other", 424.4]])))


def read(path):
    assert path.name == "book.xlsx"
    return DOCUMENT


def cells(*named):
    return pd.DataFrame(named, columns=["file", "sheet", "cell"])


def test_rows_at_the_head_and_beside_a_cell_are_kept_with_their_numbers():
    found = sheet_rows(cells(("book.xlsx", "1", "B20"), ("book.xlsx", "1", "C20")), read)
    wanted = [row for row in range(1, HEAD + 1) if row != 2] + list(range(20 - AROUND, 21 + AROUND))
    assert list(found["row"]) == wanted
    assert found["texts"].iloc[-1] == ["row 21", "21"]
    assert set(found["sheet"]) == {"1"}


def test_a_cell_in_the_first_or_last_row_reaches_beyond_neither():
    found = sheet_rows(cells(("book.xlsx", "1", "A1"), ("book.xlsx", "1", "A40")), read)
    assert found["row"].min() == 1
    assert found["row"].max() == 40


def test_numbers_stand_in_their_shortest_form_and_rows_without_a_file_are_left_out():
    found = sheet_rows(cells(("book.xlsx", "2", "B1"), (None, None, None)), read)
    assert found["texts"].tolist() == [["other", "424.4"]]


def test_a_file_of_one_table_has_no_name_of_a_sheet():
    only = Document("csv", (Sheet("", [["a", 1.0]]),))
    found = sheet_rows(cells(("book.xlsx", None, "B1")), lambda path: only)
    assert found[["sheet", "row"]].to_numpy().tolist() == [["", 1]]
