"""The page about published files, on two files of our own."""

import pytest
import xlsxwriter
from originals_table import page, sheets_read

from regioncodes.reading.region_names import region_index


@pytest.fixture
def sheets(tmp_path, regions, aliases):
    grids = {
        "1.1.": [
            ["1.1. Показатель"],
            ["(единиц)"],
            ["", 2019, 2020],
            ["Брянская область", 1.5, "-"],
            ["Брянское царство", "1Б", 0],
        ],
        "Содержание": [["Показатель", "1.1."]],
    }
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as workbook:
        for name, grid in grids.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(grid):
                sheet.write_row(number, 0, row)
    (tmp_path / "empty.xls").write_bytes(b"")
    return sheets_read(tmp_path, region_index(regions, aliases))


def test_a_sheet_is_counted_by_status_and_its_doubts_are_named(sheets):
    read = sheets[0]
    assert (read.file, read.sheet, read.tables) == ("book.xlsx", "1.1.", 1)
    assert read.statuses == {"value": 1, "absent": 1, "rounds_to_zero": 1, "error": 1}
    assert len(read.said) == 2
    assert read.said[0].startswith("B5: found '1Б'")
    assert read.said[1] == "row 5: 'Брянское царство' is no known region"


def test_a_sheet_without_a_table_and_a_file_that_does_not_open_are_refused_by_name(sheets):
    contents, empty = sheets[1:]
    assert (contents.sheet, contents.tables, contents.statuses) == ("Содержание", 0, {})
    assert contents.said[0].startswith("refused: no table of regions and years")
    assert (empty.file, empty.said) == ("empty.xls", ("refused: is empty (0 bytes); put the published file back",))


def test_the_page_has_a_line_for_each_file_and_one_for_all(sheets):
    assert page(sheets).splitlines()[-3:] == [
        "| book.xlsx | 2 | 1 | 1 | 4 | 1 | 1 |  |  | 1 |  | 1 | 2 |",
        "| empty.xls | 1 | 0 | 1 |  |  |  |  |  |  |  |  |  |",
        "| together | 3 | 1 | 2 | 4 | 1 | 1 |  |  | 1 |  | 1 | 2 |",
    ]
